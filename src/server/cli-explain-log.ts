import type { Explanation } from '#contract/explanation.ts';
import { eventLine } from '#server/cli-event-words.ts';
import type { Moment } from '#server/cli-time.ts';
import type { Say } from '#server/cli-words.ts';

type EventReason = Explanation['reasons'][number]['because'];

/** Alike events in a row from which they are told on one line: a last resort called all night is one thing to read. */
const FOLDED_FROM = 3;

/**
 * The log of a ticket as it is read, each event with why it happened. What happened again and again, for the same
 * reason, is told once, with from when to when and how often.
 */
export const logLines = (
  say: Say,
  found: Explanation,
  moment: Moment,
  reasonWords: (because: EventReason) => string,
): string[] => {
  const told = found.log.items.map((event) => ({
    ...event,
    line: eventLine(say, event, found, moment),
    because: found.reasons.flatMap(({ seq, because }) => (seq === event.seq ? [reasonWords(because)] : [])),
  }));
  const lines: string[] = [];
  for (let index = 0; index < told.length;) {
    const first = told[index]!;
    const alike = told
      .slice(index)
      .findIndex((each) => each.line !== first.line || `${each.because}` !== `${first.because}`);
    const count = alike === -1 ? told.length - index : alike;
    const folded = count >= FOLDED_FROM ? count : 1;
    const last = told[index + folded - 1]!;
    const seqs = folded === 1 ? String(first.seq) : `${first.seq}–${last.seq}`;
    const when = folded === 1 ? moment(first.at) : `${moment(first.at)} – ${moment(last.at)}`;
    const line = folded === 1 ? first.line : say('cli.explain.times', { line: first.line, count: folded });
    lines.push(`  ${seqs.padStart(3)}  ${when}  ${line}`);
    lines.push(...first.because.map((rule) => `       ${say('cli.explain.because', { rule })}`));
    index += folded;
  }
  return lines;
};

/** Numbers of events as they are read: 3, 7, 12–57. */
export const eventNumbers = (locale: string, seqs: readonly number[]): string => {
  const runs: [number, number][] = [];
  for (const seq of seqs) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === seq - 1) run[1] = seq;
    else runs.push([seq, seq]);
  }
  const parts = runs.flatMap(([from, to]) => (to - from < 2 ? range(from, to).map(String) : [`${from}–${to}`]));
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts);
};

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
