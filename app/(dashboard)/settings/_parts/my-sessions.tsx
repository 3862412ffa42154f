'use client';

import { useSessions } from '../../../_data/use-people.ts';
import { useRevoke } from '../../../_data/use-sessions.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { useViewer } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { SessionList } from '../../_people/session-list.tsx';
import { Section } from './section.tsx';

/** Where one is signed in, and the way to end it. */
export function MySessions() {
  const { sessions: texts } = useTexts();
  const { viewer, preview } = useViewer();
  if (!viewer || preview) return null;
  if (viewer.mode === 'open')
    return (
      <Section id="sessions" title={texts.title}>
        <p className="text-sm text-mute">{texts.openMode}</p>
      </Section>
    );
  return <Sessions />;
}

function Sessions() {
  const { sessions: texts, workspace } = useTexts();
  const { data, error } = useSessions();
  const revoke = useRevoke();
  const canAct = useCanAct();
  return (
    <Section
      id="sessions"
      title={texts.title}
      text={texts.text}
      actions={
        (data?.length ?? 0) > 1 && (
          <Button disabled={!canAct || revoke.pending} onClick={() => void revoke.others()}>
            {texts.revokeOthers}
          </Button>
        )
      }
    >
      <div className="grid gap-2">
        {data ? (
          <SessionList sessions={data} revoke={revoke} />
        ) : (
          <p className="text-sm text-mute">{error ? error.message : workspace.loading}</p>
        )}
        <Refusal reason={revoke.refusal} />
      </div>
    </Section>
  );
}
