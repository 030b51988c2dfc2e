import { fastify } from 'fastify';
import client from 'prom-client';
import { expect, test } from 'vitest';
import type { TicketPage } from '#contract/list.ts';
import { until } from '#server/platform/clock.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { metricsRoute } from '#server/platform/metrics/metrics-route.ts';
import { startTestBelay } from '#test/harness/belay.ts';

const belay = await startTestBelay();
const metrics = (headers: Record<string, string> = {}): Promise<Response> => fetch(`${belay.url}/metrics`, { headers });
const valueOf = (text: string, line: string): number =>
  Number(
    text
      .split('\n')
      .find((each) => each.startsWith(`${line} `))
      ?.split(' ')
      .at(-1) ?? Number.NaN,
  );

test('it tells what an operator watches, and agrees with the health page', async () => {
  const text = await (await metrics()).text();
  expect(valueOf(text, 'belay_database_up')).toBe(1);
  expect(valueOf(text, 'belay_tickets_stuck')).toBe(0);
  const { rows } = await belay.db.query<{ count: number }>(
    `select count(*) as count from ticket where status <> 'closed'`,
  );
  const open = ['S1', 'S2', 'S3', 'S4'].map((severity) => valueOf(text, `belay_tickets_open{severity="${severity}"}`));
  expect(open.reduce((sum, each) => sum + each, 0)).toBe(rows[0]!.count);
  expect(valueOf(text, 'belay_limbo{kind="mail_undecided"}')).toBe(0);
  expect(valueOf(text, 'belay_database_connections{state="open"}')).toBeGreaterThan(0);
  expect(text).toContain('process_resident_memory_bytes');
});

test('requests are counted by the template of their route, and what nobody serves under one name', async () => {
  const sanja = await belay.as('sanja');
  const page = await sanja.get<TicketPage>('/api/tickets');
  for (const { id } of page.items.slice(0, 3)) await sanja.get(`/api/tickets/${id}`);
  for (const name of ['a', 'b', 'c']) await fetch(`${belay.url}/api/${name}-gone`);
  const text = await (await metrics()).text();
  const count = (route: string, status: string): number =>
    valueOf(text, `belay_http_request_duration_seconds_count{method="GET",route="${route}",status="${status}"}`);
  expect(count('/api/tickets/:id', '2xx')).toBe(3);
  expect(count('none', '4xx')).toBe(3);
  expect(text).not.toContain('/api/a-');
});

test('mail is counted by verdict once it is decided', async () => {
  await metrics();
  await belay.sends({ from: 'ana@kupac.example', to: 'billing@bura.example', subject: 'Counted', text: 'Once.' });
  const isCounted = async (): Promise<boolean> => {
    const text = await (await metrics()).text();
    return valueOf(text, 'belay_mail_decided_total{verdict="accepted",why="new"}') === 1;
  };
  // the database is asked every five seconds
  expect(await until(isCounted, { withinMs: 15_000, everyMs: 500 })).toBe(true);
  const text = await (await metrics()).text();
  expect(valueOf(text, 'belay_decisions_total{command="open",outcome="done"}')).toBeGreaterThan(0);
});

test.each(['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])(
  'through a proxy that says %s there is nothing',
  async (name) => {
    expect((await metrics({ [name]: '203.0.113.7' })).status).toBe(404);
  },
);

const served = async (
  token: string | null,
  isBehindProxy: boolean,
): Promise<(authorization?: string) => Promise<number>> => {
  const http = fastify() as unknown as Http;
  metricsRoute(http, { registry: new client.Registry(), refresh: async () => {}, token, isBehindProxy });
  return async (authorization) =>
    (await http.inject({ url: '/metrics', headers: authorization === undefined ? {} : { authorization } })).statusCode;
};

test('behind a proxy that says nothing of itself there is nothing either, unless a token is known', async () => {
  const closed = await served(null, true);
  // notFound is thrown as it is here, without the handler that gives it its status
  expect(await closed()).not.toBe(200);
  const guarded = await served('a token of sixteen', true);
  expect(await guarded('Bearer a token of sixteen')).toBe(200);
  expect(await guarded('Bearer another')).not.toBe(200);
  expect(await guarded()).not.toBe(200);
});
