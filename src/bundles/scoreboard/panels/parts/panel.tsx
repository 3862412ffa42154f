import './panel.css';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { language, texts } from './language.ts';
import { followTheme } from './theme.ts';

type PanelProps = { connected: boolean; loaded: boolean; children: ReactNode };

/** The frame of every panel: while disconnected its values are dimmed and said to be old, and its controls wait. */
export function Panel({ connected, loaded, children }: PanelProps) {
  if (!loaded) return <p className="panel note">{texts.loading}</p>;
  return (
    <div className={connected ? 'panel' : 'panel stale'}>
      <fieldset disabled={!connected} className="controls">
        {children}
      </fieldset>
      <div className="lost-place" role="status">
        {!connected && <p className="lost">{texts.connectionLost}</p>}
      </div>
    </div>
  );
}

/** Why the last command was refused, beside the controls that gave it. */
export function Refusal({ reason }: { reason: string | undefined }) {
  return (
    <div className="refusal-place" aria-live="assertive">
      {reason && <p className="refusal">{reason}</p>}
    </div>
  );
}

/** Puts a panel on its page. */
export function mountPanel(title: string, panel: ReactNode): void {
  followTheme();
  document.documentElement.lang = language;
  document.title = title;
  const root = document.createElement('div');
  document.body.append(root);
  createRoot(root).render(
    <StrictMode>
      <main>
        <h1 className="visually-hidden">{title}</h1>
        {panel}
      </main>
    </StrictMode>,
  );
}
