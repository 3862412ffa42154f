const Base = typeof HTMLElement === 'undefined' ? (class {} as typeof HTMLElement) : HTMLElement;

/**
 * Where NodeCG's own script and some bundles look for dialogs: `document.querySelector('ncg-dashboard').shadowRoot`, and in it
 * `#dialogs`. The dialogs are ordinary children, so that the dashboard's styles reach them; the shadow root finds them all the same.
 */
export class NcgDashboard extends Base {
  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.append(document.createElement('slot'));
    const find = (selector: string): Element | null => this.querySelector(selector);
    root.querySelector = find;
    root.getElementById = (id) => this.querySelector<HTMLElement>(`#${CSS.escape(id)}`);
  }
}
