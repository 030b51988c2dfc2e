import type { Tx } from '#server/platform/db/transaction.ts';

/** A table as it is copied: quoted and ready for a statement, computed columns left out. */
export type CopiedTable = { name: string; columns: string[] };

/** Every ordinary table of the schema Belay lives in, in a fixed order. What libraries keep elsewhere they make anew. */
export const tablesOf = async (tx: Tx): Promise<CopiedTable[]> => {
  const { rows } = await tx.query<{ name: string; columns: string[] }>(
    `select quote_ident(c.relname) as name,
        array(select quote_ident(a.attname) from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
          order by a.attnum) as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = current_schema() and c.relkind = 'r' and not c.relispartition
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      order by c.relname collate "C"`,
  );
  return rows;
};

/** Where each sequence stands. */
export const sequencesOf = async (tx: Tx): Promise<{ name: string; value: number; called: boolean }[]> => {
  const { rows } = await tx.query<{ name: string }>(
    `select quote_ident(c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = current_schema() and c.relkind = 'S' order by c.relname collate "C"`,
  );
  const found: { name: string; value: number; called: boolean }[] = [];
  for (const { name } of rows) {
    const state = await tx.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${name}`,
    );
    found.push({ name, value: Number(state.rows[0]!.value), called: state.rows[0]!.called });
  }
  return found;
};

/** The statements that take away what would forbid loading in any order, and those that put it back and so check it. */
export const looseningOf = async (tx: Tx): Promise<{ loosen: string[]; tighten: string[] }> => {
  const { rows } = await tx.query<{ loosen: string; tighten: string }>(
    `select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as loosen,
        format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) as tighten
      from pg_constraint c join pg_namespace n on n.oid = c.connamespace
      where n.nspname = current_schema() and c.contype = 'f' and c.conparentid = 0 order by c.oid`,
  );
  const triggers = await tx.query<{ loosen: string; tighten: string }>(
    `select distinct format('alter table %s disable trigger user', t.tgrelid::regclass) as loosen,
        format('alter table %s enable trigger user', t.tgrelid::regclass) as tighten
      from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = current_schema() and not t.tgisinternal`,
  );
  const all = [...rows, ...triggers.rows];
  return { loosen: all.map(({ loosen }) => loosen), tighten: all.map(({ tighten }) => tighten) };
};
