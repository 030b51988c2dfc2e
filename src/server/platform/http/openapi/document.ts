import type { DeclaredRoute, RouteAccess } from './register.ts';
import type { ApiWords, RouteWords } from './words.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- as deep and as loose as a document of OpenAPI is
type Json = Record<string, any>;

export type Finish = {
  words: ApiWords;
  declared: readonly DeclaredRoute[];
  accessOf: (route: DeclaredRoute) => RouteAccess;
};

/** Makes of what the schemas give a document that a stranger can read and a generator can take. */
export const finishDocument = (made: Json, { words, declared, accessOf }: Finish): Json => {
  let document = tidy(made) as Json;
  for (const [name, schema] of Object.entries(document.components.schemas as Json)) {
    if (!name.endsWith(INPUT)) mayGrow(schema);
  }
  for (const route of declared) {
    const said = words[`${route.method} ${route.url}`];
    const operation = document.paths[pathOf(route.url)]?.[route.method.toLowerCase()] as Json | undefined;
    if (said === undefined || operation === undefined) continue;
    describe(operation, said, accessOf(route));
  }
  document.components.schemas = usedOnly(document);
  for (let name = doubled(document); name !== undefined; name = doubled(document)) document = merged(document, name);
  return document;
};

const INPUT = 'Input';

/** An answer may have more fields in a later version: no client is to refuse them. */
const mayGrow = (schema: unknown): void => {
  if (typeof schema !== 'object' || schema === null) return;
  if ((schema as Json).additionalProperties === false) delete (schema as Json).additionalProperties;
  for (const each of Object.values(schema)) mayGrow(each);
};

/** A schema of requests that needs no name beside that of answers: only the one is used, or both say the same. */
const doubled = (document: Json): string | undefined => {
  const { schemas } = document.components as { schemas: Json };
  return Object.keys(schemas).find((name) => {
    const plain = schemas[name.slice(0, -INPUT.length)];
    return name.endsWith(INPUT) && (plain === undefined || JSON.stringify(plain) === JSON.stringify(schemas[name]));
  });
};

const merged = (document: Json, name: string): Json => {
  const plain = name.slice(0, -INPUT.length);
  const { [name]: schema, ...schemas } = document.components.schemas as Json;
  schemas[plain] = schema;
  const whole = { ...document, components: { ...document.components, schemas } };
  return JSON.parse(
    JSON.stringify(whole).replaceAll(`"#/components/schemas/${name}"`, `"#/components/schemas/${plain}"`),
  ) as Json;
};

const pathOf = (url: string): string => url.replaceAll(/:(\w+)/g, '{$1}');

const describe = (operation: Json, said: RouteWords, access: RouteAccess): void => {
  operation.security = securityOf(access);
  for (const parameter of (operation.parameters ?? []) as Json[]) asList(parameter);
  if (said.example !== undefined) operation.requestBody.content['application/json'].example = said.example;
  if (said.takes !== undefined) {
    operation.requestBody = { required: true, content: { [said.takes.mediaType]: { schema: said.takes.schema } } };
  }
  if (said.answers !== undefined) {
    const content = { [said.answers]: { schema: { type: 'string' } } };
    operation.responses = { 200: { description: 'As it is.', content } };
  }
  for (const [status, answer] of Object.entries(operation.responses as Record<string, Json>)) {
    if (answer.description === 'Default Response') answer.description = ANSWERS[status] ?? 'As asked.';
    // nothing is answered with nothing
    if (status === '204') delete answer.content;
  }
  for (const status of problemsOf(operation, said, access)) {
    operation.responses[status] ??= { $ref: `#/components/responses/Problem${status}` };
  }
};

const ANSWERS: Record<string, string> = { 200: 'As it is now.', 201: 'It was made.', 204: 'Done; there is no body.' };

const securityOf = (access: RouteAccess): Json[] => {
  if (access === 'public') return [];
  if (access === 'session') return [{ session: [] }];
  return [{ apiKey: access.scope === 'any' ? [] : [access.scope] }, { session: [] }];
};

const problemsOf = (operation: Json, said: RouteWords, access: RouteAccess): number[] => {
  const takesSomething = operation.requestBody !== undefined || (operation.parameters ?? []).length > 0;
  const names = (operation.parameters ?? []).some((each: Json) => each.in === 'path');
  return [
    ...(takesSomething ? [400] : []),
    ...(access === 'public' ? [] : [401, 403]),
    ...(names ? [404] : []),
    ...(said.problems ?? []),
    429,
  ];
};

/** A filter that may be repeated is a list to a client, also where one value is taken bare. */
const asList = (parameter: Json): void => {
  const list = (parameter.schema?.anyOf as Json[] | undefined)?.find((each) => each.type === 'array');
  if (list === undefined) return;
  parameter.schema = list;
  parameter.style = 'form';
  parameter.explode = true;
};

/** Takes out bounds that say nothing but "a number a computer can count with". */
const tidy = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => !(BOUNDS.has(key) && Math.abs(each as number) === Number.MAX_SAFE_INTEGER))
      .map(([key, each]) => [key, tidy(each)]),
  );
};
const BOUNDS = new Set(['minimum', 'maximum']);

/** The named schemas that something refers to, from the paths on. */
const usedOnly = (document: Json): Json => {
  const all = document.components.schemas as Json;
  const used = new Set<string>();
  const waiting: unknown[] = [document.paths, document.components.responses];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const [, name] of JSON.stringify(next).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name!)) continue;
      used.add(name!);
      if (all[name!] !== undefined) waiting.push(all[name!]);
    }
  }
  return Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => used.has(name))
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
};
