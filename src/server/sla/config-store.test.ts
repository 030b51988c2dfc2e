import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { HOUR } from '#core/time.ts';
import { testDatabase } from '#test/harness/database.ts';
import { furnish, MONDAY } from '#test/harness/desk.ts';
import { createConfigCache } from './config-store.ts';
import { activeVersion, publish } from './store.ts';

const db = await testDatabase();
const desk = await db.withTransaction((tx) => furnish(tx, MONDAY));

const always = { timeZone: 'Europe/Zagreb', alwaysOpen: true };

test('a policy comes with the path and the calendars it names', async () => {
  const cache = createConfigCache();
  await cache.ensure(db, [desk.policyVersionId]);
  const policy = cache.policy(desk.policyVersionId);
  expect(policy).toMatchObject({ name: 'Standard', pathVersionId: desk.pathVersionId });
  const path = cache.path(policy.pathVersionId);
  expect(path.steps.map((step) => step.id)).toEqual(['specialist', 'lead']);
  expect(cache.calendar(path.calendarVersionId)).toMatchObject({ kind: 'calendar', name: 'Always' });
});

test('whoever finds a policy kept finds what it names, though another is still reading', async () => {
  const cache = createConfigCache();
  const isKept = () => {
    try {
      return cache.policy(desk.policyVersionId).versionId === desk.policyVersionId;
    } catch {
      return false;
    }
  };
  const reading = cache.ensure(db, [desk.policyVersionId]);
  // one step at a time, so that no moment in between is missed
  while (!isKept()) await setImmediate();
  const { pathVersionId } = cache.policy(desk.policyVersionId);
  expect(cache.path(pathVersionId).versionId).toBe(desk.pathVersionId);
  await reading;
});

test('a version that does not exist, or is of another kind, is a bug and not a fallback', async () => {
  const cache = createConfigCache();
  await expect(cache.ensure(db, [desk.policyVersionId, 9_999])).rejects.toThrow('no config version 9999');
  await cache.ensure(db, [desk.policyVersionId]);
  expect(() => cache.calendar(desk.policyVersionId)).toThrow('no calendar version');
  expect(() => createConfigCache().policy(desk.policyVersionId)).toThrow('no policy version');
});

test('publishing chooses for what is new; what is old keeps the version it names', async () => {
  const first = await db.withTransaction((tx) => publish(tx, { kind: 'calendar', name: 'Desk', body: always }, MONDAY));
  const cache = createConfigCache();
  await cache.ensure(db, [first]);
  const week = { mon: [['08:00', '16:00'] as [string, string]] };
  const draft = { kind: 'calendar', name: 'Desk', body: { timeZone: 'Europe/Zagreb', week } } as const;
  const second = await db.withTransaction((tx) => publish(tx, draft, MONDAY + HOUR));
  expect(await activeVersion(db, 'calendar', 'Desk')).toBe(second);
  expect(await activeVersion(db, 'policy', 'Desk')).toBeNull();
  await cache.ensure(db, [first, second]);
  expect(cache.calendar(first).hours).not.toEqual(cache.calendar(second).hours);
  const { rows } = await db.query(`select version from config_version where name = 'Desk' order by id`);
  expect(rows).toEqual([{ version: 1 }, { version: 2 }]);
});

test('what says something impossible is not published', async () => {
  const bodies = [
    { timeZone: 'Europe/Atlantis', alwaysOpen: true },
    { timeZone: 'Europe/Zagreb', week: { mon: [['18:00', '08:00'] as [string, string]] } },
  ];
  for (const body of bodies) {
    const published = db.withTransaction((tx) => publish(tx, { kind: 'calendar', name: 'Bad', body }, MONDAY));
    await expect(published).rejects.toThrow('calendar Bad');
  }
  expect(await activeVersion(db, 'calendar', 'Bad')).toBeNull();
});
