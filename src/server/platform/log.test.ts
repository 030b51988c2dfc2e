import { expect, test } from 'vitest';
import { createLog } from './log.ts';

const capture = (level = 'info', secrets: string[] = []) => {
  const lines: string[] = [];
  return { lines, log: createLog({ level, secrets }, { write: (line: string) => void lines.push(line) }) };
};

test('a line is one JSON object with level, time and message', () => {
  const { lines, log } = capture();
  log.info({ ticket: 7 }, 'arrived');
  log.debug('too quiet');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), ticket: 7, msg: 'arrived' },
  ]);
});

test('fields with telling names are hidden, wherever they hang', () => {
  const { lines, log } = capture();
  log.info({
    password: 'hunter2',
    user: { token: 'hunter2' },
    request: { headers: { authorization: 'hunter2', cookie: 'hunter2' } },
  });
  expect(lines.join()).not.toContain('hunter2');
  expect(lines.join().split('[hidden]')).toHaveLength(5);
});

test('a password inside an address is hidden, also in an error', () => {
  const { lines, log } = capture();
  log.error({ err: new Error('cannot reach postgres://belay:hunter2@db:5432/belay') }, 'smtp://u:hunter2@mail too');
  expect(lines.join()).not.toContain('hunter2');
  expect(lines.join()).toContain('postgres://belay:[hidden]@db:5432/belay');
});

test('a known secret is hidden whatever line it turns up in, also when JSON escapes it', () => {
  const { lines, log } = capture('info', ['top"secret\\value', 'short']);
  log.warn({ where: 'x top"secret\\value y' }, 'top"secret\\value');
  expect(lines.join()).not.toContain('secret');
  log.warn('a short word stays');
  expect(lines.at(-1)).toContain('short');
});

test('a row that the database refuses is named without what is in it', () => {
  const { lines, log } = capture();
  const error = new Error('violates check constraint');
  log.error({ err: Object.assign(error, { detail: 'Failing row contains (7, a quarrel,\n of two).' }) });
  log.error({
    err: Object.assign(new Error('duplicate'), { detail: 'Key (email)=(ana@kupac.example) already exists.' }),
  });
  expect(lines.map((line) => JSON.parse(line).err.detail)).toEqual([
    'Failing row contains [hidden]',
    'Key (email)=[hidden]',
  ]);
});

test('an error is told with code, stack and cause, without what libraries hang on it', () => {
  const { lines, log } = capture();
  const cause = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  log.error({ err: Object.assign(new Error('lost', { cause }), { client: { secretKey: 'hunter2' } }) });
  const { err } = JSON.parse(lines[0]!);
  expect(err).toMatchObject({
    message: 'lost',
    stack: expect.stringContaining('log.test'),
    cause: { code: 'ECONNRESET' },
  });
  expect(lines.join()).not.toContain('hunter2');
});
