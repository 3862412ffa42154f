'use client';

import { X } from 'lucide-react';
import type { GrantRule } from '#contract/access';
import { isOver } from '../../_data/people.ts';
import { classNames } from '../../_ui/class-names.ts';
import { IconButton } from '../../_ui/icon-button.tsx';
import { Tag } from '../../_ui/tag.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../_ui/use-now.ts';
import { Moment } from './moment.tsx';
import { useGrantNames } from './use-grant-names.ts';

type GrantListProps<R extends GrantRule> = { grants: readonly R[]; disabled?: boolean; onRemove?: (rule: R) => void };

/** Allow rules, each with how long it counts, and the way to take it back. */
export function GrantList<R extends GrantRule>({ grants, disabled = false, onRemove }: GrantListProps<R>) {
  const { access: texts } = useTexts();
  const { shownName } = useGrantNames();
  const now = useNow();
  if (grants.length === 0) return <p className="text-sm text-mute">{texts.noGrants}</p>;
  return (
    <ul className="grid gap-1">
      {grants.map((rule) => (
        <li
          key={`${rule.kind} ${rule.pattern} ${rule.level} ${String(rule.expiresAt)}`}
          className={classNames(
            'flex min-h-9 flex-wrap items-center gap-x-3 gap-y-0.5 rounded-md border border-line py-0.5 pr-1 pl-3 text-sm',
            isOver(rule, now) && 'text-mute',
          )}
        >
          <span className="text-mute">{texts.kinds[rule.kind]}</span>
          <bdi
            className={classNames(
              'min-w-0 flex-1 [overflow-wrap:anywhere]',
              rule.kind === 'workspace' ? 'font-semibold' : 'font-mono',
            )}
          >
            {shownName(rule)}
          </bdi>
          <span>{texts.levels[rule.level]}</span>
          {rule.expiresAt !== undefined &&
            (isOver(rule, now) ? (
              <Tag tone="off">{texts.over}</Tag>
            ) : (
              <span className="text-mute">
                <Moment at={rule.expiresAt} word={texts.until} />
              </span>
            ))}
          {onRemove && (
            <IconButton
              label={texts.remove(`${texts.kinds[rule.kind]} ${shownName(rule)}`)}
              disabled={disabled}
              onClick={() => onRemove(rule)}
              icon={<X size={15} aria-hidden />}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
