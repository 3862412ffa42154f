const colours = { debug: '\u001b[90m', info: '', warn: '\u001b[33m', error: '\u001b[31m' } as const;
const plain = '\u001b[0m';

type Entry = { level?: string; time?: string; msg?: string; [detail: string]: unknown };

/** `20:31:07  warn   message  key=value`, with a stack below it where there is one. */
export function formatLine(json: string): string {
  const { level = 'info', time, msg = '', ...details } = JSON.parse(json) as Entry;
  const colour = level in colours ? colours[level as keyof typeof colours] : '';
  const label = level === 'info' ? '' : `${level}: `;
  const stack = typeof details.error === 'string' && details.error.includes('\n') ? `\n${details.error}` : '';
  if (stack) delete details.error;
  const pairs = Object.entries(details).map(
    ([key, value]) => `  ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const clock = time === undefined ? '' : `\u001b[90m${clockOf(time)}${plain}  `;
  return `${clock}${colour}${label}${msg}${colour ? plain : ''}${pairs.join('')}${stack}\n`;
}

function clockOf(time: string): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
