import type { TicketId } from '#core/ids.ts';
import type { MergeCommand } from '#core/merge/merge-command.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR, type Instant } from '#core/time.ts';
import { PETRA, type History } from './core.ts';
import type { Act } from './life-acts.ts';

/** Other tickets with which the one that is lived may be one matter. */
export interface Companions {
  all(): ReadonlyMap<TicketId, History>;
  /** What a merge, or what takes it back, asks of the ticket; the companion's half is done where it comes before. */
  commandOf(act: Act, told: History, now: Instant): MergeCommand | null;
  /** The companion's half where it comes after; of what was not refused. */
  follow(command: TicketCommand, now: Instant): void;
}

const NOBODY: TicketId = 99;
const isMerged = (ticket: Ticket): boolean => ticket.status === 'closed' && ticket.mergedInto !== null;

/** Companions are opened when a merge wants one. */
export function companions(open: (id: TicketId, at: Instant) => History): Companions {
  const all = new Map<TicketId, History>();
  const opened = ({ pick }: Act, told: History, now: Instant): [TicketId, History] => {
    const id = told.ticket.id + 1 + all.size;
    const companion = open(id, Math.max(told.ticket.firstContactAt, now - pick * HOUR));
    all.set(id, companion);
    if (pick > 2) companion.at(now, { type: 'escalate', firing: null, reason: 'authority', messageId: null }, PETRA);
    companion.at(now, { type: 'tick' });
    return [id, companion];
  };
  const newestMerged = () => [...all].findLast(([, { ticket }]) => isMerged(ticket));
  return {
    all: () => all,
    commandOf(act, told, now) {
      // who took one in lets it go again as often as another comes
      const isRelease =
        act.act === 'release' || (act.act === 'take_in' && act.pick > 2 && newestMerged() !== undefined);
      if (act.act === 'take_in' && !isRelease) return { type: 'take_in', mergedId: opened(act, told, now)[0] };
      if (act.act === 'merge_into') {
        told.at(now, { type: 'tick' });
        const [id, companion] = opened(act, told, now);
        const taken = companion.at(now, { type: 'take_in', mergedId: told.ticket.id }, PETRA);
        return { type: 'merge_into', intoId: taken.ok ? id : told.ticket.id };
      }
      if (!isRelease) return null;
      const [id, companion] = newestMerged() ?? [NOBODY];
      companion?.at(now, { type: 'restore', closedAs: 'merged' }, PETRA);
      return { type: 'release', mergedId: id };
    },
    follow(command, now) {
      if (command.type === 'take_in') {
        all.get(command.mergedId)!.at(now, { type: 'merge_into', intoId: 1 }, PETRA);
      } else if (command.type === 'restore' && command.closedAs === 'merged') {
        const into = [...all.values()].findLast(({ log }) => log.some(({ event }) => event.type === 'merged_in'));
        into?.at(now, { type: 'release', mergedId: 1 }, PETRA);
      }
    },
  };
}
