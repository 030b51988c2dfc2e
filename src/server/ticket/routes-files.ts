import type { Http } from '#server/platform/http/build-http.ts';
import { notFound } from '#server/platform/http/problem.ts';
import { readBlob } from '#server/platform/storage/blob.ts';
import { readAttachment, readHtml, readPictures } from './read-files.ts';
import { mustSeeWords, ticketParams, type TicketDeps } from './routes.ts';

/** How a channel shows the HTML of a message: a whole page, and the headers it must be served with. */
export type MessageFrame = {
  headers: Readonly<Record<string, string>>;
  render: (html: string, pictureOf: (contentId: string) => string | null) => string;
};

/** Kinds of picture that a browser shows without running anything. */
const SAFE_PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,80}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}$/;

/** What hangs on messages: their HTML as a page for a sandboxed frame, and attachments. */
export const fileRoutes = (app: Http, { db, actorOf }: TicketDeps, frame: MessageFrame): void => {
  app.get(
    '/api/messages/:id/html',
    { config: { may: 'ticket.read' }, schema: { params: ticketParams } },
    async (request, reply) => {
      const found = await readHtml(db, request.params.id);
      if (found === null) throw notFound();
      await mustSeeWords(db, actorOf(request), found.ticketId);
      const pictures = await readPictures(db, request.params.id, SAFE_PICTURES);
      const page = frame.render(found.html, (contentId) => pictures.get(contentId) ?? null);
      return reply.headers(frame.headers).header('cache-control', 'private, max-age=300').send(page);
    },
  );

  app.get(
    '/api/attachments/:id',
    { config: { may: 'ticket.read' }, schema: { params: ticketParams } },
    async (request, reply) => {
      const found = await readAttachment(db, request.params.id);
      if (found === null) throw notFound();
      await mustSeeWords(db, actorOf(request), found.ticketId);
      const type = found.mediaType.toLowerCase();
      const shown = SAFE_PICTURES.includes(type);
      return reply
        .headers({
          'content-type': MEDIA_TYPE.test(type) ? type : 'application/octet-stream',
          'content-disposition': disposition(shown ? 'inline' : 'attachment', found.name),
          'content-security-policy': "default-src 'none'; sandbox",
          'x-content-type-options': 'nosniff',
          'cache-control': 'private, max-age=3600',
        })
        .send(await readBlob(db, found.hash));
    },
  );
};

/** RFC 6266: the name in ASCII for old readers, and as it is for all others. */
export const disposition = (kind: 'inline' | 'attachment', name: string): string => {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_').slice(0, 150);
  const whole = encodeURIComponent(name.slice(0, 150).toWellFormed()).replaceAll(/['()*]/g, hexOf);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
};

const hexOf = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
