import { expect, test } from 'vitest';
import { testLog } from '#test/harness/server.ts';
import { closers } from './closers.ts';

test('what was started last is stopped first, once, however often it is asked', async () => {
  const stopped: string[] = [];
  const opened = closers(testLog());
  for (const name of ['database', 'door', 'desk']) opened.add(name, async () => void stopped.push(name));
  await Promise.all([opened.close(), opened.close()]);
  expect(stopped).toEqual(['desk', 'door', 'database']);
});

test('a part that throws, or never stops, does not keep the others running', async () => {
  const stopped: string[] = [];
  const opened = closers(testLog(), { patienceMs: 50, leastMs: 10 });
  opened.add('database', async () => void stopped.push('database'));
  opened.add('hangs', () => new Promise(() => {}));
  opened.add('throws', async () => {
    throw new Error('it was closed already');
  });
  await opened.close();
  expect(stopped).toEqual(['database']);
});
