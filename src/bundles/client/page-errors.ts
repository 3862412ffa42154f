/** A script error in a page that shares the dashboard's connection. */
export type PageError = {
  /** The page's window. */
  page: Window;
  bundle: string;
  /** The page's address. */
  url: string;
  message: string;
  /** Where, as far as the browser says: the script's address and its line. */
  file: string | undefined;
  line: number | undefined;
};

type Thrown = { message?: unknown; stack?: unknown };

/** Reports what nothing in this page caught. Call before its own scripts run; it ends with the page. */
export function watchPageErrors(page: Window, bundle: string, report: (error: PageError) => void): void {
  const base = { page, bundle, url: page.location.href };
  page.addEventListener('error', ({ message, filename, lineno }) => {
    // Says only that a page's layout takes another frame to settle.
    if (message.startsWith('ResizeObserver loop')) return;
    report({ ...base, message: message.replace(/^Uncaught /, ''), file: filename || undefined, line: lineno || undefined });
  });
  page.addEventListener('unhandledrejection', ({ reason }: { reason: unknown }) => {
    report({ ...base, ...describe(reason) });
  });
}

function describe(reason: unknown): Pick<PageError, 'message' | 'file' | 'line'> {
  // Not `instanceof Error`: each window has its own.
  const { message, stack } = (typeof reason === 'object' && reason !== null ? reason : {}) as Thrown;
  const [, file, line] = /(https?:\/\/[^\s)]+?):(\d+)(?::\d+)?/.exec(typeof stack === 'string' ? stack : '') ?? [];
  return {
    message: typeof message === 'string' ? message : String(reason),
    file,
    line: line === undefined ? undefined : Number(line),
  };
}
