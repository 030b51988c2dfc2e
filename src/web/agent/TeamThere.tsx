import { useQuery } from '@tanstack/react-query';
import type { AgentList } from '#contract/agent.ts';
import { agentsQuery } from '#web/agent/queries.ts';
import { useTick } from '#web/app/clock.ts';
import { list, moment, timeOfDay } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { Avatar } from '#web/people/Avatar.tsx';
import { meQuery } from '#web/people/queries.ts';

type Agent = AgentList['items'][number];

/** The others of the reader's teams: how they are there, and when they plan a break. */
export function TeamThere() {
  const { data: me } = useQuery(meQuery);
  const { data } = useQuery(agentsQuery);
  const ours = new Set(me?.teams.map(({ id }) => id));
  const others = data?.items.filter(
    ({ person, teams }) => person.id !== me?.id && teams.some(({ id }) => ours.has(id)),
  );
  if (others === undefined || others.length === 0) return null;
  return (
    <section className="mt-6" aria-labelledby="team-there">
      <h2 id="team-there" className="pb-1 text-13 text-muted">
        {t('web.breaks.team')}
      </h2>
      <ul className="border-t border-line">
        {others.map((agent) => (
          <There key={agent.person.id} agent={agent} />
        ))}
      </ul>
    </section>
  );
}

function There({ agent }: { agent: Agent }) {
  const words = useTick((now) => thereWords(agent, now));
  const planned = useTick((now) =>
    list(
      agent.breaks.map(({ from, until }) => t('web.breaks.span', { from: moment(from, now), until: timeOfDay(until) })),
    ),
  );
  return (
    <li className="flex min-h-[44px] flex-wrap items-center gap-x-3 border-b border-line py-1 text-13">
      <Avatar person={agent.person} size={20} />
      <span className="me-auto">{agent.person.name}</span>
      {planned !== '' && <span className="num text-12 text-muted">{t('web.breaks.planned_by', { planned })}</span>}
      <span>{words}</span>
    </li>
  );
}

function thereWords({ presence, until, awayUntil, onShift }: Agent, now: number): string {
  if (awayUntil !== null) return t('web.breaks.away', { until: moment(awayUntil, now) });
  if (!onShift) return t('web.breaks.off_shift');
  const what = t(`web.there.${presence}`);
  return until === null ? what : t('web.agent.until', { what, until: moment(until, now) });
}
