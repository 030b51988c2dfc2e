import type { QueryClient } from '@tanstack/react-query';
import type { TicketDetail } from '#contract/ticket.ts';
import { api } from '#web/app/api.ts';
import { serverNow } from '#web/app/clock.ts';
import { forgetTicket, hasCopy, isForbidden, keptTickets } from './copies.ts';

/** So often a kept ticket is asked for again, although nobody looks at it. */
const CHECK_AFTER_MS = 60 * 60_000;
/** One at a time and slowly: nobody waits for it. */
const APART_MS = 2_000;

const waiting: number[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Whether a ticket is kept and on no screen of this desk, so that nothing else asks for it. */
const isUnwatched = (client: QueryClient, ticketId: number): boolean =>
  client
    .getQueryCache()
    .find({ queryKey: ['ticket', ticketId], exact: true })
    ?.isActive() !== true;

async function check(client: QueryClient, ticketId: number): Promise<void> {
  if (!isUnwatched(client, ticketId)) return;
  try {
    client.setQueryData(['ticket', ticketId], await api.get<TicketDetail>(`/api/tickets/${ticketId}`));
  } catch (error) {
    if (isForbidden(error)) await forgetTicket(client, ticketId);
  }
}

function next(client: QueryClient): void {
  timer = undefined;
  const ticketId = waiting.shift();
  if (ticketId === undefined) return;
  timer = setTimeout(() => next(client), APART_MS);
  void check(client, ticketId);
}

function enqueue(client: QueryClient, ids: readonly number[]): void {
  waiting.push(...ids.filter((id) => !waiting.includes(id)));
  timer ??= setTimeout(() => next(client), 0);
}

/**
 * Something happened to a ticket that nobody looks at: who was shut out of it hears exactly this once, so the copy is
 * brought up to date, or goes.
 */
export function checkKept(client: QueryClient, ticketId: number): void {
  if (hasCopy(ticketId) && isUnwatched(client, ticketId)) enqueue(client, [ticketId]);
}

/** Goes through the kept tickets that were not read within the hour; called again each time the line is back. */
export async function checkAllKept(client: QueryClient): Promise<void> {
  const kept = await keptTickets().catch(() => []);
  const now = serverNow();
  const old = kept.filter(({ at }) => now - at > CHECK_AFTER_MS).toSorted((a, b) => a.at - b.at);
  enqueue(
    client,
    old.map((one) => one.id),
  );
}
