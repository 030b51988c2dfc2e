// Simulation on one core: 100,000 tickets of two months lived through the live rules and a draft of them, and what
// differs; the same with a tenth of them, twice, to see how it grows and that it is the same. One JSON line a figure,
// in seconds of processor time. It runs in a thread with the room for young objects that the desk gives it.
import { isMainThread, Worker } from 'node:worker_threads';
import { compileCalendar } from '#core/sla/business-hours.ts';
import type { Actor } from '#core/people/roles.ts';
import type { SimulatedPerson } from '#core/simulate/staff.ts';
import type { Path } from '#core/escalation/path.ts';
import type { Policy } from '#core/sla/policy.ts';
import { differing, outcomeOf } from '#core/simulate/outcome.ts';
import { run } from '#core/simulate/run.ts';
import type { World } from '#core/simulate/world.ts';
import { NO_APPROVAL_FACTS } from '#core/approval/approvers.ts';
import type { Script, ScriptedAct } from '#core/simulate/script.ts';
import { SEVERITIES } from '#core/ticket/ticket.ts';
import { YOUNG_MEGABYTES } from '#server/simulate/beside.ts';
import { DAY, HOUR, MINUTE, type Instant } from '#core/time.ts';

const TICKETS = Number(process.argv[2] ?? 100_000);
const TEAMS = 10;
const PEOPLE_OF_A_TEAM = 8;
const START = Date.UTC(2026, 8, 1);
const [CALENDAR, POLICY, PATH] = [1, 2, 3];

const week = Object.fromEntries(
  ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['08:00', '18:00'] as [string, string]]]),
);
const compiled = compileCalendar({ timeZone: 'Europe/Zagreb', week });
if (!compiled.ok) throw new Error(JSON.stringify(compiled));
const { calendar: hours } = compiled;

let seed = 1;
const chance = (): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

const people: SimulatedPerson[] = Array.from({ length: TEAMS * PEOPLE_OF_A_TEAM }, (_, index) => {
  const rank = index % PEOPLE_OF_A_TEAM;
  const teamId = Math.floor(index / PEOPLE_OF_A_TEAM) + 1;
  return {
    id: 100 + index,
    role: rank === 7 ? 'lead' : 'agent',
    active: true,
    tier: rank === 7 ? 3 : rank >= 5 ? 2 : 1,
    teamIds: [teamId],
    leadOf: rank === 7 ? [teamId] : [],
    managerId: null,
    skills: [],
    languages: ['en'],
    notifyBy: [{ method: 'app', afterMs: 0 }],
    capacity: {},
    shifts: [1, 2, 3, 4, 5].map((weekday) => ({
      dutyListId: teamId,
      isWorkingHours: true,
      timeZone: 'Europe/Zagreb',
      weekday,
      date: null,
      opensMinute: rank % 2 === 0 ? 480 : 600,
      closesMinute: rank % 2 === 0 ? 960 : 1_080,
    })),
    absences: [],
    breaks: [],
    keptFree: [],
  };
});

/** Written in office hours or not, answered by one of the team after a while, solved some hours later. */
function script(ticketId: number): Script {
  const at = START + Math.floor(chance() * 60 * DAY);
  const teamId = 1 + Math.floor(chance() * TEAMS);
  const personId = 100 + (teamId - 1) * PEOPLE_OF_A_TEAM + Math.floor(chance() * 5);
  const agent: Actor = { kind: 'person', personId, role: 'agent', teamIds: [teamId], leadOf: [] };
  const system: Actor = { kind: 'system' };
  const acts: ScriptedAct[] = [];
  const add = (moment: Instant, actor: Actor, command: ScriptedAct['command']): void =>
    void acts.push({ at: moment, actor, command, imported: false });
  add(at, system, {
    type: 'open',
    severity: SEVERITIES[Math.floor(chance() * 4)]!,
    topic: 'general',
    channel: 'email',
    language: 'en',
    requesterId: 1,
    organisationId: null,
    teamId,
    policyVersionId: POLICY,
    messageId: ticketId,
    receivedAt: at,
  });
  const answered = at + Math.floor(chance() ** 2 * 12 * HOUR);
  add(answered, agent, { type: 'reply', messageId: ticketId });
  add(answered + 10_000, system, { type: 'accept_reply', messageId: ticketId, authorId: personId });
  if (chance() < 0.4) {
    add(answered + HOUR, agent, { type: 'set_status', to: 'waiting_on_customer' });
    add(answered + DAY, system, { type: 'receive', messageId: ticketId, authorId: 1, kind: 'message' });
  }
  if (chance() < 0.2) add(answered + 2 * HOUR, agent, { type: 'note', messageId: ticketId });
  add(answered + DAY + Math.floor(chance() * DAY), agent, { type: 'set_status', to: 'solved' });
  return { ticketId, acts: acts.toSorted((one, other) => one.at - other.at) };
}

