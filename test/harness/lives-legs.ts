import type { LegCommand } from '#core/leg/leg-command.ts';
import type { Leg } from '#core/leg/leg.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Cast } from './life-acts.ts';

const LEG_ACTS = [
  'open_leg',
  'acknowledge_leg',
  'return_leg',
  'finish_leg',
  'hand_back_leg',
  'acknowledge_leg_hand_back',
  'withdraw_leg',
  'open_dispute',
  'decide_dispute',
] as const;
type LegAct = (typeof LEG_ACTS)[number];

export const isLegAct = (act: string): act is LegAct => LEG_ACTS.some((each) => each === act);

/** The first open leg to which the act can be done; else the first that is open. */
function openLegOf({ legs }: Ticket, act: LegAct): Leg | undefined {
  const open = legs.filter(({ status }) => status !== 'ended');
  return open.find((leg) => suits(leg, act)) ?? open[0];
}

function suits(leg: Leg, act: LegAct): boolean {
  const isHeld = leg.status === 'acknowledged';
  if (act === 'decide_dispute') return isHeld && leg.reason === 'dispute';
  if (act === 'acknowledge_leg_hand_back') return isHeld && leg.handBack !== null;
  if (act === 'finish_leg' || act === 'hand_back_leg') return isHeld && leg.reason !== 'dispute';
  return leg.status === 'offered';
}

/** Who has that leg just now, or is offered it back. */
export function havingLeg(ticket: Ticket, act: LegAct): number | undefined {
  const leg = openLegOf(ticket, act);
  if (act === 'withdraw_leg') return leg?.openedBy ?? undefined;
  const back = leg?.status === 'acknowledged' ? leg.handBack?.to : undefined;
  if (act === 'acknowledge_leg_hand_back' || act === 'return_leg') return back ?? holderOf(leg);
  return holderOf(leg);
}

function holderOf(leg: Leg | undefined): number | undefined {
  return leg?.status === 'acknowledged' ? leg.by : leg?.status === 'offered' ? leg.told[0] : undefined;
}

export function legCommandOf(act: LegAct, pick: number, ticket: Ticket, { people, teams }: Cast): LegCommand {
  const [petra, lea, marko] = people;
  const legId = openLegOf(ticket, act)?.id ?? 1;
  if (act === 'hand_back_leg') {
    return { type: act, legId, to: pick < 4 ? null : lea!, reason: 'part_done', messageId: null };
  }
  if (act === 'open_dispute') {
    const against =
      pick < 3 ? { type: 'person' as const, personId: people[pick]! } : { type: 'team' as const, teamId: teams[0]! };
    return { type: act, against, messageId: null };
  }
  if (act === 'decide_dispute') return { type: act, legId, decision: 'for_opener', messageId: null };
  if (act === 'return_leg') return { type: act, legId, reason: 'no_time', messageId: null };
  if (act !== 'open_leg') return { type: act, legId };
  const direction = pick % 2 === 0 ? 'functional' : 'hierarchical';
  const target =
    pick < 3
      ? ({ type: 'person', personId: pick === 1 ? petra! : marko! } as const)
      : ({ type: 'team', teamId: teams[0]! } as const);
  return { type: act, direction, target, reason: 'skill', messageId: null };
}
