import { i18n } from '@lingui/core';
import { moneyWords } from '#contract/money.ts';
import type { Money } from '#core/approval/money.ts';
import { t } from '#web/app/i18n.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let asked: string | undefined;
let zone: string | undefined;

/** Shows every moment in this zone (the reader's own, from their profile); an unknown one is left out. */
export function setZone(name: string): void {
  if (name === asked) return;
  asked = name;
  try {
    zone = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    zone = undefined;
  }
}

/** The zone moments are shown in; undefined = the browser's. */
export const shownZone = (): string | undefined => zone;

/** The reader's own way to write dates (en-GB, en-US, …) where the browser names one of the spoken language. */
const dateLocale = (): string =>
  (ownWays[i18n.locale] ??=
    globalThis.navigator?.languages?.find((tag) => tag.split('-', 1)[0] === i18n.locale) ?? i18n.locale);
/** By the spoken language: the browser makes its list anew each time it is asked, and every moment asks each second. */
const ownWays: Record<string, string> = {};

/** Keeps what is made for a language and options: making a format takes a hundred times as long as using it. */
function keepMade<Options, Format>(make: (locale: string, options: Options) => Format) {
  const kept = new Map<string, Format>();
  return (locale: string, options: Options): Format => {
    const key = `${locale} ${JSON.stringify(options)}`;
    const made = kept.get(key) ?? make(locale, options);
    kept.set(key, made);
    return made;
  };
}
const dateFormat = keepMade((locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options));
const numberFormat = keepMade((locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options));
const listFormat = keepMade((locale, options: Intl.ListFormatOptions) => new Intl.ListFormat(locale, options));
const nameFormat = keepMade((locale, options: Intl.DisplayNamesOptions) => new Intl.DisplayNames(locale, options));

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const STYLES = {
  key: { year: 'numeric', month: '2-digit', day: '2-digit' },
  clock: CLOCK,
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  weekday: { weekday: 'short', ...CLOCK },
  date: { day: 'numeric', month: 'short', ...CLOCK },
  year: { day: 'numeric', month: 'short', year: 'numeric' },
  full: { dateStyle: 'full', timeStyle: 'long', hourCycle: 'h23' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** The formats of the reader as they are now: hundreds of moments are written each second. */
let styles: { way: string; zone: string | undefined; made: Map<string, Intl.DateTimeFormat> } | undefined;
function write(style: keyof typeof STYLES, at: number): string {
  const way = dateLocale();
  if (styles?.way !== way || styles.zone !== zone) styles = { way, zone, made: new Map() };
  const made = styles.made.get(style) ?? new Intl.DateTimeFormat(way, { ...STYLES[style], timeZone: zone });
  styles.made.set(style, made);
  return made.format(at);
}

/** `14:05` */
export const timeOfDay = (at: number): string => write('clock', at);
/** `Wed 18 Nov` */
export const day = (at: number): string => write('day', at);
/** Whether two moments fall on one day for the reader. */
export const sameDay = (a: number, b: number): boolean =>
  Math.abs(a - b) <= DAY + HOUR && write('key', a) === write('key', b);

/** As short as it can be said without doubt: `14:05`, `Wed 14:05`, `12 Nov 14:05`, `12 Nov 2025`. */
export function moment(at: number, now: number): string {
  if (sameDay(at, now)) return timeOfDay(at);
  if (Math.abs(at - now) < 6 * DAY) return write('weekday', at);
  return write(Math.abs(at - now) < 180 * DAY ? 'date' : 'year', at);
}

/** In full, for a tooltip: `Wednesday, 18 November 2026 at 14:05:09 CET`. */
export const momentInFull = (at: number): string => write('full', at);

/** The same moment on a clock in `zoneName`: `Wed 14:05`. Null where the reader's own clock says the same, or the zone is unknown. */
export function momentElsewhere(at: number, zoneName: string | null): string | null {
  if (zoneName === null) return null;
  try {
    const there = dateFormat(dateLocale(), { ...STYLES.weekday, timeZone: zoneName }).format(at);
    return there === write('weekday', at) ? null : there;
  } catch {
    return null;
  }
}

/** How a length was counted: in hours that were open, or by the clock on the wall. */
export type Counted = 'business' | 'wall';

/**
 * For a chip: `8m 12s` below ten minutes, then `42m`, `1h 05`, `3d 4h`; business time `76h`, because a day of it is not 24
 * hours. Takes the length, not the sign.
 */
export function chipDuration(lengthMs: number, counted: Counted): string {
  const ms = Math.abs(lengthMs);
  if (ms < 10 * MINUTE) {
    const seconds = Math.floor(ms / 1000);
    if (seconds < 60) return t('web.duration.seconds', { s: seconds });
    return t('web.duration.minutes_seconds', {
      m: Math.floor(seconds / 60),
      s: String(seconds % 60).padStart(2, '0'),
    });
  }
  if (ms < HOUR) return t('web.duration.minutes', { m: Math.floor(ms / MINUTE) });
  if (ms < DAY) {
    return t('web.duration.hours_minutes', {
      h: Math.floor(ms / HOUR),
      m: String(Math.floor((ms % HOUR) / MINUTE)).padStart(2, '0'),
    });
  }
  if (counted === 'business') return t('web.duration.hours', { h: Math.floor(ms / HOUR) });
  return t('web.duration.days_hours', { d: Math.floor(ms / DAY), h: Math.floor((ms % DAY) / HOUR) });
}

const unit = (value: number, name: 'day' | 'hour' | 'minute' | 'second', display: 'long' | 'short'): string =>
  numberFormat(i18n.locale, { style: 'unit', unit: name, unitDisplay: display }).format(value);

/** For a sentence: `26 min`, `1 hr 5 min`, `3 days 4 hr`; `display: 'long'` for what is read aloud. */
export function spokenDuration(lengthMs: number, display: 'long' | 'short' = 'short'): string {
  const ms = Math.abs(lengthMs);
  if (ms < MINUTE) return unit(Math.floor(ms / 1000), 'second', display);
  if (ms < HOUR) return unit(Math.floor(ms / MINUTE), 'minute', display);
  const [big, small] =
    ms < DAY
      ? ([
          ['hour', Math.floor(ms / HOUR)],
          ['minute', Math.floor((ms % HOUR) / MINUTE)],
        ] as const)
      : ([
          ['day', Math.floor(ms / DAY)],
          ['hour', Math.floor((ms % DAY) / HOUR)],
        ] as const);
  return small[1] === 0
    ? unit(big[1], big[0], display)
    : `${unit(big[1], big[0], display)} ${unit(small[1], small[0], display)}`;
}

/** Business time, for a sentence: never in days, because a day of it is not 24 hours. */
export function businessDuration(lengthMs: number, display: 'long' | 'short' = 'short'): string {
  const ms = Math.abs(lengthMs);
  if (ms < DAY) return spokenDuration(ms, display);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  const hours = unit(Math.floor(ms / HOUR), 'hour', display);
  return minutes === 0 ? hours : `${hours} ${unit(minutes, 'minute', display)}`;
}

/** An amount with its currency. */
export const money = (amount: Money): string => moneyWords(i18n.locale, amount);

/** `Petra, Marko, and Ivana` */
export const list = (names: readonly string[]): string =>
  listFormat(i18n.locale, { style: 'long', type: 'conjunction' }).format(names);

/** `12 kB`, `3.4 MB` */
export function fileSize(bytes: number): string {
  const [value, name] =
    bytes < 1_000 ? [bytes, 'byte'] : bytes < 1_000_000 ? [bytes / 1_000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return numberFormat(i18n.locale, {
    style: 'unit',
    unit: name as string,
    unitDisplay: 'short',
    maximumFractionDigits: name === 'megabyte' ? 1 : 0,
  }).format(value as number);
}

/** The language's own name in the reader's language: `hr` → `Croatian`. */
export const languageName = (tag: string): string => nameFormat(i18n.locale, { type: 'language' }).of(tag) ?? tag;

/** The language's own name for itself: `hr` → `Hrvatski`. */
export function ownLanguageName(tag: string): string {
  const name = nameFormat(tag, { type: 'language' }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/** A length in a sentence, by how it was counted. */
export const durationIn = { business: businessDuration, wall: spokenDuration } satisfies Record<Counted, unknown>;
