import type { RulesDraft } from '#contract/simulation.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { findDraft } from '#server/sla/config-draft-store.ts';

const SECTIONS = { calendar: 'calendars', path: 'paths', policy: 'policies' } as const;

/**
 * A draft that is kept, as one that can be simulated. Throws 422 when nobody put it down or it was decided about, and
 * for kinds that are not simulated: what is lived again is sorted already, by the people who are there now.
 */
export const draftOf = async (tx: Tx, id: number): Promise<RulesDraft> => {
  const draft = await findDraft(tx, id);
  if (draft?.state !== 'open') throw new HttpProblem(422, 'no_such_draft');
  const { kind, name, body } = draft;
  switch (kind) {
    case 'calendar':
    case 'path':
    case 'policy':
      return { [SECTIONS[kind]]: { [name]: body } } as RulesDraft;
    case 'matrix':
      return { matrix: body } as RulesDraft;
    case 'intake_rules':
    case 'team':
    case 'skill':
    case 'limits':
      throw new HttpProblem(422, 'draft_not_simulated');
  }
};
