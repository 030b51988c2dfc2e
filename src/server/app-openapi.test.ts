import { rm } from 'node:fs/promises';
import path from 'node:path';
import { generateApi } from 'swagger-typescript-api';
import { afterAll, expect, test } from 'vitest';
import type { CreatedApiKey } from '#contract/api-key.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { SCOPES } from '#core/people/scopes.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { temporaryFolder } from '#test/harness/server.ts';
import { apiWords } from './app-openapi.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const folder = await temporaryFolder('belay-test-client-');
afterAll(() => rm(folder, { recursive: true, force: true }));

// oxlint-disable-next-line typescript/no-explicit-any -- as deep and as loose as a document of OpenAPI is
type Json = Record<string, any>;
const document: Json = (await server.http.inject('/api/openapi.json')).json();
const operations = Object.entries(document.paths as Json).flatMap(([url, methods]) =>
  Object.entries(methods as Json).map(([method, operation]) => ({ url, method, operation: operation as Json })),
);

/** No part of the API: the browser's own way in, commands on this machine, the catcher, pages, links in mails. */
const NOT_API = /^\/(?:\*|decide\/:token|api\/(?:auth|local|docs|caught-mail|openapi\.json)(?:\/.*)?|metrics)$/;

test('every route is described in words, or is none of the API’s', () => {
  const routes = server.declared.filter(({ method, url }) => method !== 'HEAD' && !NOT_API.test(url));
  const silent = routes.map(({ method, url }) => `${method} ${url}`).filter((route) => apiWords[route] === undefined);
  expect(silent).toEqual([]);
  expect(operations.length).toBe(new Set(routes.map(({ method, url }) => `${method} ${url}`)).size);
});

test('words describe only routes that are there', () => {
  const routes = new Set(server.declared.map(({ method, url }) => `${method} ${url}`));
  expect(Object.keys(apiWords).filter((route) => !routes.has(route))).toEqual([]);
});

test('every operation has a name of its own, a summary, an answer, problems, and says who may', () => {
  const ids = operations.map(({ operation }) => operation.operationId as string);
  const introduced = (document.tags as { name: string }[]).map(({ name }) => name);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { operation } of operations) {
    expect(operation).toMatchObject({ summary: expect.any(String), tags: [expect.any(String)] });
    expect(introduced).toContain(operation.tags[0]);
    expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
    expect(operation.responses[429]).toEqual({ $ref: '#/components/responses/Problem429' });
    for (const scheme of (operation.security as Json[]).flatMap((each) => Object.keys(each))) {
      expect(document.components.securitySchemes).toHaveProperty(scheme);
    }
  }
  const scopes = operations.flatMap(({ operation }) =>
    (operation.security as Json[]).flatMap((each) => (each.apiKey as string[] | undefined) ?? []),
  );
  expect(new Set(scopes)).toEqual(new Set(SCOPES));
});

test('nothing refers to what is not there, and every parameter of a path is declared', () => {
  const text = JSON.stringify(document);
  for (const [, ref] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
    const found = ref!
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => (at as Json | undefined)?.[key], document);
    expect({ ref, found }).toEqual({ ref, found: expect.anything() });
  }
  for (const { url, operation } of operations) {
    const named = [...url.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = ((operation.parameters ?? []) as Json[]).filter((each) => each.in === 'path');
    expect(declared.map(({ name }) => name).toSorted()).toEqual(named.toSorted());
    expect(declared.every(({ required }) => required === true)).toBe(true);
  }
  expect(document.openapi).toBe('3.1.0');
});

test('numbers are integers, moments are named, and filters that repeat are lists', () => {
  const create = document.paths['/api/tickets/{id}'].get.parameters[0];
  expect(create).toMatchObject({ name: 'id', in: 'path', schema: { type: 'integer', exclusiveMinimum: 0 } });
  const list = document.paths['/api/tickets'].get.parameters as Json[];
  expect(list.find(({ name }) => name === 'team')).toMatchObject({
    explode: true,
    schema: { type: 'array', items: { type: 'integer' } },
  });
  expect(document.components.schemas.TicketDetail.properties).toMatchObject({
    id: { type: 'integer' },
    status: { $ref: '#/components/schemas/Status' },
    requester: { $ref: '#/components/schemas/PersonRef' },
  });
  const header = (document.paths['/api/tickets'].post.parameters as Json[])[0];
  expect(header).toMatchObject({ name: 'idempotency-key', in: 'header', required: false });
});

test('every example is a request that can be understood', async () => {
  const sanja = await server.as(desk.sanja);
  await db.query(`update person set role = 'admin' where id = $1`, [desk.sanja]);
  const misunderstood: string[] = [];
  for (const [route, { example }] of Object.entries(apiWords)) {
    if (example === undefined) continue;
    const [method, url] = route.split(' ') as ['PUT', string];
    const at = url
      .replaceAll(/:(?:id|escalationId|legId|approvalId|questionId|personId|otherId)\b/g, '999999')
      .replace(':name', 'Example');
    const answer = await sanja.ask(method, at, example as object);
    if (answer.statusCode === 400) misunderstood.push(`${route} ${answer.body}`);
  }
  expect(misunderstood).toEqual([]);
});

test('a generated client opens a ticket and reads it back', async () => {
  await generateApi({
    spec: document as never,
    output: folder,
    fileName: 'client.ts',
    generateClient: true,
    silent: true,
    cleanOutput: false,
  });
  const { Api } = await import(/* @vite-ignore */ path.join(folder, 'client.ts'));
  const url = await server.http.listen({ host: '127.0.0.1', port: 0 });
  const petra = await server.as(desk.petra);
  const scopes = ['tickets:read', 'tickets:write'];
  const { key }: CreatedApiKey = (await petra.ask('POST', '/api/api-keys', { name: 'Client', scopes })).json();
  const { api } = new Api({ baseUrl: url, baseApiParams: { headers: { authorization: `Bearer ${key}` } } });
  const wanted = { requester: { email: 'iva@posta.example' }, subject: 'By a client', text: 'Made by a machine.' };
  const made: TicketDetail = (await api.createTicket(wanted, { headers: { 'idempotency-key': 'by-a-client' } })).data;
  expect(made).toMatchObject({ subject: 'By a client', channel: 'api' });
  expect((await api.getTicket(made.id)).data.number).toBe(made.number);
  const listed = (await api.listTickets({ team: [desk.teamId], limit: 5 })).data;
  expect(listed.items.map(({ id }: { id: number }) => id)).toContain(made.id);
  await expect(api.getTicket(999_999)).rejects.toMatchObject({ status: 404 });
}, 120_000);
