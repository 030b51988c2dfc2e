import type { People } from '#contract/me.ts';
import { list } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { PatientAct } from '#web/ticket/conflict.ts';

/** What an act will do, in a line; the beginning of its text where it has one. */
export function actWords(act: PatientAct, people: People | undefined): string {
  const team = (id: number): string => people?.teams.find((one) => one.id === id)?.name ?? t('web.name.unknown_team');
  const person = (id: number): string => people?.items.find((one) => one.id === id)?.name ?? t('web.name.unknown');
  switch (act.type) {
    case 'reply':
    case 'note':
      return t(`web.waiting.what.${act.type}`, { text: act.text });
    case 'assign':
      return act.assigneeId === null
        ? t('web.waiting.what.assign_nobody')
        : t('web.waiting.what.assign', { name: person(act.assigneeId) });
    case 'team':
      return t('web.waiting.what.team', { team: team(act.teamId) });
    case 'status':
      return t('web.waiting.what.status', { status: t(`web.status.${act.status}`) });
    case 'severity':
      return t(`web.severity.${act.severity}`);
    case 'topic':
      return t('web.waiting.what.topic', { topic: act.topic });
    case 'tags':
      return t('web.waiting.what.tags', { tags: act.tags.length === 0 ? '–' : list([...act.tags]) });
  }
}
