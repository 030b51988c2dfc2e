// Business time on one core, against what the machine can do at all: the same two binary searches over a year of spans
// that any answer needs, written by hand. One JSON line a figure.
import { addOpenTime, compileCalendar, openTimeBetween, type CalendarDefinition } from '#core/sla/business-hours.ts';
import { DAY, HOUR, MINUTE, type Instant } from '#core/time.ts';

const QUESTIONS = 1 << 16;
const ROUNDS = 5;
const ROUND_MS = 400;
const START = Date.UTC(2026, 0, 1);

const hours = [
  ['08:00', '12:00'],
  ['13:00', '17:30'],
] as const;
const office: CalendarDefinition = {
  timeZone: 'Europe/Zagreb',
  week: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: [['09:00', '12:00']] },
  holidays: ['2026-01-01', '2026-01-06', '2026-05-01', '2026-12-25', '2027-01-01', '2027-01-06'],
};
const CLOSED_FROM = Date.UTC(2026, 5, 6);
const closedForYears: CalendarDefinition = {
  ...office,
  holidays: Array.from({ length: 1_461 }, (_, day) => new Date(CLOSED_FROM + day * DAY).toISOString().slice(0, 10)),
};

function compiled(definition: CalendarDefinition) {
  const result = compileCalendar(definition);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.calendar;
}

/** Numbers spread evenly over [0, below), the same in every run. */
function spread(below: number): Float64Array {
  let seed = 1;
  return Float64Array.from({ length: QUESTIONS }, () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  });
}

const starts = spread(365 * DAY).map((ms) => START + ms);
const amounts = spread(40 * HOUR).map((ms) => ms + 1);
const lengths = spread(90 * DAY);
// kept so that no loop can be thought away
let sink = 0;

/** The best of several rounds, in answers a second: the machine is shared, and the best round was disturbed least. */
function perSecond(ask: (i: number) => number): number {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    let asked = 0;
    do {
      for (let i = 0; i < QUESTIONS; i++) sink += ask(i);
      asked += QUESTIONS;
    } while (performance.now() - from < ROUND_MS);
    best = Math.max(best, (asked / (performance.now() - from)) * 1_000);
  }
  return best;
}

function print(figure: string, value: number, unit: string, more: Record<string, number>): void {
  const rounded = (n: number) => Number(n.toPrecision(4));
  const rest = Object.fromEntries(Object.entries(more).map(([name, n]) => [name, rounded(n)]));
  console.log(JSON.stringify({ bench: 'business-time', figure, value: rounded(value), unit, ...rest }));
}

function added(calendar: ReturnType<typeof compiled>, start: Instant, amount: number): number {
  const result = addOpenTime(calendar, start, amount);
  return result.ok ? (result.at ?? 0) : -1;
}

/** Two searches over as many numbers as the office has spans a year. */
function searchLimit(): number {
  const sorted = Float64Array.from({ length: 550 }, (_, i) => START + (i * 365 * DAY) / 550);
  const search = (value: number): number => {
    let low = 0;
    let high = sorted.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! <= value) low = middle;
      else high = middle;
    }
    return low;
  };
  return perSecond((i) => search(starts[i]!) + search(starts[(i + 1) % QUESTIONS]!));
}

function microseconds(act: () => unknown): number {
  const from = performance.now();
  act();
  return (performance.now() - from) * 1_000;
}

const open = compiled(office);
const closed = compiled(closedForYears);
const lastFriday = Date.UTC(2026, 5, 5, 15);
const cold = microseconds(() => added(compiled(closedForYears), lastFriday, 8 * HOUR));

const limit = searchLimit();
const add = perSecond((i) => added(open, starts[i]!, amounts[i]!));
const between = perSecond((i) => openTimeBetween(open, starts[i]!, starts[i]! + lengths[i]!));
const overClosure = perSecond((i) => added(closed, lastFriday - i * MINUTE, 4_000 * HOUR));

print('add', add, '1/s', { limit, aim: 1_000_000 });
print('between', between, '1/s', { limit, aim: 1_000_000 });
print('add over a four-year closure', 1e6 / overClosure, 'µs', { limit: 1e6 / limit, ordinaryAdd: 1e6 / add });
print('first add over a four-year closure, with compiling', cold, 'µs', { limit: 1e6 / limit });
if (Number.isNaN(sink)) throw new Error('an answer was no number');
