import type { PersonId } from '#core/ids.ts';
import type { Language } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** What a person can do, from 1 (has learnt it) to 3 (teaches it). */
export interface PersonSkill {
  name: string;
  level: number;
}

/** Puts down what a person can do and which languages they answer in; what was put down before is replaced. */
export async function setSkills(
  tx: Tx,
  personId: PersonId,
  { skills, speaks }: { skills: PersonSkill[]; speaks: Language[] },
): Promise<void> {
  await nameSkills(
    tx,
    skills.map(({ name }) => name),
  );
  await tx.query('delete from person_skill where person_id = $1', [personId]);
  await tx.query(
    `insert into person_skill (person_id, skill_id, level)
     select $1, s.id, wanted.level from unnest($2::text[], $3::int[]) as wanted (name, level) join skill s using (name)`,
    [personId, skills.map(({ name }) => name), skills.map(({ level }) => level)],
  );
  await tx.query('update person set speaks = $2 where id = $1', [personId, speaks]);
}

/** From now on there are skills of these names. */
export async function nameSkills(tx: Tx, names: readonly string[]): Promise<void> {
  await tx.query('insert into skill (name) select unnest($1::text[]) on conflict (name) do nothing', [names]);
}

/** From now on these people and no others have a skill, which is made if there is none of that name. */
export async function setHolders(
  tx: Tx,
  name: string,
  holders: readonly { personId: PersonId; level: number }[],
): Promise<void> {
  await nameSkills(tx, [name]);
  await tx.query('delete from person_skill where skill_id = (select id from skill where name = $1)', [name]);
  await tx.query(
    `insert into person_skill (person_id, skill_id, level)
     select h.id, s.id, h.level from unnest($2::bigint[], $3::int[]) as h (id, level) join skill s on s.name = $1`,
    [name, holders.map(({ personId }) => personId), holders.map(({ level }) => level)],
  );
}
