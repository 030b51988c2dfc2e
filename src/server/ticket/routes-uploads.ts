import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { upload } from '#contract/upload.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { limitPerMinute } from '#server/platform/http/limit.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { cleanFileName } from '#server/platform/storage/file-name.ts';
import { sniffMediaType } from '#server/platform/storage/sniff.ts';
import { ticketParams, type TicketDeps } from './routes.ts';
import { keepUpload, removeUpload } from './upload-store.ts';

/** Files a minute of one person. */
const UPLOADS_A_MINUTE = 60;
/** Files in hand at one moment in this process: each is in memory until it is kept. */
const MOST_AT_ONCE = 8;

/** Files for messages that are still being written: `POST /api/uploads` with one file, and taking it back. */
export const uploadRoutes = async (app: Http, deps: TicketDeps & { maxBytes: number }): Promise<void> => {
  // in a scope of their own: multipart is what a form of a foreign page can send, so nothing else understands it
  await app.register(async (scope) => {
    await scope.register(multipart, {
      limits: { fileSize: deps.maxBytes, files: 1, fields: 0, parts: 1, headerPairs: 20 },
    });
    takeRoute(scope as unknown as Http, deps);
  });
  app.delete(
    '/api/uploads/:id',
    { config: { may: 'ticket.note' }, schema: { params: ticketParams } },
    async (request, reply) => {
      const { personId } = deps.actorOf(request);
      const { id } = request.params;
      if (!(await deps.db.withTransaction((tx) => removeUpload(tx, id, personId)))) throw notFound();
      return reply.status(204).send();
    },
  );
};

const takeRoute = (app: Http, { db, door, actorOf, maxBytes }: TicketDeps & { maxBytes: number }): void => {
  const limit = limitPerMinute(app, { max: UPLOADS_A_MINUTE, keyOf: (each) => `upload ${actorOf(each).personId}` });
  let inHand = 0;
  app.post(
    '/api/uploads',
    // what is around the file is little
    { config: { may: 'ticket.note' }, bodyLimit: maxBytes + 65_536, schema: { response: { 201: upload } } },
    async (request, reply) => {
      await limit(request);
      if (inHand >= MOST_AT_ONCE) throw new HttpProblem(503, 'busy', { headers: { 'retry-after': '2' } });
      inHand += 1;
      try {
        const { bytes, name } = await takeFile(request);
        const file = { personId: actorOf(request).personId, name, mediaType: sniffMediaType(bytes, name), bytes };
        const id = await db.withTransaction(async (tx) => keepUpload(tx, file, await door.clock.now(tx)));
        return await reply.status(201).send({ id, name, mediaType: file.mediaType, size: bytes.length });
      } finally {
        inHand -= 1;
      }
    },
  );
};

/** The one file of a request; it stops being read where it becomes too large. */
const takeFile = async (request: FastifyRequest): Promise<{ bytes: Buffer; name: string }> => {
  if (!request.isMultipart()) throw new HttpProblem(415, 'unsupported_media_type');
  try {
    const files: { bytes: Buffer; name: string }[] = [];
    // asked to the end: a second file is refused by the limits, not forgotten
    for await (const part of request.files()) {
      files.push({ bytes: await part.toBuffer(), name: cleanFileName(part.filename ?? '', 'file') });
    }
    const [file] = files;
    if (file === undefined) throw new HttpProblem(400, 'file_missing');
    if (file.bytes.length === 0) throw new HttpProblem(400, 'file_empty');
    return file;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'FST_REQ_FILE_TOO_LARGE') throw new HttpProblem(413, 'file_too_large');
    // the parser has no code for a form that is none, or that ends in the middle
    if (code === undefined) throw new HttpProblem(400, 'invalid_request');
    throw error;
  }
};
