import type { PersonId, TeamId } from '#core/ids.ts';
import { DAY, HOUR, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { addAbsence } from '#server/people/absence-store.ts';
import { addDutyList, setShifts, type NewShift } from '#server/people/duty-store.ts';
import { setCapacity, setManager } from '#server/people/working-store.ts';
import type { TeamName } from './company.ts';
import type { Login } from './stories.ts';

const WORKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

/** Whom everybody reports to. */
const MANAGERS: Partial<Record<Login, Login>> = {
  petra: 'ivana',
  lea: 'ivana',
  marko: 'ivana',
  jonas: 'giulia',
  minh: 'giulia',
  carlo: 'rosa',
  trang: 'rosa',
  irina: 'rosa',
  ivana: 'sanja',
  giulia: 'sanja',
  rosa: 'sanja',
  sanja: 'vesna',
  nikola: 'vesna',
  elena: 'vesna',
  davor: 'vesna',
};

/** When the Orders desk sits there, by the clocks of Manila; Irina's afternoon is a morning in Zagreb. */
const ORDERS: [Login, string, string][] = [
  ['carlo', '09:00', '18:00'],
  ['trang', '12:00', '21:00'],
  ['rosa', '09:00', '18:00'],
  ['irina', '15:00', '21:00'],
];

/** Most tickets that somebody of the first or second tier holds at once. */
const CAPACITY = { email: 25, portal: 25, api: 25, social: 10, chat: 3, voice: 1 };
const HOLDERS: Login[] = ['petra', 'lea', 'marko', 'jonas', 'minh', 'carlo', 'trang', 'irina'];

/**
 * Who reports to whom, who works when, who is on duty at the weekend, who is away in two weeks. Billing and Technical
 * put down no hours: their people are there whenever the office is.
 */
export async function addDuties(
  tx: Tx,
  { teams, colleagues }: { teams: Record<TeamName, TeamId>; colleagues: Record<Login, PersonId> },
  now: Instant,
): Promise<void> {
  for (const [login, manager] of Object.entries(MANAGERS)) {
    await setManager(tx, colleagues[login as Login], colleagues[manager]);
  }
  for (const login of HOLDERS) await setCapacity(tx, colleagues[login], CAPACITY);

  const orders = await addDutyList(tx, { name: 'Orders', timeZone: 'Asia/Manila', teamId: teams.Orders });
  const weekly: NewShift[] = ORDERS.flatMap(([login, opens, closes]) =>
    WORKDAYS.map((weekday) => ({ personId: colleagues[login], weekday, opens, closes })),
  );
  const saturday: NewShift = { personId: colleagues.carlo, weekday: 'sat', opens: '09:00', closes: '18:00' };
  await setShifts(tx, orders, [...weekly, saturday]);

  const weekend = await addDutyList(tx, { name: 'Weekend duty', timeZone: 'Europe/Zagreb', teamId: null });
  await setShifts(tx, weekend, [
    { personId: colleagues.marko, weekday: 'sat', opens: '09:00', closes: '20:00' },
    { personId: colleagues.minh, weekday: 'sun', opens: '09:00', closes: '20:00' },
  ]);

  const from = now - (now % HOUR) + 14 * DAY;
  await addAbsence(
    tx,
    { personId: colleagues.lea, from, until: from + 7 * DAY, reason: 'holiday', standInId: colleagues.petra },
    now,
  );
}
