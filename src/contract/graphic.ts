/**
 * An open graphic page. `onAir`: OBS says its source is active in the program; a browser that isn't OBS counts as on air while it
 * is open, since vMix, CasparCG and plain browsers can't tell. Pages opened with `?preview` don't register at all.
 */
export type GraphicInstance = {
  id: string;
  bundle: string;
  /** `/bundles/<bundle>/graphics/<file>` */
  url: string;
  /** IP address of the page's computer. */
  address: string;
  /** `OBS 30.2`, `vMix`, `Chrome 156`, … from the user agent. */
  client: string;
  onAir: boolean;
  openedAt: number;
  bundleVersion: string;
  bundleGitHash?: string;
  /** The bundle's version, git commit or the graphic's files changed after this page was loaded. */
  outOfDate: boolean;
  /** When the page was loaded, by the server's clock. */
  loadedAt: number;
  /** Its page is gone; it is told for a second longer. */
  closed?: true;
};

/** A command for open graphics: every field narrows it. */
export type GraphicCommand = { command: 'reload' | 'kill'; bundle?: string; url?: string; instanceId?: string };
