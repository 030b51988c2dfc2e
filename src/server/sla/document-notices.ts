import type { Path } from '#core/escalation/path.ts';
import { lengthOf, listOf } from './document-lengths.ts';
import type { DocumentWords } from './document-words.ts';

/** What of a path begins a climb although nobody asks and nothing is missed; nothing when it notices nothing. */
export const noticeWords = ({ signals = {} }: Path, { language, say }: DocumentWords): string[] => {
  const { reopens, repeatedContact, silenceMs, promiseAtRiskPercent, undeliverable, assigneeAbsent } = signals;
  const rules = [
    reopens !== undefined && say('notice.reopens', { count: reopens }),
    repeatedContact !== undefined &&
      say('notice.repeated', {
        count: repeatedContact.messages,
        length: lengthOf(repeatedContact.withinMs, language),
      }),
    silenceMs !== undefined && say('notice.silence', { length: lengthOf(silenceMs, language, 'business') }),
    promiseAtRiskPercent !== undefined && say('notice.promise', { percent: promiseAtRiskPercent }),
    undeliverable === true && say('notice.undeliverable'),
    assigneeAbsent === true && say('notice.absent'),
  ].filter((rule) => rule !== false);
  return rules.length === 0 ? [] : [say('path.notices', { rules: listOf(rules, language, 'disjunction') })];
};

/** How sure whoever notices something must be for it to call anybody. */
export const thresholdWords = ({ thresholds = [] }: Path, { language, say }: DocumentWords): string[] => {
  const kinds = thresholds.map(({ signal, least }) =>
    say('threshold.one', { signal: say(`signal.${signal}`), percent: Math.round(least * 100) }),
  );
  return kinds.length === 0 ? [] : [say('path.thresholds', { kinds: listOf(kinds, language) })];
};

/** Which reasons wait, and for what. */
export const gateWords = ({ gates = [] }: Path, { language, say }: DocumentWords): string[] =>
  gates.flatMap(({ reason, afterDue, attempts, orAfterMs }) => {
    const conditions = [
      ...(afterDue ? [say('gate.after_due')] : []),
      ...(attempts > 0 ? [say('gate.attempts', { count: attempts })] : []),
    ];
    if (conditions.length === 0) return [];
    const waited = listOf(conditions, language);
    const most =
      orAfterMs === undefined ? [] : [say('gate.or_after', { length: lengthOf(orAfterMs, language, 'business') })];
    return say('path.gate', {
      reason: say(`reason.${reason}`),
      conditions: listOf([waited, ...most], language, 'disjunction'),
    });
  });
