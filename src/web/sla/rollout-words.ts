import type { RolloutOf } from '#contract/rollout.ts';
import { t } from '#web/app/i18n.ts';

/** What rules are called; there is one matrix, whose name says nothing. */
export const rulesName = ({ kind, name }: RolloutOf): string =>
  kind === 'matrix' ? t('web.rollouts.kind.matrix') : name;
