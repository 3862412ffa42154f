'use client';

import { CloudOff, DatabaseZap } from 'lucide-react';
import { useHealth } from '../../_data/use-show.ts';
import { useLive } from '../../_live/live-provider.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { timeOfDay } from './clock.tsx';

/** Says what isn't as it should be, at the lower edge of the work, over it so that nothing moves. */
export function StatusLine() {
  const connection = useConnectionText();
  const storage = useStorageText();
  return (
    <div role="status" className="grid">
      {connection && <Line icon={<CloudOff size={16} aria-hidden />} text={connection} />}
      {storage && <Line icon={<DatabaseZap size={16} aria-hidden />} text={storage} />}
    </div>
  );
}

function Line({ icon, text }: { icon: React.ReactNode; text: string }) {
  return (
    <p className="flex items-center gap-2.5 border-t border-warn/50 bg-warn-soft px-4 py-2 text-sm text-warn">
      <span className="shrink-0">{icon}</span>
      <span>{text}</span>
    </p>
  );
}

function useConnectionText(): string | undefined {
  const { connection } = useTexts();
  const live = useLive();
  switch (live.state) {
    case 'live':
      return undefined;
    case 'unavailable':
      return connection.noClient;
    case 'reconnecting':
      return connection.staleSince(timeOfDay(live.lostAt));
    case 'connecting':
      return live.slow ? connection.neverConnected : undefined;
  }
}

function useStorageText(): string | undefined {
  const { connection } = useTexts();
  const { data } = useHealth();
  if (data?.durability.state !== 'failing') return undefined;
  const { unstored } = data.durability;
  return unstored > 0 ? `${connection.notStored(unstored)} ${connection.notStoredHint}` : connection.notStoredHint;
}
