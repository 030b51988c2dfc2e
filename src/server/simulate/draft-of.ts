import type { RulesDraft } from '#contract/simulation.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { findDraft } from '#server/sla/config-draft-store.ts';

/** Where each kind that has names stands in a draft. */
export const SECTIONS = {
  calendar: 'calendars',
  path: 'paths',
  policy: 'policies',
  team: 'teams',
  skill: 'skills',
} as const;

/**
 * A draft that is kept, as one that can be simulated. Throws 422 when nobody put it down or it was decided about, and
 * for rules of intake: what is lived again is sorted already.
 */
export const draftOf = async (tx: Tx, id: number): Promise<RulesDraft> => {
  const draft = await findDraft(tx, id);
  if (draft?.state !== 'open') throw new HttpProblem(422, 'no_such_draft');
  const { kind, name, body } = draft;
  switch (kind) {
    case 'calendar':
    case 'path':
    case 'policy':
    case 'team':
    case 'skill':
      return { [SECTIONS[kind]]: { [name]: body } } as RulesDraft;
    case 'matrix':
    case 'limits':
      return { [kind]: body } as RulesDraft;
    case 'intake_rules':
      throw new HttpProblem(422, 'draft_not_simulated');
  }
};
