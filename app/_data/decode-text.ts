/** Undoes percent-encoding; what isn't properly encoded, as in `50%`, stands as it is. */
export function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
