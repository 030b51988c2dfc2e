import type { QueryClient } from '@tanstack/react-query';
import type { MessagePage, TicketDetail } from '#contract/ticket.ts';
import { api, isUndecided, isUnreached, newCommandId, Refused } from '#web/app/api.ts';
import { serverNow } from '#web/app/clock.ts';
import { isLineLost, onLineBack } from '#web/app/live.ts';
import { meQuery } from '#web/people/queries.ts';
import { after, isOvertaken, standing, type PatientAct } from '#web/ticket/conflict.ts';
import type { Written } from '#web/ticket/drafts.ts';
import { perform } from '#web/ticket/perform.ts';
import { settle } from '#web/ticket/settle.ts';
import {
  dropWaiting,
  keepWaiting,
  readWaiting,
  replaceWaiting,
  waitingOf,
  type WaitingAct,
} from '#web/ticket/waiting-acts.ts';

const AGAIN_MS = [3_000, 10_000, 30_000] as const;

const meOf = (client: QueryClient): number | null => client.getQueryData(meQuery.queryKey)?.id ?? null;

interface Thread {
  pages: readonly MessagePage[];
}

/** What waits of the person at this desk, on one ticket. */
export const waitingOn = (client: QueryClient, ticketId: number): readonly WaitingAct[] => {
  const me = meOf(client);
  return me === null ? [] : waitingOf(me).filter((act) => act.ticketId === ticketId);
};

/** Keeps an act for when the line is back, with what of the ticket was on the screen when it was done. */
export async function wait(
  client: QueryClient,
  ticketId: number,
  given: { act: PatientAct; commandId: string; written: Written | null },
): Promise<void> {
  const me = meOf(client);
  const ticket = client.getQueryData<TicketDetail>(['ticket', ticketId]);
  if (me === null || ticket === undefined) throw new Refused(0, 'unreached', null);
  const expected = waitingOn(client, ticketId).reduce<Parameters<typeof after>[0]>(
    (so, one) => after(so, one.act),
    ticket,
  );
  const newest = client.getQueryData<Thread>(['messages', ticketId])?.pages[0]?.items.at(-1);
  await keepWaiting({
    ...given,
    personId: me,
    ticketId,
    number: ticket.number,
    subject: ticket.subject,
    at: serverNow(),
    before: standing(expected, given.act),
    seenMessageId: newest?.id ?? null,
    asks: null,
  }).catch(() => {
    // This browser keeps nothing: then the words stay in the composer, and nothing is promised.
    throw new Refused(0, 'unreached', null);
  });
  sendSoon(client);
}

/** Why an act must not go out by itself; null when it may. */
async function overtaken(waiting: WaitingAct): Promise<string | null> {
  if (waiting.before === null) return null;
  const path = `/api/tickets/${waiting.ticketId}`;
  const [ticket, thread] = await Promise.all([
    api.get<TicketDetail>(path),
    api.get<MessagePage>(`${path}/messages?order=newest&limit=1`),
  ]);
  return isOvertaken(waiting, ticket, thread.items.at(-1) ?? null) ? 'changed_meanwhile' : null;
}

/** Sends one act: `gone`, or it `asks`, or the server decides nothing now and all must `wait`. */
async function send(client: QueryClient, waiting: WaitingAct): Promise<'gone' | 'asks' | 'wait'> {
  const ask = async (code: string): Promise<'asks'> => {
    await replaceWaiting({ ...waiting, asks: code });
    return 'asks';
  };
  try {
    const why = await overtaken(waiting);
    if (why !== null) return await ask(why);
    settle(client, waiting.ticketId, await perform(waiting.ticketId, waiting.act, waiting.commandId));
  } catch (error) {
    if (!(error instanceof Refused) || isUnreached(error) || isUndecided(error)) return 'wait';
    // Signed out, or asked too often: later, by the same person.
    if (error.status === 401 || error.status === 429) return 'wait';
    return ask(error.code);
  }
  await dropWaiting(waiting.order);
  return 'gone';
}

/** Sends what waits, one after the other; behind an act that asks, the later ones on its ticket wait. */
async function sendAll(client: QueryClient): Promise<boolean> {
  await readWaiting();
  const me = meOf(client);
  if (me === null) return true;
  const held = new Set<number>();
  for (const act of waitingOf(me)) {
    if (act.asks !== null) held.add(act.ticketId);
    if (held.has(act.ticketId)) continue;
    const outcome = await send(client, act);
    if (outcome === 'wait') return false;
    if (outcome === 'asks') held.add(act.ticketId);
  }
  return true;
}

/** One tab sends for all; where the browser has no locks, the command's id still makes each act happen once. */
const alone = <Result>(run: () => Promise<Result>): Promise<Result> =>
  'locks' in navigator ? navigator.locks.request('belay.waiting', run) : run();

let sending: Promise<boolean> | null = null;
let isWanted = false;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Sends what waits, now; what does not get through is tried again by itself. */
export function sendWaiting(client: QueryClient): void {
  clearTimeout(timer);
  timer = undefined;
  isWanted = sending !== null;
  if (isWanted) return;
  sending = alone(() => sendAll(client)).catch(() => false);
  void sending.then((isDone) => {
    sending = null;
    failures = isDone ? 0 : failures + 1;
    if (isWanted) sendWaiting(client);
    else if (!isDone) sendSoon(client);
  });
}

/** Tries again after a while; without a line not before it is back, which `keepSending` hears. */
function sendSoon(client: QueryClient): void {
  if (isLineLost()) return;
  timer ??= setTimeout(() => sendWaiting(client), AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)]);
}

/** Sends what waits at the start and each time the line is back. Gives back how to stop. */
export function keepSending(client: QueryClient): () => void {
  sendWaiting(client);
  const stop = onLineBack(() => sendWaiting(client));
  return () => {
    stop();
    clearTimeout(timer);
    timer = undefined;
  };
}

/** Sends an act although the ticket moved on: whoever did it has seen that, so it is another act than before. */
export async function sendAnyway(client: QueryClient, waiting: WaitingAct): Promise<void> {
  const { act } = waiting;
  await replaceWaiting({
    ...waiting,
    act: act.type === 'reply' ? { ...act, anyway: true } : act,
    commandId: newCommandId(),
    before: null,
    asks: null,
  });
  sendWaiting(client);
}
