import type { ChoiceExplanation } from '#contract/explanation.ts';
import type { TicketId, VersionId } from '#core/ids.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readChoiceLog } from './event-store.ts';
import { readVersionNames } from '#server/sla/config-read-store.ts';

/** Which rules said what the ticket is, and which row of the matrix chose its policy and path, by their versions. */
export const explainChoice = async (tx: Tx, ticketId: TicketId): Promise<ChoiceExplanation> => {
  const log = await readChoiceLog(tx, ticketId);
  const { sorted, matched } = choiceIn(log);
  const ids = [sorted?.versionId, matched?.versionId].filter((id) => id !== undefined);
  const versions = await readVersionNames(tx, ids);
  const versionOf = (id: VersionId): number => versions.get(id)!.version;
  const parts = ['topic', 'severity', 'team'] as const;
  return {
    sorted:
      sorted === undefined
        ? []
        : parts.flatMap((part) => {
            const rule = sorted[part];
            if (rule === undefined) return [];
            const asked = (sorted.fields ?? []).filter((each) => each.rule === rule);
            const fields = asked.map(({ name, value }) => ({ name, value }));
            return { part, rule, version: versionOf(sorted.versionId), fields };
          }),
    matched:
      matched === undefined
        ? null
        : { row: matched.rowId, version: versionOf(matched.versionId), conditions: matched.matched },
  };
};

/** What opened it says, and the newest choice of the matrix. */
const choiceIn = (log: LoggedEvent[]) => {
  const opened = log.flatMap(({ event }) => (event.type === 'ticket_opened' ? event : []))[0];
  const changed = log.flatMap(({ event }) => (event.type === 'plan_changed' ? event : [])).at(-1);
  return { sorted: opened?.sorted, matched: changed?.matched ?? opened?.matched };
};
