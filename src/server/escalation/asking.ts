import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import type { TicketId } from '#core/ids.ts';
import type { LegCommand } from '#core/leg/leg-command.ts';
import type { Actor } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

type PersonActor = Extract<Actor, { kind: 'person' }>;
type Asked =
  | LegCommand
  | Extract<TicketCommand, { type: 'escalate' | `${string}_maintenance` } | { escalationId: number }>;

/** What the routes of escalations need. */
export type EscalationDeps = {
  actorOf: (request: { actor: PersonActor | null }) => PersonActor;
  /** Passes an act through the door and answers the ticket as it is then. */
  perform: (act: {
    ticketId: TicketId;
    actor: PersonActor;
    commandId: string;
    command: (about: { messageId: number | null }, tx: Tx) => Asked | Promise<Asked>;
    words?: { kind: 'note'; text: string };
  }) => Promise<TicketDetail>;
};

export const params = z.object({ id: idInUrl });
export const legParams = params.extend({ legId: idInUrl });
export const escalationParams = params.extend({ escalationId: idInUrl });
