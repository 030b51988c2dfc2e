import { z } from 'zod';
import { DAY } from '#core/time.ts';
import { approvalLimit } from './approval.ts';
import { instant, moment, personRef } from './common.ts';
import { limitsBody, skillBody, teamBody } from './company.ts';
import { calendarBody, configName, pathBody, policyBody } from './config.ts';
import { matrixBody } from './intake-matrix.ts';

const named = <Body extends z.ZodType>(body: Body) => z.record(configName, body).optional();

/**
 * Rules that nobody has published: bodies as they would be published, by name. What is not in it stays as it is. A
 * policy that names a drafted path or calendar is simulated with the drafted one.
 */
export const rulesDraft = z.strictObject({
  calendars: named(calendarBody),
  paths: named(pathBody),
  policies: named(policyBody),
  matrix: matrixBody.optional(),
  teams: named(teamBody),
  skills: named(skillBody),
  /** How much people hold at once: of everybody. */
  limits: limitsBody.optional(),
  /** People who would have another rank. */
  tiers: z
    .array(z.strictObject({ personId: z.number().int().positive(), tier: z.number().int().min(1).max(99).nullable() }))
    .max(1_000)
    .optional(),
  /** Who might allow how much: all of them. */
  approvalLimits: z.array(approvalLimit).max(200).optional(),
});
export type RulesDraft = z.input<typeof rulesDraft>;

/** Most tickets one request lives through; the command has no such limit. */
export const MOST_SIMULATED = 50_000;

const wished = {
  /** Tickets whose requester first turned up from here … */
  from: moment.optional(),
  /** … to before here; nothing is simulated beyond. */
  until: moment.optional(),
  /**
   * How long after a call the first who was called acknowledges, for a past in which nobody did; without it, only those
   * acknowledge who did.
   */
  answersAfterMs: z.number().int().min(0).max(DAY).optional(),
  /** The reader's zone, for calls by the hour of the day. */
  timeZone: z.string().max(60).default('UTC'),
};
/** A draft that comes with the request, or the id of one that is kept. */
export const runSimulation = z.union([
  z.strictObject({ draft: rulesDraft, ...wished }),
  z.strictObject({ draftId: z.number().int().positive(), ...wished }),
]);

const outcome = z.object({
  /** Tickets for which anybody was called. */
  escalated: z.number().int(),
  /** How often a step or the last resort called somebody. */
  calls: z.number().int(),
  lastResorts: z.number().int(),
  acknowledgements: z.number().int(),
  targets: z.array(z.object({ clock: z.string(), met: z.number().int(), missed: z.number().int() })),
  /** What people were asked to allow, and what came of it. */
  approvals: z.object({ granted: z.number().int(), refused: z.number().int(), expired: z.number().int() }),
  /** Teams that could not keep up with what came: how often, and for how long in all. */
  overloads: z.array(z.object({ team: z.string(), times: z.number().int(), lastedMs: z.number().int() })),
  /** Steps that reached nobody, the most frequent first. */
  empty: z.array(z.object({ path: z.string(), step: z.string(), times: z.number().int() })),
  /** The most called first, at most 200. */
  people: z.array(
    z.object({
      person: personRef,
      calls: z.number().int(),
      /** Calls by the hour of the day, 24 numbers. */
      byHour: z.array(z.number().int()),
      busiest: z.object({ from: instant, calls: z.number().int() }),
      /** What they were told in the app or by mail, calls among it. */
      notices: z.number().int(),
      /** The most open tickets they had at once. */
      mostHeld: z.number().int(),
      /** How often they were given a break for offers that they let pass. */
      breaksGiven: z.number().int(),
    }),
  ),
  /** Acts of the past that these rules refuse. */
  refused: z.number().int(),
  /** The same twice for the same tickets and rules. */
  fingerprint: z.string(),
});

const ladder = z.object({
  /** `step` null = the last resort; `cause` says how it came to it, `not_decided` that what was asked there expired. */
  calls: z.array(
    z.object({
      at: instant,
      path: z.string(),
      step: z.string().nullable(),
      people: z.array(personRef),
      cause: z.string(),
    }),
  ),
  /** What was asked of people who may allow it, and what came of that. */
  approvals: z.array(z.object({ at: instant, why: z.enum(['granted', 'refused', 'expired']) })),
  missed: z.array(z.object({ clock: z.string(), at: instant })),
  met: z.array(z.string()),
});
export type LadderView = z.infer<typeof ladder>;

/** What a draft would have made of tickets, beside what the live rules make of them. */
export const simulation = z.object({
  tickets: z.number().int(),
  from: instant,
  until: instant,
  /** What was taken to be so where the past does not say it. */
  assumed: z.object({
    answersAfterMs: z.number().int().nullable(),
    /** Replies that the past holds; where there are none, what is promised of replies is kept by solving alone. */
    replies: z.number().int(),
    /** How approvals are decided: as the desk's own decisions were, so many, in the median; null = nobody decides. */
    decides: z
      .object({ afterMs: z.number().int(), verdict: z.enum(['granted', 'refused']), of: z.number().int() })
      .nullable(),
  }),
  live: outcome,
  draft: outcome,
  /** Tickets whose fate differs: other calls, or other targets met and missed. */
  differ: z.number().int(),
  /** Of those, the ones that miss fewer targets of a kind that both promise, and the ones that miss more. */
  better: z.number().int(),
  worse: z.number().int(),
  /** Those that differ most, at most 100, with both ladders; of a ladder the first 50 calls. */
  examples: z.array(
    z.object({ id: z.number().int(), number: z.number().int(), subject: z.string(), live: ladder, draft: ladder }),
  ),
});
export type SimulationView = z.infer<typeof simulation>;
export type OutcomeView = z.infer<typeof outcome>;

const asked = {
  id: z.number().int(),
  askedAt: instant,
  /** `waiting` for its turn; `failed` says why in `problem`. */
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  endedAt: instant.nullable(),
  /** How far it has come: logs read, then versions lived; null before it begins. */
  progress: z.object({ doing: z.enum(['reads', 'lives']), done: z.number().int(), of: z.number().int() }).nullable(),
};
export const askedSimulationList = z.object({ items: z.array(z.object(asked)) });
export const askedSimulation = z.object({
  ...asked,
  /** What it found; null until it is done. */
  found: simulation.nullable(),
  /** Why it found nothing: `interrupted` may be asked for again. */
  problem: z
    .object({
      code: z.enum([
        'draft_invalid',
        'no_such_zone',
        'too_many_tickets',
        'no_tickets',
        'took_too_long',
        'interrupted',
        'broken',
      ]),
      /** Where the draft is wrong. */
      errors: z.array(z.object({ path: z.string(), code: z.string() })),
    })
    .nullable(),
});
export type AskedSimulation = z.infer<typeof askedSimulation>;
