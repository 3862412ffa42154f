import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import { NcgDashboard } from './ncg-dashboard.ts';
import { NcgDialog } from './ncg-dialog.ts';

/** Makes the browser know the elements. Before the first of them is drawn; again does nothing. */
export function defineElements(): void {
  if (typeof customElements === 'undefined') return;
  if (!customElements.get('ncg-dialog')) customElements.define('ncg-dialog', NcgDialog);
  if (!customElements.get('ncg-dashboard')) customElements.define('ncg-dashboard', NcgDashboard);
}

type Plain<E = HTMLElement> = DetailedHTMLProps<HTMLAttributes<E>, E>;

declare module 'react' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- React's own types are extended this way.
  namespace JSX {
    interface IntrinsicElements {
      'ncg-dashboard': Plain;
      'ncg-dialog': Plain<NcgDialog> & { bundle: string; panel: string; width: number };
      'paper-dialog-scrollable': Plain;
    }
  }
}
