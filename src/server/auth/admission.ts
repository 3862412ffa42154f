import type { Standing } from '#contract/identity';
import type { Admission, EverybodyAs } from '#contract/sign-in';

/** What a provider says of somebody. Only what it has verified: whatever people can choose freely there is not in here. */
export type Facts = {
  /** Never changes, and is never given to somebody else. */
  id: string;
  names: readonly string[];
  /** `group:…`, `guild:…` as in {@link Admission}. */
  groups: readonly string[];
};

const asEverybody: Record<EverybodyAs, Standing> = {
  guest: { role: 'VIEWER', reach: 'granted', grants: [] },
  viewer: { role: 'VIEWER', reach: 'all', grants: [] },
  operator: { role: 'OPERATOR', reach: 'all', grants: [] },
};

/**
 * What somebody gets who comes for the first time; undefined: nobody let them in. The highest list counts. A provider never names a
 * role itself.
 */
export function standingOf({ admins, operators, allowed, everybody }: Admission, facts: Facts): Standing | undefined {
  const are = entriesOf(facts);
  const isOn = (list: readonly string[]) => list.some((entry) => are.has(normalise(entry)));
  if (isOn(admins)) return { role: 'ADMIN', reach: 'all', grants: [] };
  if (isOn(operators)) return { role: 'OPERATOR', reach: 'all', grants: [] };
  if (isOn(allowed)) return { role: 'VIEWER', reach: 'all', grants: [] };
  return everybody && asEverybody[everybody];
}

/** All entries that mean this person. A name that looks like another kind of entry means nobody. */
function entriesOf({ id, names, groups }: Facts): Set<string> {
  const plainNames = names.filter((name) => name !== '' && !/^(id|group|guild):/i.test(name));
  return new Set([`id:${id}`, ...plainNames, ...groups].map(normalise));
}

/** Names and groups are compared as people write them; distinguished names with or without a space after commas. */
function normalise(entry: string): string {
  return entry
    .trim()
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s*,\s*/g, ',');
}
