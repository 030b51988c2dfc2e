import { z } from 'zod';
import { PRESENCES } from '#core/agent/presence.ts';
import { channel, id, instant, moment, personRef, teamRef } from './common.ts';

export const presenceKind = z.enum(PRESENCES);
const reason = z.string().trim().min(1).max(200);

/** How somebody is there to be given work, and what is planned. */
export const agentPresence = z.object({
  presence: presenceKind,
  since: instant.nullable(),
  /** When it ends by itself; null = when somebody says so. */
  until: instant.nullable(),
  reason: z.string().nullable(),
  /** They said so, a planned break came, offers were missed, what kept them away ended, nobody heard of them. */
  because: z.enum(['asked', 'planned', 'missed_offers', 'ended', 'unseen']),
  /** Offers in a row that they did not answer. */
  missedOffers: z.number().int(),
  breaks: z.array(z.object({ id: z.number().int(), from: instant, until: instant, reason: z.string() })),
});
export type AgentPresence = z.infer<typeof agentPresence>;

export const setPresence = z.object({
  presence: presenceKind,
  until: moment.nullable().default(null),
  reason: reason.nullable().default(null),
});
export type SetPresence = z.input<typeof setPresence>;

export const planBreak = z.object({ from: moment, until: moment, reason });
export type PlanBreak = z.input<typeof planBreak>;

const byChannel = z.partialRecord(channel, z.number().int());

/** Everybody who may be given work: how they are there, what they hold, and the most they hold. */
export const agentList = z.object({
  items: z.array(
    z.object({
      person: personRef,
      teams: z.array(teamRef),
      presence: presenceKind,
      until: instant.nullable(),
      /** Breaks that are planned; what for is theirs alone. */
      breaks: z.array(z.object({ from: instant, until: instant })),
      reachable: z.boolean(),
      onShift: z.boolean(),
      awayUntil: instant.nullable(),
      openTickets: z.number().int(),
      load: byChannel,
      offers: byChannel,
      capacity: byChannel,
    }),
  ),
});
export type AgentList = z.infer<typeof agentList>;

const MODES = ['direct', 'push'] as const;
/** How a team's tickets find somebody. */
export const teamRouting = z.object({
  /** `direct` gives each at once to the least loaded; `push` offers it and waits for an answer. */
  mode: z.enum(MODES),
  /** How long an offer waits for its answer. */
  offerMs: z.number().int().min(15_000).max(86_400_000),
  /** Who gets what waited too long. */
  overflowTeamId: id.nullable(),
  overflowAfterMs: z.number().int().min(60_000).max(604_800_000),
  /** How long one person takes for one answer: what the queue's forecast counts with. */
  answerMs: z.number().int().min(60_000).max(86_400_000),
  /** What somebody must be able to do for tickets of a topic, and how well. */
  skills: z
    .array(
      z.strictObject({
        topic: z.string().trim().min(1).max(80),
        skill: z.string().trim().min(1).max(60),
        level: z.number().int().min(1).max(3),
      }),
    )
    .max(200),
});
export type TeamRouting = z.infer<typeof teamRouting>;
export const setTeamRouting = teamRouting.partial();
export type SetTeamRouting = z.input<typeof setTeamRouting>;

export const answerOffer = z.object({
  accepts: z.boolean(),
  commandId: z.string().min(1).max(200),
});
export type AnswerOffer = z.input<typeof answerOffer>;

/** Who could be offered a ticket, and why not. */
export const candidates = z.object({
  mode: z.enum(MODES),
  /** Null when the ticket is with somebody, or its team does not push. */
  distribution: z
    .object({
      state: z.enum(['waiting', 'offered']),
      since: instant,
      to: personRef.nullable(),
      expiresAt: instant.nullable(),
      /** What stands in the way of whoever comes nearest; null when nobody was looked for yet. */
      why: z.string().nullable(),
      /** When somebody is looked for again. */
      looksAt: instant.nullable(),
    })
    .nullable(),
  items: z.array(
    z.object({
      person: personRef,
      /** Null: they could be offered it, in this order. */
      why: z.string().nullable(),
      held: z.number().int(),
      most: z.number().int().nullable(),
      idleSince: instant.nullable(),
    }),
  ),
});
export type Candidates = z.infer<typeof candidates>;

const forecast = z.object({
  at: instant,
  arrivalsPerHour: z.number(),
  drainPerHour: z.number(),
  /** Answers owed now. */
  owed: z.number().int(),
  /** Answers that will be late within three hours when nothing changes, and when the first is. */
  late: z.number().int(),
  firstLateAt: instant.nullable(),
  /** Null when it is one that is still to come. */
  firstLateTicketId: z.number().int().nullable(),
});

/** How the queues do. */
export const queueList = z.object({
  items: z.array(
    z.object({
      team: teamRef,
      mode: z.enum(MODES),
      pressure: z.enum(['calm', 'warned', 'overloaded']),
      since: instant.nullable(),
      /** Tickets that wait for somebody to be offered to. */
      waiting: z.number().int(),
      /** Null until the first look. */
      forecast: forecast.nullable(),
    }),
  ),
});
export type QueueList = z.infer<typeof queueList>;
