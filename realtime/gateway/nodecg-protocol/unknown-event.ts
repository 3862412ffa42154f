/** What a client hears that sends an event which nobody knows. */
export function unknownEvent(event: string): string {
  return `This server does not know the event "${event.slice(0, 64)}".`;
}
