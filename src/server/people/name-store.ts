import type { Tx } from '#server/platform/db/transaction.ts';

/** What rules name by number, and how a file calls it: colleagues by address, the others by name. */
export interface ConfigNames {
  person: ReadonlyMap<number, string>;
  team: ReadonlyMap<number, string>;
  skill: ReadonlyMap<number, string>;
  dutyList: ReadonlyMap<number, string>;
}

/** Every name that rules may use; at most 5,000 of each. */
export const readConfigNames = async (tx: Tx): Promise<ConfigNames> => {
  const { rows } = await tx.query<{ kind: keyof ConfigNames; id: number; name: string }>(
    `(select 'person' as kind, id, email as name from person
        where active and email is not null and role not in ('customer', 'bot') limit 5000)
     union all (select 'team', id, name from team limit 5000)
     union all (select 'skill', id, name from skill limit 5000)
     union all (select 'dutyList', id, name from duty_list limit 5000)`,
  );
  const of = (wanted: keyof ConfigNames) =>
    new Map(rows.filter(({ kind }) => kind === wanted).map(({ id, name }) => [id, name]));
  return { person: of('person'), team: of('team'), skill: of('skill'), dutyList: of('dutyList') };
};
