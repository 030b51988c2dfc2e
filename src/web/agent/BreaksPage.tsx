import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AgentPresence } from '#contract/agent.ts';
import { cancelBreak, ownPresenceQuery, planBreak } from '#web/agent/queries.ts';
import { TeamThere } from '#web/agent/TeamThere.tsx';
import { serverNow, useTick } from '#web/app/clock.ts';
import { moment, shownZone, spokenDuration, timeOfDay } from '#web/app/format.ts';
import { ColumnPage } from '#web/app/ColumnPage.tsx';
import { t } from '#web/app/i18n.ts';
import { toast, toastUndo } from '#web/app/toasts.ts';
import { instantOf, wallOf } from '#web/app/wall-time.ts';
import { RefusalAlert } from '#web/ticket/DialogEnd.tsx';
import { Button } from '#web/ui/Button.tsx';
import { errorWords } from '#web/ui/ErrorState.tsx';

type PlannedBreak = AgentPresence['breaks'][number];

const MINUTE = 60_000;
const LENGTHS_MS = [15, 30, 45, 60, 120].map((minutes) => minutes * MINUTE);
const USUAL_MS = 30 * MINUTE;

/** When one will have a break, and how the others of one's teams are there. */
export function BreaksPage() {
  const { data: own } = useQuery(ownPresenceQuery);
  return (
    <ColumnPage title={t('web.breaks.title')} text={t('web.breaks.text')}>
      <Plan />
      <ul className="mt-4 border-t border-line" aria-label={t('web.breaks.own')}>
        {own?.breaks.map((one) => (
          <Planned key={one.id} planned={one} />
        ))}
      </ul>
      {own?.breaks.length === 0 && <p className="py-3 text-13 text-muted">{t('web.breaks.none')}</p>}
      <TeamThere />
    </ColumnPage>
  );
}

/** Keeps what the server answers about oneself. */
function useTakeOver(): (own: AgentPresence) => void {
  const client = useQueryClient();
  return (own) => client.setQueryData(ownPresenceQuery.queryKey, own);
}

/** The full hour that comes next: most breaks begin at one. */
const nextHour = (): string => wallOf(Math.ceil(serverNow() / (60 * MINUTE)) * 60 * MINUTE, shownZone());

/** Plans a break; taking it back is offered. */
function usePlan() {
  const takeOver = useTakeOver();
  return useMutation({
    mutationFn: planBreak,
    onSuccess: (own, { from }) => {
      takeOver(own);
      const made = own.breaks.find((one) => one.from === from);
      if (made === undefined) return;
      const at = moment(made.from, serverNow());
      toastUndo(t('web.breaks.planned', { at }), async () => takeOver(await cancelBreak(made.id)));
    },
  });
}

function Plan() {
  const [wall, setWall] = useState(nextHour);
  const [lengthMs, setLength] = useState(USUAL_MS);
  const [reason, setReason] = useState('');
  const plan = usePlan();
  const from = instantOf(wall, shownZone());
  const send = (): void => {
    if (from === null || plan.isPending) return;
    const planned = { from, until: from + lengthMs, reason: reason.trim() || t('web.agent.break') };
    plan.mutate(planned, { onSuccess: () => setReason('') });
  };
  return (
    <form
      className="mt-4 grid items-end gap-3 sm:grid-cols-[1.3fr_1fr_1.5fr_auto]"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label className="grid gap-1 text-13">
        {t('web.breaks.from')}
        <input
          type="datetime-local"
          className="field num"
          required
          value={wall}
          onChange={(event) => setWall(event.target.value)}
        />
      </label>
      <label className="grid gap-1 text-13">
        {t('web.breaks.length')}
        <select className="field" value={lengthMs} onChange={(event) => setLength(Number(event.target.value))}>
          {LENGTHS_MS.map((one) => (
            <option key={one} value={one}>
              {spokenDuration(one)}
            </option>
          ))}
        </select>
      </label>
      <label className="grid gap-1 text-13">
        {t('web.breaks.what_for')}
        <input className="field" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </label>
      <Button type="submit" kind="primary" aria-busy={plan.isPending}>
        {t('web.breaks.plan')}
      </Button>
      <div className="sm:col-span-4">
        <RefusalAlert error={plan.error} />
      </div>
    </form>
  );
}

function Planned({ planned }: { planned: PlannedBreak }) {
  const takeOver = useTakeOver();
  const { id, from, until, reason } = planned;
  const at = useTick((now) => t('web.breaks.span', { from: moment(from, now), until: timeOfDay(until) }));
  const cancel = useMutation({
    mutationFn: () => cancelBreak(id),
    onSuccess: (own) => {
      takeOver(own);
      toastUndo(t('web.breaks.cancelled', { at }), async () => takeOver(await planBreak({ from, until, reason })));
    },
    onError: (error) => toast(errorWords(error), 'refused'),
  });
  return (
    <li className="flex min-h-[44px] flex-wrap items-center gap-x-3 border-b border-line text-13">
      <span className="num">{at}</span>
      <span className="me-auto text-muted">{reason}</span>
      <Button
        size="small"
        aria-busy={cancel.isPending}
        aria-label={t('web.breaks.cancel_of', { at })}
        onClick={() => cancel.mutate()}
      >
        {t('web.breaks.cancel')}
      </Button>
    </li>
  );
}
