import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Http } from '#server/platform/http/build-http.ts';
import { finishDocument } from './document.ts';
import type { ApiWords } from './words.ts';

/** One route as it was declared. */
export type DeclaredRoute = { method: string; url: string };

/** Who may use a route: everybody, only who is signed in, or also a key with this scope. */
export type RouteAccess = 'public' | 'session' | { scope: string };

export type OpenApiOptions<Route extends DeclaredRoute> = {
  title: string;
  version: string;
  /** What is said before everything else, in Markdown. */
  introduction: string;
  scopes: readonly string[];
  tags: readonly { name: string; description: string }[];
  words: ApiWords;
  /** Schemas by the name a client knows them by. */
  schemas: ReadonlyMap<string, z.ZodType>;
  /** What is to be known about one of them, by its name. */
  about: Readonly<Record<string, string>>;
  /** Fills while routes are declared. */
  declared: readonly Route[];
  accessOf: (route: Route) => RouteAccess;
};

/** Where the readable page is; everything below it is @fastify/swagger-ui's. */
export const DOCS = '/api/docs';

const PROBLEMS: Record<number, string> = {
  400: 'Something in the request is not possible; `errors` says where.',
  401: 'Nobody is signed in, or the key is not good.',
  403: 'The role, or the scope of the key, does not allow it.',
  404: 'There is nothing here, or nothing the caller may see.',
  409: 'It does not fit what is there now; `code` says why.',
  413: 'Too large.',
  422: 'The request is well formed and cannot be done; `code` says why.',
  429: 'Too many requests; `Retry-After` says when to come back.',
  503: 'Not at this moment; `Retry-After` says when to come back.',
};

/**
 * Describes the API from its own schemas: before the routes are declared. `GET /api/openapi.json` is the description,
 * `GET /api/docs` a page made of it that loads nothing from elsewhere.
 */
export const registerOpenApi = async <Route extends DeclaredRoute>(
  app: Http,
  options: OpenApiOptions<Route>,
): Promise<void> => {
  const registry = z.registry<{ id: string; description?: string }>();
  for (const [name, schema] of options.schemas) {
    const description = options.about[name];
    registry.add(schema, { id: name, ...(description === undefined ? {} : { description }) });
  }
  const toJsonSchema = createJsonSchemaTransform({ schemaRegistry: registry });
  const withComponents = createJsonSchemaTransformObject({ schemaRegistry: registry });
  await app.register(fastifySwagger, {
    openapi: head(options),
    transform: (about) => {
      const said = options.words[`${String(about.route.method)} ${about.url}`];
      // `schema` is absent on a route that answers bytes
      if (said === undefined) return { schema: { hide: true }, url: about.url };
      const { schema, url } = toJsonSchema({ ...about, schema: about.schema ?? {} });
      const more = said.more === undefined ? {} : { description: said.more };
      const described = { summary: said.does, operationId: said.id, tags: [said.tag], ...more };
      return { schema: { ...schema, ...described }, url };
    },
    transformObject: (made) =>
      finishDocument(withComponents(made) as Record<string, unknown>, {
        words: options.words,
        declared: options.declared,
        accessOf: (route) => options.accessOf(route as Route),
      }) as never,
  });
  await app.register(fastifySwaggerUi, {
    routePrefix: DOCS,
    theme: { title: options.title },
    logo: { type: 'image/svg+xml', content: Buffer.from(NO_LOGO) },
    uiConfig: { layout: 'BaseLayout', deepLinking: true, docExpansion: 'list', displayOperationId: false },
  });
  app.get('/api/openapi.json', { config: { may: 'public' } }, () => app.swagger());
};

const NO_LOGO = '<svg xmlns="http://www.w3.org/2000/svg"/>';

const head = <Route extends DeclaredRoute>({ title, version, introduction, scopes, tags }: OpenApiOptions<Route>) => ({
  openapi: '3.1.0' as const,
  info: { title, version, description: introduction, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
  servers: [{ url: '/' }],
  tags: [...tags],
  components: {
    securitySchemes: {
      apiKey: {
        type: 'http' as const,
        scheme: 'bearer',
        bearerFormat: 'belay_…',
        description: `An API key. Scopes: ${scopes.map((scope) => `\`${scope}\``).join(', ')}.`,
      },
      session: {
        type: 'apiKey' as const,
        in: 'cookie' as const,
        name: 'belay.session_token',
        description: 'A signed-in browser. Changes are taken from pages of the same origin only.',
      },
    },
    responses: Object.fromEntries(
      Object.entries(PROBLEMS).map(([status, description]) => [
        `Problem${status}`,
        {
          description,
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
    ),
  },
});
