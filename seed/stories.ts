import type { Verdict } from '#core/approval/approval.ts';
import type { EscalationReason } from '#core/escalation/escalation.ts';
import type { LegDirection } from '#core/leg/leg.ts';
import type { Severity } from '#core/ticket/ticket.ts';
import type { CustomerName } from './company.ts';

/** A colleague, by the first part of their e-mail. */
export type Login =
  | 'petra'
  | 'lea'
  | 'marko'
  | 'ivana'
  | 'jonas'
  | 'minh'
  | 'giulia'
  | 'sanja'
  | 'nikola'
  | 'carlo'
  | 'trang'
  | 'irina'
  | 'rosa'
  | 'elena'
  | 'davor'
  | 'vesna';

/** What happened on a ticket, so many minutes of working time before the demonstration began. */
export type Act = { ago: number } & (
  | { writes: string }
  | { by: Login; replies: string }
  | { by: Login; notes: string }
  | { by: Login; sets: 'open' | 'waiting_on_customer' | 'on_hold' | 'solved' }
  | { by: Login; assigns: Login }
  /** For so many euros, where somebody is to allow them. */
  | { by: Login; escalates: EscalationReason; words: string; euros?: number }
  | { by: Login; acknowledges: true }
  /** Hands a part to a colleague, sideways or up. */
  | { by: Login; asks: Login; direction: LegDirection; words: string }
  /** Takes the part of that number. */
  | { by: Login; takes: number }
  /** An amount in euros. */
  | { by: Login; asksApprovalOf: Login; euros: number; words: string }
  | { by: Login; decides: Verdict; words: string }
  /** Somebody outside is asked by mail, and answers. */
  | { by: Login; writesTo: string; words: string; holds: boolean }
  | { from: string; answers: string }
);

export interface Story {
  from: CustomerName;
  mailbox: 'support@bura.example' | 'billing@bura.example';
  severity: Severity;
  /** Without it, what its mailbox is about. */
  topic?: 'refund';
  ago: number;
  subject: string;
  text: string;
  later: Act[];
}
