import type { Actor } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { MINUTE } from '#core/time.ts';
import type { Happening, PolicySpec } from '#test/conformance-adapters/climb-case.ts';
import { at, type World } from '#test/conformance-adapters/climb-world.ts';

/** What somebody does when a case says that something happens. */
export interface ClimbAct {
  command: TicketCommand;
  actor: Actor;
}

/** The act a happening of a case stands for; null when nobody acts on the ticket. */
export function actOf(
  happening: Happening,
  ticket: Ticket,
  { idOf, desk }: Pick<World, 'idOf' | 'desk'>,
  versionOf: (policy: PolicySpec) => number,
): ClimbAct | null {
  const live = ticket.escalations.findLast(({ status }) => status !== 'ended');
  const escalationId = live?.id ?? 1;
  const held = live?.status === 'acknowledged' ? live : null;
  const byHolder = as(held?.by ?? desk);
  const byDesk = (command: TicketCommand): ClimbAct => ({ command, actor: as(desk) });
  switch (happening.event) {
    case 'trigger':
      return {
        command: { type: 'signal', kind: 'complaint', evidence: [1], confidence: 1 },
        actor: { kind: 'system' },
      };
    case 'ack': {
      const instead = held === null ? {} : { instead: held.by };
      const actor = as(idOf(happening.by), happening.system === true ? 'bot' : 'agent');
      return { command: { type: 'acknowledge', escalationId, ...instead }, actor };
    }
    case 'confirm':
      return { command: { type: 'confirm', escalationId }, actor: byHolder };
    case 'unack':
      return { command: { type: 'take_back', escalationId }, actor: byHolder };
    case 'resolve':
      return byDesk({ type: 'set_status', to: 'solved' });
    case 'escalate': {
      const firing = happening.expectedSeq ?? live?.firing ?? null;
      return byDesk({ type: 'escalate', firing, reason: 'authority', messageId: null });
    }
    case 'silence': {
      const lengthMs = happening.minutes === null ? null : happening.minutes * MINUTE;
      return byDesk({ type: 'silence', escalationId, lengthMs });
    }
    case 'unsilence':
      return byDesk({ type: 'end_silence', escalationId });
    case 'apply_policy':
      return byDesk({ type: 'apply_path', escalationId, pathVersionId: versionOf(happening.policy) });
    case 'maintenance':
      return byDesk({ type: 'begin_maintenance', until: at(happening.until) });
    case 'maintenance_end':
      return byDesk({ type: 'end_maintenance' });
    case 'unavailable':
    // what climbs keeps the version it began with: nothing to do is the point
    case 'policy_edited':
      return null;
  }
}

const as = (personId: number, role: 'agent' | 'bot' = 'agent'): Actor => ({
  kind: 'person',
  personId,
  role,
  teamIds: [],
  leadOf: [],
});
