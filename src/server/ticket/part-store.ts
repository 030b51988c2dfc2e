import type { Approval } from '#core/approval/approval.ts';
import type { TicketId } from '#core/ids.ts';
import type { Leg } from '#core/leg/leg.ts';
import type { TicketPromise } from '#core/promise/promise.ts';
import type { Question } from '#core/question/question.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readApprovals, writeApprovals } from './approval-store.ts';
import { readLegs, writeLegs } from './leg-store.ts';
import { loadPromises, writePromises } from './promise-store.ts';
import { readQuestions, writeQuestions } from './question-store.ts';

/** What hangs on a ticket beside its clocks and escalations. */
export interface Parts {
  promises: TicketPromise[];
  legs: Leg[];
  approvals: Approval[];
  questions: Question[];
}

/** The parts of tickets, by the ticket. */
export async function readParts(tx: Tx, ids: TicketId[]): Promise<(id: TicketId) => Parts> {
  const promises = await loadPromises(tx, ids);
  const legs = await readLegs(tx, ids);
  const approvals = await readApprovals(tx, ids);
  const questions = await readQuestions(tx, ids);
  return (id) => ({
    promises: promises.get(id) ?? [],
    legs: legs.get(id) ?? [],
    approvals: approvals.get(id) ?? [],
    questions: questions.get(id) ?? [],
  });
}

type Change = { before: Ticket | null; after: Ticket };

/** Writes the parts that are new or have changed: one statement a table. */
export async function writeParts(tx: Tx, changes: Change[]): Promise<void> {
  const changed = <Part>(of: (ticket: Ticket) => Part[]): { ticketId: TicketId; part: Part }[] =>
    changes.flatMap(({ before, after }) => {
      const were = before === null ? [] : of(before);
      return of(after)
        .filter((part) => !were.includes(part))
        .map((part) => ({ ticketId: after.id, part }));
    });
  await writePromises(tx, changes);
  await writeLegs(
    tx,
    changed(({ legs }) => legs).map(({ ticketId, part: leg }) => ({ ticketId, leg })),
  );
  await writeApprovals(
    tx,
    changed(({ approvals }) => approvals).map(({ ticketId, part: approval }) => ({ ticketId, approval })),
  );
  await writeQuestions(
    tx,
    changed(({ questions }) => questions).map(({ ticketId, part: question }) => ({ ticketId, question })),
  );
}
