/** A number of bytes in MB or GB; `point` is the language's decimal sign. */
export function gigabytes(bytes: number, point: string): string {
  const megabytes = bytes / 1024 / 1024;
  return megabytes < 1024 ? `${Math.floor(megabytes)} MB` : `${(megabytes / 1024).toFixed(1).replace('.', point)} GB`;
}
