'use client';

import { Power, PowerOff, RefreshCw } from 'lucide-react';
import type { BundleState, BundleView } from '#contract/bundle';
import { bundleHealth } from '../../../_data/bundle-health.ts';
import { useBundleActions } from '../../../_data/use-bundle-actions.ts';
import { useRestriction } from '../../../_data/use-restrictions.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { useMay } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { classNames } from '../../../_ui/class-names.ts';
import { Refusal } from '../../../_ui/refusal.tsx';
import { Tag, type Tone } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { RestrictButton } from '../../_people/restrict-button.tsx';
import { ExtensionLine } from './extension-line.tsx';
import { ProblemList } from './problem-list.tsx';

const tones: Record<BundleState, Tone> = { starting: 'off', running: 'ready', stopped: 'off', failed: 'warn', blocked: 'warn' };

/** What stands for the version of a bundle whose manifest can't be read. */
const unknownVersion = '0.0.0';

/** A bundle: how it is, what is wrong and how to fix it, and what can be done. */
export function BundleCard({ bundle }: { bundle: BundleView }) {
  const { bundles: texts, access } = useTexts();
  const actions = useBundleActions();
  const health = bundleHealth(bundle);
  const may = useMay();
  const restriction = useRestriction('bundle', bundle.name);
  return (
    <article
      aria-label={bundle.name}
      className={classNames('rounded-lg border bg-s1', health === 'good' ? 'border-line' : 'border-warn/50')}
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3 p-3.5">
        <div className="grid min-w-0 flex-1 basis-72 gap-1.5">
          <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
            <Tag tone={health === 'half' ? 'warn' : tones[bundle.state]}>
              {health === 'half' ? texts.extensionStates[bundle.extension.state] : texts.states[bundle.state]}
            </Tag>
            <h2 dir="auto" title={bundle.name} className="min-w-0 text-lg font-semibold [overflow-wrap:anywhere]">
              {bundle.name}
            </h2>
            {bundle.version !== unknownVersion && <span className="text-sm text-mute tabular-nums">{bundle.version}</span>}
            <span className="text-sm text-faint">{texts.kinds[bundle.kind]}</span>
            {restriction.isRestricted && <Tag tone="off">{access.restricted}</Tag>}
          </div>
          {bundle.description && (
            <p dir="auto" className="line-clamp-2 text-mute">
              {bundle.description}
            </p>
          )}
          <Facts bundle={bundle} />
        </div>
        <div className="flex flex-wrap gap-2">
          {may('user.manage') && <RestrictButton restriction={restriction} label={bundle.name} />}
          {may('bundle.manage') && <Actions bundle={bundle} actions={actions} />}
        </div>
      </div>
      {(actions.refusal ?? restriction.refusal) !== undefined && (
        <div className="px-3.5 pb-3.5">
          <Refusal reason={actions.refusal ?? restriction.refusal} />
        </div>
      )}
      {bundle.enabled && <ExtensionLine extension={bundle.extension} />}
      <ProblemList problems={bundle.problems} />
    </article>
  );
}

function Facts({ bundle }: { bundle: BundleView }) {
  const { bundles: texts } = useTexts();
  const { panels, graphics, dependencies, git } = bundle;
  return (
    <p className="flex flex-wrap gap-x-3.5 gap-y-0.5 text-sm text-mute">
      <span>{texts.panels(panels.length)}</span>
      <span>{texts.graphics(graphics.length)}</span>
      {git && (
        <span title={git.message} className="tabular-nums">
          {git.branch} · {git.shortHash}
        </span>
      )}
      {dependencies.length > 0 && <Dependencies dependencies={dependencies} />}
    </p>
  );
}

function Dependencies({ dependencies }: { dependencies: BundleView['dependencies'] }) {
  const { bundles: texts } = useTexts();
  return (
    <span>
      {texts.dependsOn}{' '}
      {dependencies.map(({ name, range, satisfied }, index) => (
        <span key={name} className={satisfied ? undefined : 'font-semibold text-warn'}>
          {index > 0 && ', '}
          {name} {range}
          {!satisfied && ` (${texts.missing})`}
        </span>
      ))}
    </span>
  );
}

function Actions({ bundle: { name, enabled }, actions }: { bundle: BundleView; actions: ReturnType<typeof useBundleActions> }) {
  const { bundles: texts } = useTexts();
  const disabled = !useCanAct() || actions.pending;
  const spin = actions.pending ? 'motion-safe:animate-spin' : undefined;
  return (
    <>
      {enabled && (
        <Button
          disabled={disabled}
          aria-label={texts.reloadNamed(name)}
          icon={<RefreshCw size={15} aria-hidden className={spin} />}
          onClick={() => actions.reload(name)}
        >
          {texts.reload}
        </Button>
      )}
      {enabled ? (
        <Button
          disabled={disabled}
          aria-label={texts.disableNamed(name)}
          icon={<PowerOff size={15} aria-hidden />}
          onClick={() => void actions.disable(name)}
        >
          {texts.disable}
        </Button>
      ) : (
        <Button
          tone="primary"
          disabled={disabled}
          aria-label={texts.enableNamed(name)}
          icon={<Power size={15} aria-hidden />}
          onClick={() => actions.enable(name)}
        >
          {texts.enable}
        </Button>
      )}
    </>
  );
}
