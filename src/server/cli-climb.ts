import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { LoggedEventView } from '#contract/ticket.ts';
import type { Climbed } from '#server/app-local.ts';
import type { Local } from '#server/cli-local.ts';
import { CommandFailed } from '#server/cli-place.ts';
import type { Say } from '#server/cli-words.ts';
import { monotonicMs, pause } from '#server/platform/clock.ts';

/** How often the log is read while something is expected. */
const LOOK_MS = 300;
/** The mail must have become a ticket by then. */
const TAKEN_UP_MS = 30_000;
/** Nobody acknowledges: it climbs on without this terminal. */
const PATIENCE_MS = 5 * 60_000;

/**
 * Sends a complaint by SMTP and says each moment of its climb as it happens, until somebody acknowledges. Throws
 * CommandFailed when the complaint does not arrive.
 */
export const watchClimb = async (
  local: Local,
  speed: number,
  say: Say,
  tell: (text: string) => void,
): Promise<void> => {
  const mailbox = await local.post<{ address: string }>('/api/local/climb', { speed });
  if (mailbox === null) throw new CommandFailed(say('cli.climb.no_mailbox'));
  tell(say('cli.climb.begins', { address: mailbox.address, speed }));
  const messageId = await complain(local, mailbox.address, say);
  const began = monotonicMs();
  let after = 0;
  let openedAt = 0;
  for (;;) {
    const found: Climbed | null = await local.get<Climbed>(
      `/api/local/climb?messageId=${encodeURIComponent(messageId)}&after=${after}`,
    );
    if (found === null && monotonicMs() - began > TAKEN_UP_MS) throw new CommandFailed(say('cli.climb.no_ticket'));
    for (const event of found?.log.items ?? []) {
      after = event.seq;
      if (event.type === 'ticket_opened') openedAt = event.at;
      for (const line of lines(event, found!, local, say)) tell(`${seconds(event.at - openedAt)}  ${line}`);
    }
    if (found?.log.items.some(({ type }) => ENDS.has(type)) === true) return;
    if (monotonicMs() - began > PATIENCE_MS) return tell(say('cli.climb.goes_on'));
    await pause(LOOK_MS);
  }
};

const ENDS = new Set(['escalation_acknowledged', 'escalation_ended', 'ticket_solved']);

const complain = async ({ running }: Local, to: string, say: Say): Promise<string> => {
  const messageId = `${randomUUID()}@complaint.example`;
  const { host, port } = running.smtp;
  const transport = createTransport({
    host: host === '0.0.0.0' ? '127.0.0.1' : host,
    port,
    secure: false,
    ignoreTLS: true,
  });
  try {
    await transport.sendMail({
      from: { name: 'Vesna Perić', address: 'vesna.peric@posta.example' },
      to,
      messageId: `<${messageId}>`,
      subject: 'My headphones died again and nobody answers',
      text: 'This is the third pair in four months.\nI have written twice and heard nothing. I want an answer today.\n\nVesna Perić\n',
    });
  } catch (error) {
    throw new CommandFailed(say('cli.climb.not_taken', { place: `${host}:${port}`, why: String(error) }));
  } finally {
    transport.close();
  }
  return messageId;
};

const seconds = (lengthMs: number): string => `${(lengthMs / 1_000).toFixed(1).padStart(6)} s`;

/** What a moment of the log means to somebody who watches; nothing for the moments in between. */
const lines = ({ type, body }: LoggedEventView, found: Climbed, { running }: Local, say: Say): string[] => {
  const { ticketId, number, steps, log, emails } = found;
  const nameOf = (id: unknown): string => log.people.find((person) => person.id === id)?.name ?? say('cli.nobody');
  const toldIds = [body['told']].flat();
  const told = toldIds.map(nameOf).join(', ');
  const logins = toldIds.flatMap((id) => emails[String(id)] ?? []).join(', ');
  const page = `${running.url}/t/${ticketId}`;
  switch (type) {
    case 'ticket_opened':
      return [say('cli.climb.opened', { number: String(number), page })];
    case 'assigned':
      return [say('cli.climb.assigned', { name: nameOf(body['assigneeId']) })];
    case 'target_at_risk':
      return [say('cli.climb.at_risk', { percent: Number(body['percent']) })];
    case 'target_breached':
      return [say('cli.climb.breached')];
    case 'step_reached': {
      const index = Number(body['stepIndex']);
      return [
        say('cli.climb.step', { number: index + 1, step: steps[index] ?? '', told }),
        say('cli.climb.how', { logins, page }),
      ];
    }
    case 'step_skipped':
      return [say('cli.climb.skipped', { number: Number(body['stepIndex']) + 1 })];
    case 'last_resort_reached':
      return [say('cli.climb.last_resort', { told })];
    case 'reply_accepted':
      return [say('cli.climb.replied')];
    case 'escalation_acknowledged':
      return [say('cli.climb.acknowledged', { name: nameOf(body['by']) })];
    case 'ticket_solved':
      return [say('cli.climb.solved')];
    default:
      return [];
  }
};
