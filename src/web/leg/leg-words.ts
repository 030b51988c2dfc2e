import { useQuery } from '@tanstack/react-query';
import type { LegView } from '#contract/leg.ts';
import { list, moment } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { peopleQuery } from '#web/people/queries.ts';

/** The two sides of a dispute by name. */
export interface Sides {
  opener: string;
  other: string;
}

/** Who disagrees with whom; null where nobody does. */
export function useSides({ against, openedBy }: LegView): Sides | null {
  const { data: people } = useQuery(peopleQuery);
  if (against === null) return null;
  const other =
    against.type === 'person'
      ? people?.items.find(({ id }) => id === against.personId)?.name
      : people?.teams.find(({ id }) => id === against.teamId)?.name;
  return { opener: openedBy?.name ?? t('web.name.unknown'), other: other ?? t('web.name.unknown') };
}

/** How far a part of the work, or a dispute, is. */
export function legWords(leg: LegView, sides: Sides | null, now: number): string {
  if (leg.handBack !== null) {
    return t('web.leg.handing_back', { name: leg.acknowledgedBy?.name ?? '', to: leg.handBack.to.name });
  }
  const said = { by: leg.openedBy?.name ?? t('web.leg.by_path'), reason: t(`web.reason.${leg.reason}`) };
  if (leg.status === 'offered') return offeredWords(leg, sides, said, now);
  const name = leg.acknowledgedBy?.name ?? t('web.name.unknown');
  const at = leg.doBy === null ? '' : moment(leg.doBy, now);
  if (sides !== null) return t('web.dispute.held', { ...sides, name, at });
  return t(leg.doBy === null ? 'web.leg.held' : 'web.leg.held_until', { ...said, name, at });
}

function offeredWords(leg: LegView, sides: Sides | null, said: { by: string; reason: string }, now: number): string {
  const names = list(leg.told.map((one) => one.name));
  const at = leg.acceptBy === null ? '' : moment(leg.acceptBy, now);
  const words =
    sides === null ? t('web.leg.offered', { ...said, names, at }) : t('web.dispute.offered', { ...sides, names, at });
  const returned = leg.returns.at(-1);
  if (returned === undefined) return words;
  const reason = t(`web.return.reason.${returned.reason}`);
  return `${words} ${t('web.strip.returned', { name: returned.by.name, reason })}`;
}
