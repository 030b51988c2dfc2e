import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { notFound } from './problem.ts';

const YEAR_MS = 365 * 24 * 60 * 60 * 1_000;

/**
 * Serves the built console from `folder`: files below `assets/` carry a hash of their content in their name and may be
 * kept for ever, everything else is asked for again. A path of the console itself gets `index.html`.
 */
export const serveWeb = async (app: FastifyInstance, folder: string): Promise<void> => {
  // our own route below, so that it declares who may; the plugin's would not
  await app.register(fastifyStatic, { root: folder, serve: false });
  app.get<{ Params: { '*': string } }>('/*', { config: { may: 'public' } }, (request, reply) => {
    const path = request.params['*'];
    if (path.startsWith('api/') || path === 'api') throw notFound();
    const hashed = path.startsWith('assets/');
    if (!hashed && isPage(path)) return reply.sendFile('index.html', { maxAge: 0, cacheControl: true });
    return reply.sendFile(path, hashed ? { maxAge: YEAR_MS, immutable: true } : { maxAge: 0 });
  });
};

// a page of the console has no file extension; its router decides what is there
const isPage = (path: string): boolean => path === '' || path === 'index.html' || !/\.[a-z0-9]+$/i.test(path);
