import { useState, type KeyboardEvent } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { serverNow } from '#web/app/clock.ts';
import { moment, shownZone, spokenDuration } from '#web/app/format.ts';
import { instantOf, wallOf } from '#web/app/wall-time.ts';
import { pressedKey } from '#web/app/keys/match-key.ts';
import { t } from '#web/app/i18n.ts';
import { SNOOZES_MS } from '#web/ticket/snooze-lengths.ts';
import { SmallDialog } from '#web/ticket/SmallDialog.tsx';
import type { Act } from '#web/ticket/perform.ts';
import { useUndoable } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';
import { Key } from '#web/ui/Key.tsx';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PLANNED_MS = [4 * HOUR, 24 * HOUR, 72 * HOUR, 168 * HOUR] as const;
const SILENCES_MS = [15 * MINUTE, HOUR, 4 * HOUR, 24 * HOUR] as const;

/** Before what is due, so that there is time to do it. */
const SHORTLY_MS = 10 * MINUTE;

interface Props {
  ticketId: number;
  title: string;
  text: string;
  lengths: readonly number[];
  /** What a choice does, and what takes it back. */
  act: (lengthMs: number, until: number) => Act;
  back: Act;
  done: (until: string) => string;
  /** Another moment may be named, too. */
  takesMoment?: boolean;
  onClose: () => void;
}

/** For how long: one of a few lengths, by digit or pointer, done at once. */
function PickDialog({ ticketId, title, text, lengths, act, back, done, takesMoment = false, onClose }: Props) {
  const run = useUndoable(ticketId);
  const pick = (lengthMs: number): void => {
    const now = serverNow();
    run(act(lengthMs, now + lengthMs), done(moment(now + lengthMs, now)), back);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const length = lengths[Number(pressedKey(event.nativeEvent)) - 1];
    const isTyping = event.target instanceof HTMLInputElement;
    if (length === undefined || isTyping) return;
    event.preventDefault();
    pick(length);
  };
  return (
    <SmallDialog title={title} onClose={onClose} onKeyDown={onKeyDown}>
      <div className="grid gap-4 px-6 py-4">
        <p className="text-13 text-pretty text-muted">{text}</p>
        <ul className="grid gap-2">
          {lengths.map((lengthMs, index) => (
            <li key={lengthMs}>
              <button
                type="button"
                className="option w-full"
                data-first={index === 0 || undefined}
                onClick={() => pick(lengthMs)}
              >
                <Key name={String(index + 1)} />
                {spokenDuration(lengthMs)}
                <span className="ms-auto text-12 text-muted">{moment(serverNow() + lengthMs, serverNow())}</span>
              </button>
            </li>
          ))}
        </ul>
        {takesMoment && <OtherMoment onPick={(until) => pick(until - serverNow())} />}
      </div>
    </SmallDialog>
  );
}

/** Until a moment of one's own, by one's own clock. */
function OtherMoment({ onPick }: { onPick: (until: number) => void }) {
  const [wall, setWall] = useState('');
  const until = instantOf(wall, shownZone());
  return (
    <div className="flex items-end gap-2">
      <label className="grid flex-1 gap-1 text-13">
        {t('web.pick.other')}
        <input
          type="datetime-local"
          className="field num"
          min={wallOf(serverNow(), shownZone())}
          value={wall}
          onChange={(event) => setWall(event.target.value)}
        />
      </label>
      <Button refusal={until === null ? t('web.pick.missing') : null} onClick={() => until !== null && onPick(until)}>
        {t('web.pick.do')}
      </Button>
    </div>
  );
}

/** Puts a ticket aside; whatever happens before wakes it. */
export function SnoozeDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const [lengths] = useState(() => snoozesBefore(ticket.nextEvent?.at ?? null, serverNow()));
  return (
    <PickDialog
      ticketId={ticket.id}
      title={t('web.snooze.title')}
      text={t(lengths.length === 0 ? 'web.snooze.none' : 'web.snooze.text')}
      lengths={lengths}
      act={(_lengthMs, until) => ({ type: 'snooze', until })}
      back={{ type: 'end_snooze' }}
      done={(until) => t('web.snooze.until', { until })}
      takesMoment={lengths.length > 0}
      onClose={onClose}
    />
  );
}

/** The usual lengths that end before what is due next, and up to shortly before it where one of them does not. */
function snoozesBefore(dueAt: number | null, now: number): number[] {
  const roomMs = dueAt === null ? Infinity : dueAt - now - SHORTLY_MS;
  const fitting = SNOOZES_MS.filter((lengthMs) => lengthMs <= roomMs);
  return fitting.length === SNOOZES_MS.length || roomMs < SHORTLY_MS ? fitting : [...fitting, roomMs];
}

interface SilenceProps {
  ticket: TicketDetail;
  escalationId: number;
  onClose: () => void;
}

/** Holds a climb still for a while: nobody is called meanwhile. */
export const SilenceDialog = ({ ticket, escalationId, onClose }: SilenceProps) => (
  <PickDialog
    ticketId={ticket.id}
    title={t('web.silence.title')}
    text={t('web.silence.text')}
    lengths={SILENCES_MS}
    act={(lengthMs) => ({ type: 'silence', escalationId, lengthMs })}
    back={{ type: 'end_silence', escalationId }}
    done={(at) => t('web.strip.silenced', { at })}
    onClose={onClose}
  />
);

/** Work that is planned and known to take so long: nothing of the ticket calls anybody meanwhile. */
export const PlannedWorkDialog = ({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) => (
  <PickDialog
    ticketId={ticket.id}
    title={t('web.more.begin_maintenance')}
    text={t('web.planned_work.text')}
    lengths={PLANNED_MS}
    act={(_lengthMs, until) => ({ type: 'begin_maintenance', until })}
    back={{ type: 'end_maintenance' }}
    done={(until) => t('web.planned_work.until', { until })}
    takesMoment
    onClose={onClose}
  />
);
