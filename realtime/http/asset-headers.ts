import path from 'node:path';
import type { ServerResponse } from 'node:http';

/** Files of which no browser runs anything. Every other one might be a page, and pages of this origin are operators. */
const inert = new Set([
  ...['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'apng', 'bmp', 'ico', 'tif', 'tiff', 'jxl', 'heic'],
  ...['mp3', 'ogg', 'oga', 'opus', 'wav', 'flac', 'aac', 'm4a', 'weba'],
  ...['mp4', 'm4v', 'webm', 'mov', 'mkv', 'avi', 'ogv', 'mpg', 'mpeg'],
  ...['woff', 'woff2', 'ttf', 'otf', 'txt', 'csv', 'vtt', 'srt', 'json', 'pdf', 'zip'],
]);

/** What an uploaded page may do when somebody opens it: show itself. In an `<img>` or as a style sheet a file works as ever. */
const harmless = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'";

/** Keeps an uploaded file from acting in the dashboard's name. `file` decides its type. */
export function guardContent(response: ServerResponse, file: string): void {
  response.setHeader('x-content-type-options', 'nosniff');
  if (!inert.has(path.extname(file).slice(1).toLowerCase())) response.setHeader('content-security-policy', harmless);
}
