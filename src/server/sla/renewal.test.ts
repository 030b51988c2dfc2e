import { expect, test } from 'vitest';
import type { DraftDetail, VersionDetail } from '#contract/config-draft.ts';
import type { RolloutPreview } from '#contract/rollout.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { HOUR, type Instant } from '#core/time.ts';
import { addAbsence } from '#server/people/absence-store.ts';
import { addPerson } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk, openingAct } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { lockPublishing } from './config-read-store.ts';
import { publishWithUsers } from './renewal.ts';

const zagreb = (moment: string): Instant => Date.parse(`${moment.replace(' ', 'T')}:00+01:00`);
const NINE = zagreb('2026-11-24 09:00');

const db = await testDatabase();
const desk = await openDesk(db, NINE);
const server = await serveDesk(db, desk);
const nikolaId = await addPerson(
  db,
  {
    name: 'Nikola',
    email: 'nikola@bura.example',
    role: 'admin',
    tier: null,
    language: 'hr',
    timeZone: 'Europe/Zagreb',
  },
  NINE,
);
const [sanja, nikola] = [await server.as(desk.sanja), await server.as(nikolaId)];

const drafts = async (kind: string, name: string, body: object, more: object = {}): Promise<DraftDetail> =>
  (await sanja.ask('POST', '/api/config/drafts', { kind, name, body, ...more })).json();
const publishes = async ({ id, revision }: DraftDetail) =>
  nikola.ask('PUT', `/api/config/drafts/${id}/publication`, { revision });
const published = async (kind: string, name: string, body: object): Promise<void> => {
  const answer = await publishes(await drafts(kind, name, body));
  expect([answer.statusCode, answer.json().code]).toEqual([200, undefined]);
};
const bodyOf = async (url: string) => (await sanja.get(`/api/${url}`)).json().body;
const history = async (kind: string, name: string): Promise<VersionDetail[]> =>
  (await sanja.get(`/api/config/versions?kind=${kind}&name=${name}`)).json().items;
const behind = async (name: string): Promise<string[]> => {
  const found: RolloutPreview = (await sanja.get(`/api/config/rollout-preview?kind=calendar&name=${name}`)).json();
  return found.behind;
};
/** When a ticket that begins now is due by the policy that is active. */
const dueOfNew = async (): Promise<Instant | null> => {
  const { versionId } = (await sanja.get('/api/policies/Standard')).json();
  const { ticketId } = await desk.act(
    await openingAct(db, { ...desk, policyVersionId: versionId }, desk.clock.current),
  );
  const detail: TicketDetail = (await sanja.get(`/api/tickets/${ticketId}`)).json();
  return detail.clocks[0]!.dueAt;
};

const EIGHT_TO_SIX = [['08:00', '18:00']];
const HOURS = { timeZone: 'Europe/Zagreb', week: { mon: EIGHT_TO_SIX, tue: EIGHT_TO_SIX, wed: EIGHT_TO_SIX } };
const each = (targetMs: number) => ({ S1: targetMs, S2: targetMs, S3: targetMs, S4: targetMs });
const STANDARD = {
  targets: [{ kind: 'first_reply', targetMs: each(HOUR), pauseIn: [], warnPercents: [], calendar: 'Zagreb' }],
  path: 'Billing',
};
await published('calendar', 'Zagreb', HOURS);
const billing = await bodyOf('paths/Billing');
const steps = billing.steps.map((step: object) => ({ ...step, waitIn: 'business' }));
await published('path', 'Billing', { ...billing, steps, calendar: 'Zagreb' });
await published('policy', 'Standard', STANDARD);

test('hours that are published hold for the next ticket, and the history says why', async () => {
  expect(await dueOfNew()).toBe(NINE + HOUR);
  await published('calendar', 'Zagreb', { ...HOURS, holidays: ['2026-11-24'] });
  expect(await dueOfNew()).toBe(zagreb('2026-11-25 09:00'));
  expect(await behind('Zagreb')).toEqual([]);
  const renewed = {
    version: 4,
    active: true,
    publishedAs: 'second_person',
    draftedBy: { name: 'Sanja' },
    publishedBy: { name: 'Nikola' },
    copiedFrom: null,
    renewedFor: { kind: 'calendar', name: 'Zagreb', version: 2 },
  };
  expect((await history('policy', 'Standard'))[0]).toMatchObject(renewed);
  // the path names the hours itself, and the policy names the path: each has one version more, not two
  const paths = await history('path', 'Billing');
  expect(paths[0]).toMatchObject({ ...renewed, version: 3 });
  expect(paths[1]).toMatchObject({ version: 2, renewedFor: null });
  expect((await sanja.get('/api/policies/Standard')).json().uses).toEqual([
    { kind: 'path', name: 'Billing', version: 3, active: true },
    { kind: 'calendar', name: 'Zagreb', version: 2, active: true },
  ]);
});

