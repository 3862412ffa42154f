/**
 * The policy of bundles' pages, which are other people's work and run unmodified: inline scripts, `eval` (Vue's templates, Polymer),
 * scripts, fonts, films and sockets of whatever server a show needs. What no show needs is closed: plug-ins of other origins, a `<base>`
 * elsewhere, forms that send what is typed in a panel to another site. Panels may be framed by our own pages only; a graphic by anybody's
 * wrapper page.
 */
export function bundlePagePolicy(isGraphic: boolean): string {
  const anywhere = '* data: blob:';
  return [
    `default-src ${anywhere} 'unsafe-inline' 'unsafe-eval'`,
    "object-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    ...(isGraphic ? [] : ["frame-ancestors 'self'"]),
  ].join('; ');
}
