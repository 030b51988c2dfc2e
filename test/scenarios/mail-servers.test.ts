import { describe, expect, test } from 'vitest';
import { until } from '#server/platform/clock.ts';
import { findMailServers, startMailServers } from '#test/harness/mail-servers.ts';

const programs = findMailServers();

describe.skipIf(programs === null)('the real mail servers', async () => {
  const servers = programs && (await startMailServers(programs, ['support@bura.example', 'ana@posta.example']));

  test('Postfix takes a mail, Dovecot has it, and both come back with what they kept', async () => {
    const { send, count, dovecot, postfix } = servers!;
    const mail = { from: 'ana@posta.example', to: 'support+tag@bura.example', subject: 'Bok', text: 'Čaj' };
    await send(mail);
    expect(await until(async () => (await count('support@bura.example')) === 1, { withinMs: 10_000 })).toBe(true);
    await postfix.stop();
    await dovecot.stop();
    await dovecot.start();
    await postfix.start();
    await send(mail);
    expect(await until(async () => (await count('support@bura.example')) === 2, { withinMs: 10_000 })).toBe(true);
  });
});
