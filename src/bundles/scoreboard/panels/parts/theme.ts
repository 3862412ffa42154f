/** The dashboard's cookie; a choice that was never made means dark. */
const themeCookie = 'nodecg-theme';

/** Dark or light like the dashboard that this panel is in, and from then on; in a tab of its own, like the last choice made there. */
export function followTheme(): void {
  const dashboard = dashboardDocument();
  const view = dashboard?.defaultView ?? window;
  const prefersLight = view.matchMedia('(prefers-color-scheme: light)');
  const apply = () => {
    const chosen = dashboard?.documentElement.dataset.theme ?? rememberedTheme();
    const isLight = chosen === 'light' || (chosen === 'system' && prefersLight.matches);
    document.documentElement.dataset.theme = isLight ? 'light' : 'dark';
  };
  if (dashboard) new MutationObserver(apply).observe(dashboard.documentElement, { attributeFilter: ['data-theme'] });
  prefersLight.addEventListener('change', apply);
  apply();
}

function dashboardDocument(): Document | undefined {
  if (window.parent === window) return undefined;
  try {
    return window.parent.document;
  } catch {
    return undefined; // framed by a page of another origin
  }
}

function rememberedTheme(): string | undefined {
  return new RegExp(`(?:^|; )${themeCookie}=([a-z]+)`).exec(document.cookie)?.[1];
}
