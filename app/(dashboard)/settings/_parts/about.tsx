'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useHealth } from '../../../_data/use-show.ts';
import { useTRPC } from '../../../_trpc/trpc.ts';
import { span } from '../../../_ui/texts/en.ts';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Section } from './section.tsx';

/** What this server is, and whether it stores what it is told. */
export function About() {
  const { settings: texts, workspace } = useTexts();
  const trpc = useTRPC();
  const { data, error } = useQuery(
    trpc.system.about.queryOptions(undefined, { refetchInterval: 10_000, retry: 1, staleTime: 5_000 }),
  );
  const { data: health, isError } = useHealth();
  const isAway = error !== null || isError;
  return (
    <Section id="about" title={texts.about}>
      {!data && !isAway && <p className="text-sm text-mute">{workspace.loading}</p>}
      {isAway && (
        <p role="alert" className="mb-2 text-sm text-warn">
          {texts.unknown}
        </p>
      )}
      {data && (
        <dl className="grid">
          <Fact name={texts.version}>{data.version}</Fact>
          <Fact name={texts.nodecg}>{data.nodecgVersion}</Fact>
          <Fact name={texts.node}>{data.node}</Fact>
          <Fact name={texts.platform}>{data.platform}</Fact>
          <Fact name={texts.uptime}>{span(data.uptimeMs)}</Fact>
          <Fact name={texts.address}>
            {data.addresses.length === 0 ? texts.thisComputer : <Addresses addresses={data.addresses} />}
          </Fact>
          <Fact name={texts.database}>{texts.databases[data.database]}</Fact>
          {health && !isAway && (
            <Fact name={texts.storage}>
              {health.durability.state === 'ok' ? (
                texts.stored
              ) : (
                <span className="text-warn">{texts.notStored(health.durability.unstored)}</span>
              )}
            </Fact>
          )}
        </dl>
      )}
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid min-h-8 grid-cols-[minmax(0,1fr)_minmax(0,1.6fr)] items-center gap-x-3 border-b border-line/60 py-1 last:border-0">
      <dt className="text-sm text-mute">{name}</dt>
      <dd className="min-w-0 text-sm tabular-nums [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function Addresses({ addresses }: { addresses: string[] }) {
  return addresses.map((address) => (
    <a key={address} href={address} className="block text-link hover:underline pointer-coarse:py-2.5">
      {address}
    </a>
  ));
}