const path = (waitMs: number): Path => ({
  kind: 'path',
  versionId: PATH,
  name: 'Standard',
  calendarVersionId: CALENDAR,
  steps: [
    {
      id: 'two',
      name: 'Tier two',
      direction: 'functional',
      waitMs,
      waitIn: 'business',
      needs: 'acknowledge',
      everyoneAcknowledges: true,
      calledOn: [],
      guarded: false,
      fallback: [],
      quietHours: null,
      targets: [{ type: 'tier', teamId: null, tier: 2 }],
    },
    {
      id: 'lead',
      name: 'Lead',
      direction: 'hierarchical',
      waitMs: HOUR,
      waitIn: 'business',
      needs: 'acknowledge',
      everyoneAcknowledges: true,
      calledOn: [],
      guarded: false,
      fallback: [],
      quietHours: null,
      targets: [{ type: 'lead', teamId: null }],
    },
  ],
  repeat: 0,
  onEmpty: 'skip',
  tellsNewcomers: true,
  remindAfterMs: 4 * HOUR,
  confirmWithinMs: HOUR,
  loanIn: 'business',
  lastResort: [100],
  lastResortEveryMs: 4 * HOUR,
});
const policy: Policy = {
  kind: 'policy',
  versionId: POLICY,
  name: 'Standard',
  targets: [
    {
      kind: 'first_reply',
      targetMs: { S1: 30 * MINUTE, S2: HOUR, S3: 4 * HOUR, S4: 8 * HOUR },
      calendarVersionId: CALENDAR,
      pauseIn: ['on_hold'],
      warnPercents: [50, 80],
    },
  ],
  pathVersionId: PATH,
};
const worldWith = (chosen: Path): World => ({
  config: {
    calendar: () => ({ kind: 'calendar', versionId: CALENDAR, name: 'Office', hours }),
    policy: () => policy,
    path: () => chosen,
    active: { matrix: null, intakeRules: null, versionOf: () => POLICY },
  },
  people,
  teams: [],
  approvals: NO_APPROVAL_FACTS,
  decides: null,
  customerTiers: new Map(),
  answersAfterMs: 20 * MINUTE,
  until: START + 90 * DAY,
});

const print = (figure: object): void => void process.stdout.write(`${JSON.stringify(figure)}\n`);
const cpuSeconds = (): number => process.cpuUsage().user / 1_000_000;

/** Lives so many tickets through both versions and says what differs. */
function measure(tickets: number) {
  seed = 1;
  const scripts = Array.from({ length: tickets }, (_, index) => script(index + 1));
  const before = cpuSeconds();
  const live = run(scripts, worldWith(path(30 * MINUTE)));
  const liveSeconds = cpuSeconds() - before;
  const draft = run(scripts, worldWith(path(15 * MINUTE)));
  const { calls } = outcomeOf(draft, (at) => Math.floor((at % DAY) / HOUR));
  const differ = differing(live, draft).length;
  const { decisions, fingerprint } = live;
  return { tickets, seconds: cpuSeconds() - before, liveSeconds, decisions, fingerprint, calls, differ };
}

if (isMainThread) {
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MEGABYTES, maxOldGenerationSizeMb: 4_096 };
  const worker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2), resourceLimits });
  worker.once('exit', (code) => process.exit(code));
} else measureAll();

function measureAll(): void {
  // warm: the growth below compares two sizes, not a cold start with a warm one
  const few = Math.ceil(TICKETS / 10);
  const first = measure(few);
  const small = measure(few);
  print({ figure: 'the same twice', tickets: few, same: first.fingerprint === small.fingerprint });
  const { liveSeconds, decisions, ...whole } = measure(TICKETS);
  print({
    figure: 'one version lived',
    tickets: TICKETS,
    cpuSeconds: liveSeconds,
    decisions,
    microsecondsADecision: (liveSeconds * 1_000_000) / decisions,
  });
  print({ figure: 'live and draft, compared', ...whole, limitSeconds: 20 });
  print({
    figure: 'growth of a ticket',
    from: few,
    to: TICKETS,
    factor: whole.seconds / TICKETS / (small.seconds / few),
  });
  print({ figure: 'memory', megabytes: process.memoryUsage().rss / 1_048_576 });
}
