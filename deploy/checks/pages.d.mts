export function pagesOf(appDir: string): string[];
