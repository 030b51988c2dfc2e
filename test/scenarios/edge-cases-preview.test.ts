import { expect, test } from 'vitest';
import { HOUR, MINUTE, type Instant } from '#core/time.ts';
import { readConfigNames } from '#server/people/name-store.ts';
import { applyThings, type Applied } from '#server/sla/config-apply.ts';
import { readThings, writeFileText } from '#server/sla/config-file.ts';
import { readFileText } from '#server/sla/config-file-read.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';

const db = await testDatabase();
const desk = await openDesk(db);

class Looked extends Error {}
/** What publishing a file would do; published if `andDo`, else only looked at. */
async function apply(text: string, andDo: boolean): Promise<Applied> {
  let applied: Applied | undefined;
  const doing = db.withTransaction(async (tx) => {
    const read = readFileText(text, await readConfigNames(tx));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    applied = await applyThings(tx, read.things, desk.clock.current);
    if (!andDo) throw new Looked();
  });
  await doing.catch((error: unknown) => {
    if (!(error instanceof Looked)) throw error;
  });
  return applied!;
}
const exported = await db.withTransaction(async (tx) => writeFileText(await readThings(tx), await readConfigNames(tx)));
/** The rules as they are, with other hours each day. */
const hours = (rows: string): string =>
  exported.replace('alwaysOpen: true', `week: { mon: ${rows}, tue: ${rows}, wed: ${rows} }`);
const dueOf = async (id: number): Promise<Instant> =>
  (await db.query<{ due_at: Instant }>('select due_at from sla_clock where ticket_id = $1', [id])).rows[0]!.due_at;
const activePolicy = async (): Promise<number> =>
  (await db.query<{ id: number }>(`select version_id as id from config_active where kind = 'policy'`)).rows[0]!.id;

test('edge case 14: hours edited while tickets are due within the hour: first it is said what would become of them, and then just that does', async () => {
  const ids = [await desk.opens(), await desk.opens()];
  desk.clock.advance(20 * MINUTE);
  // from 9:20 on it is lunch: 40 minutes are left for one o'clock
  const closing = hours('[["08:00", "09:20"], ["13:00", "18:00"]]');
  const looked = await apply(closing, false);
  expect(looked.changes.map(({ what, kind }) => `${what} ${kind}`)).toEqual([
    'changed calendar',
    'renewed path',
    'renewed policy',
  ]);
  expect(looked.open).toMatchObject({ tickets: 2, remeasured: { tickets: 2, missed: 0, looked: 2 } });
  // looking changes nothing, and neither does publishing
  expect(await apply(hours('[["08:00", "18:00"]]'), false)).toMatchObject({ open: { remeasured: { missed: 0 } } });
  expect(await apply(closing, true)).toMatchObject({ open: looked.open });
  for (const id of ids) expect(await dueOf(id)).toBe(MONDAY + HOUR);
  const policyVersionId = await activePolicy();
  for (const ticketId of ids) {
    await desk.act({ ticketId, command: { type: 'apply_policy', policyVersionId }, actor: { kind: 'system' } });
    expect(await dueOf(ticketId)).toBe(MONDAY + 4 * HOUR + 40 * MINUTE);
  }
  // who would be late at once is counted: here the promise becomes shorter than what was used
  const text = closing.replace('S3: 1h', 'S3: 10m');
  expect((await apply(text, false)).open.remeasured).toEqual({ tickets: 2, missed: 2, looked: 2 });
});
