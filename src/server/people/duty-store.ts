import type { DutyList, ShiftOnWire } from '#contract/duty.ts';
import type { DutyListId, TeamId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

const WEEKDAY = `(array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])[s.weekday]`;
const timeOf = (column: string): string =>
  `lpad((${column} / 60)::text, 2, '0') || ':' || lpad((${column} % 60)::text, 2, '0')`;

/** Lists of shifts by name; one of them when an id is given. At most 1,000. */
export const readDutyLists = async (db: Tx, id: DutyListId | null = null): Promise<DutyList[]> => {
  const { rows } = await db.query<DutyList>(
    `select d.id, d.name, d.time_zone as "timeZone",
       case when t.id is not null then jsonb_build_object('id', t.id, 'name', t.name) end as team,
       coalesce((select jsonb_agg(jsonb_build_object(
           'person', jsonb_build_object('id', p.id, 'name', p.name, 'role', p.role), 'weekday', ${WEEKDAY},
           'date', s.on_date, 'opens', ${timeOf('s.opens_minute')}, 'closes', ${timeOf('s.closes_minute')})
           order by s.on_date nulls first, s.weekday, s.opens_minute, p.name, s.id)
         from shift s join person p on p.id = s.person_id where s.duty_list_id = d.id), '[]') as shifts
     from duty_list d left join team t on t.id = d.team_id
     where $1::bigint is null or d.id = $1 order by d.name limit 1000`,
    [id],
  );
  return rows;
};

/** Makes a list without shifts; its id. Throws on a name that is taken. */
export const addDutyList = async (
  tx: Tx,
  { name, timeZone, teamId }: { name: string; timeZone: string; teamId: TeamId | null },
): Promise<DutyListId> => {
  const { rows } = await tx.query<{ id: DutyListId }>(
    'insert into duty_list (name, time_zone, team_id) values ($1, $2, $3) returning id',
    [name, timeZone, teamId],
  );
  return rows[0]!.id;
};

/** Changes what is given; the rest stays. Throws on a name that is taken. */
export const changeDutyList = async (
  tx: Tx,
  id: DutyListId,
  { name, timeZone }: { name?: string | undefined; timeZone?: string | undefined },
): Promise<void> => {
  await tx.query('update duty_list set name = coalesce($2, name), time_zone = coalesce($3, time_zone) where id = $1', [
    id,
    name,
    timeZone,
  ]);
};

export type NewShift = Omit<ShiftOnWire, 'weekday' | 'date'> & Partial<Pick<ShiftOnWire, 'weekday' | 'date'>>;

const WEEKDAYS: readonly (string | null | undefined)[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** From now on the list has these shifts and no others. */
export const setShifts = async (tx: Tx, id: DutyListId, shifts: readonly NewShift[]): Promise<void> => {
  await tx.query('delete from shift where duty_list_id = $1', [id]);
  await tx.query(
    `insert into shift (duty_list_id, person_id, weekday, on_date, opens_minute, closes_minute)
     select $1, * from unnest($2::bigint[], $3::int[], $4::date[], $5::int[], $6::int[])`,
    [
      id,
      shifts.map(({ personId }) => personId),
      shifts.map(({ weekday }) => (WEEKDAYS.includes(weekday) ? WEEKDAYS.indexOf(weekday) + 1 : null)),
      shifts.map(({ date }) => date ?? null),
      shifts.map(({ opens }) => minuteOf(opens)),
      shifts.map(({ closes }) => minuteOf(closes)),
    ],
  );
};

/** Removes a list with its shifts; false when there is none. */
export const removeDutyList = async (tx: Tx, id: DutyListId): Promise<boolean> => {
  const { rowCount } = await tx.query('delete from duty_list where id = $1', [id]);
  return rowCount === 1;
};
