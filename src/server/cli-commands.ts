import { watchClimb } from '#server/cli-climb.ts';
import { connectLocal } from '#server/cli-local.ts';
import { WrongUse } from '#server/cli-place.ts';
import type { Say } from '#server/cli-words.ts';

export type Values = Record<string, string | boolean | undefined>;

/** What a command is given: words, where to print, options and operands as they were typed. */
export type Given = { say: Say; tell: (text: string) => void; values: Values; operands: string[] };

export type Command = {
  /** One or two words. */
  name: string;
  /** As it is typed, after `npx belay`. */
  usage: string;
  operands: readonly string[];
  options?: Record<string, { type: 'string' | 'boolean' }>;
  /** Its exit code when that is not 0. */
  run(given: Given): Promise<number | void>;
};

// each loads its own parts: help must not wait for a database driver
export const COMMANDS: readonly Command[] = [
  {
    name: 'demo climb',
    usage: 'demo climb [--speed 60]',
    operands: [],
    options: { speed: { type: 'string' } },
    run: async ({ say, tell, values }) => watchClimb(await connectLocal(say), speedOf(say, values['speed']), say, tell),
  },
  {
    name: 'login',
    usage: 'login <e-mail> [--admin "<name>"]',
    operands: ['email'],
    options: { admin: { type: 'string' } },
    run: async ({ say, tell, values, operands }) =>
      (await import('#server/cli-setup.ts')).login(say, tell, operands[0]!, text(values['admin'])),
  },
  {
    name: 'doctor',
    usage: 'doctor [--json]',
    operands: [],
    options: { json: { type: 'boolean' } },
    run: async ({ say, tell, values }) =>
      (await import('#server/cli-doctor.ts')).doctor(say, tell, values['json'] === true),
  },
  {
    name: 'explain',
    usage: 'explain <ticket number> [--zone Europe/Zagreb] [--lang hr]',
    operands: ['number'],
    options: { zone: { type: 'string' }, lang: { type: 'string' } },
    run: async ({ say, tell, values, operands }) =>
      (await import('#server/cli-explain.ts')).explain(say, tell, operands[0]!, {
        zone: text(values['zone']),
        language: text(values['lang']),
      }),
  },
  {
    name: 'replay',
    usage: 'replay <file.csv> [--keep <folder> [--goes-on]] [--json]',
    operands: ['file'],
    options: { keep: { type: 'string' }, 'goes-on': { type: 'boolean' }, json: { type: 'boolean' } },
    run: async ({ say, tell, values, operands }) =>
      (await import('#server/cli-replay.ts')).replay(say, tell, operands[0]!, {
        keep: text(values['keep']),
        goesOn: values['goes-on'] === true,
        json: values['json'] === true,
      }),
  },
  {
    name: 'simulate',
    usage:
      'simulate --draft <rules.yaml|id> [--from 2026-11-01] [--until 2026-12-01] [--answer-after 15m] [--zone Europe/Zagreb] [--json]',
    operands: [],
    options: {
      draft: { type: 'string' },
      from: { type: 'string' },
      until: { type: 'string' },
      'answer-after': { type: 'string' },
      zone: { type: 'string' },
      json: { type: 'boolean' },
    },
    run: async ({ say, tell, values }) =>
      (await import('#server/cli-simulate.ts')).simulateDraft(say, tell, {
        draft: text(values['draft']),
        from: text(values['from']),
        until: text(values['until']),
        answerAfter: text(values['answer-after']),
        zone: text(values['zone']),
        json: values['json'] === true,
      }),
  },
  {
    name: 'config export',
    usage: 'config export',
    operands: [],
    run: async ({ say, tell }) => (await import('#server/cli-config.ts')).exportConfig(say, tell),
  },
  {
    name: 'config plan',
    usage: 'config plan <file>',
    operands: ['file'],
    run: async ({ say, tell, operands }) => (await import('#server/cli-config.ts')).planConfig(say, tell, operands[0]!),
  },
  {
    name: 'config apply',
    usage: 'config apply <file> [--to-open-tickets]',
    operands: ['file'],
    options: { 'to-open-tickets': { type: 'boolean' } },
    run: async ({ say, tell, values, operands }) =>
      (await import('#server/cli-config.ts')).applyConfig(say, tell, operands[0]!, values['to-open-tickets'] === true),
  },
  {
    name: 'config rollouts',
    usage: 'config rollouts [--cancel <id>]',
    operands: [],
    options: { cancel: { type: 'string' } },
    run: async ({ say, tell, values }) =>
      (await import('#server/cli-rollouts.ts')).tellRollouts(say, tell, text(values['cancel'])),
  },
  {
    name: 'config schema',
    usage: 'config schema',
    operands: [],
    run: async ({ tell }) => (await import('#server/cli-config.ts')).printSchema(tell),
  },
  {
    name: 'config document',
    usage: 'config document [--lang hr] [--at 2026-12-01] [--since 2026-11-01] [--zone Europe/Zagreb] [--html]',
    operands: [],
    options: {
      lang: { type: 'string' },
      at: { type: 'string' },
      since: { type: 'string' },
      zone: { type: 'string' },
      html: { type: 'boolean' },
    },
    run: async ({ say, tell, values }) =>
      (await import('#server/cli-config-document.ts')).printDocument(say, tell, {
        language: text(values['lang']),
        at: text(values['at']),
        since: text(values['since']),
        zone: text(values['zone']),
        html: values['html'] === true,
      }),
  },
  {
    name: 'config lint',
    usage: 'config lint',
    operands: [],
    run: async ({ say, tell }) => (await import('#server/cli-config.ts')).lintConfig(say, tell),
  },
  {
    name: 'migrate',
    usage: 'migrate',
    operands: [],
    run: async ({ say, tell }) => (await import('#server/cli-setup.ts')).runMigrations(say, tell),
  },
  {
    name: 'seed',
    usage: 'seed',
    operands: [],
    run: async ({ say, tell }) => (await import('#server/cli-setup.ts')).seed(say, tell),
  },
  {
    name: 'api-key create',
    usage: 'api-key create --person <e-mail> --scopes tickets:read,tickets:write [--expires 90d] [--name "<name>"]',
    operands: [],
    options: {
      person: { type: 'string' },
      scopes: { type: 'string' },
      expires: { type: 'string' },
      name: { type: 'string' },
    },
    run: async ({ say, tell, values }) =>
      (await import('#server/cli-api-key.ts')).createKey(say, tell, {
        person: text(values['person']),
        scopes: text(values['scopes']),
        expires: text(values['expires']),
        name: text(values['name']),
      }),
  },
  {
    name: 'backup',
    usage: 'backup <file> [--without-secret]',
    operands: ['file'],
    options: { 'without-secret': { type: 'boolean' } },
    run: async ({ say, tell, values, operands }) =>
      (await import('#server/cli-backup.ts')).backUp(say, tell, operands[0]!, values['without-secret'] !== true),
  },
  {
    name: 'restore',
    usage: 'restore <file>',
    operands: ['file'],
    run: async ({ say, tell, operands }) => (await import('#server/cli-backup.ts')).restore(say, tell, operands[0]!),
  },
];

const text = (value: string | boolean | undefined): string | null => (typeof value === 'string' ? value : null);

const speedOf = (say: Say, value: string | boolean | undefined): number => {
  const speed = Number(value ?? '60');
  if (Number.isInteger(speed) && speed >= 1 && speed <= 600) return speed;
  throw new WrongUse(say('cli.climb.bad_speed'));
};