test('a path that is published is the one its policies lead to; what names neither stays', async () => {
  await published('calendar', 'Spare', HOURS);
  const before = await history('policy', 'Standard');
  await published('path', 'Billing', { ...(await bodyOf('paths/Billing')), repeat: 2 });
  const [renewed, ...earlier] = await history('policy', 'Standard');
  expect(renewed).toMatchObject({ renewedFor: { kind: 'path', name: 'Billing', version: 4 } });
  expect(earlier).toHaveLength(before.length);
  await published('calendar', 'Spare', { ...HOURS, holidays: ['2026-12-25'] });
  expect(await history('policy', 'Standard')).toHaveLength(before.length + 1);
});

test('a draft of what was renewed meanwhile is still good, and one of what somebody changed is not', async () => {
  const mine = await drafts('policy', 'Standard', { ...STANDARD, closesAfterMs: HOUR });
  const other = await drafts('policy', 'Standard', { ...STANDARD, closesAfterMs: 2 * HOUR });
  await published('calendar', 'Zagreb', HOURS);
  const seen: DraftDetail = (await nikola.get(`/api/config/drafts/${mine.id}`)).json();
  expect(seen.mayPublish).toBe(null);
  expect((await publishes(mine)).statusCode).toBe(200);
  expect(await bodyOf('policies/Standard')).toMatchObject({ closesAfterMs: HOUR });
  await published('calendar', 'Zagreb', { ...HOURS, holidays: ['2026-12-25'] });
  expect((await publishes(other)).json().code).toBe('config_changed');
});

test('going back to earlier hours takes along what names them; going back to a policy keeps the hours of now', async () => {
  const versions = await history('calendar', 'Zagreb');
  const holiday = versions.find(({ version }) => version === 2)!;
  expect((await nikola.ask('POST', `/api/config/versions/${holiday.id}/restoration`)).statusCode).toBe(200);
  expect(await dueOfNew()).toBe(zagreb('2026-11-25 09:00'));
  expect((await history('policy', 'Standard'))[0]).toMatchObject({
    publishedAs: 'alone',
    publishedBy: { name: 'Nikola' },
    renewedFor: { kind: 'calendar', name: 'Zagreb', version: versions.length + 1 },
  });
  const first = (await history('policy', 'Standard')).find(({ version }) => version === 3)!;
  await nikola.ask('POST', `/api/config/versions/${first.id}/restoration`);
  expect((await history('policy', 'Standard'))[0]).toMatchObject({ copiedFrom: 3, renewedFor: null });
  expect(await behind('Zagreb')).toEqual([]);
  expect(await dueOfNew()).toBe(zagreb('2026-11-25 09:00'));
});

test('two publish at once: whoever comes second names what the first has published', async () => {
  const policy = await drafts('policy', 'Standard', { ...STANDARD, closesAfterMs: 3 * HOUR });
  const { second } = await db.withTransaction(async (tx) => {
    await lockPublishing(tx);
    const publishing = publishes(policy);
    const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    while ((await db.query(waiting)).rows.length === 0);
    const shorter = { ...HOURS, week: { mon: [['10:00', '12:00'] as [string, string]] } };
    await publishWithUsers(tx, { kind: 'calendar', name: 'Zagreb', body: shorter }, NINE, {});
    return { second: publishing };
  });
  expect((await second).statusCode).toBe(200);
  expect(await bodyOf('policies/Standard')).toMatchObject({ closesAfterMs: 3 * HOUR });
  expect(await behind('Zagreb')).toEqual([]);
});

test('drafted hours are looked at as they would hold: with the paths and policies that would get them', async () => {
  const sunday = { from: zagreb('2026-11-29 00:00'), until: zagreb('2026-11-30 00:00') };
  for (const personId of [desk.petra, desk.lea, desk.marko, desk.ivana, desk.sanja]) {
    await addAbsence(db, { personId, ...sunday, reason: 'training', standInId: null }, NINE);
  }
  const codes = async (body: object) =>
    (await drafts('calendar', 'Zagreb', body)).findings.map(({ code, place }) => `${code} ${place.kind} ${place.name}`);
  expect(await codes(HOURS)).toEqual([]);
  expect(await codes({ timeZone: 'Europe/Zagreb', alwaysOpen: true })).toEqual(['nobody_reachable path Billing']);
});
