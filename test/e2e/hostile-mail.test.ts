import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, describe, expect, inject, test } from 'vitest';
import type { TicketPage } from '#contract/list.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { sanitizeMail } from '#server/channels/email/sanitize.ts';
import { until } from '#server/platform/clock.ts';
import { startTestBelay, type TestBelay } from '#test/harness/belay.ts';
import { needs } from '#test/need.ts';
import { openDesks, type Desk, type Desks } from './browser.ts';

type Vector = { name: string; html: string };
const vectors = JSON.parse(await readFile(path.join(import.meta.dirname, 'hostile-html.json'), 'utf8')) as Vector[];

/** Somewhere outside that must never hear of us; the vectors name it. */
const CANARY_PORT = 25_900;
const CANARY = `http://127.0.0.1:${CANARY_PORT}`;
/** Frames that are shown at one time. */
const BATCH = 60;
const SUBJECT = 'Look at this';

/** A vector as it is sent: whatever it reaches says by which way and which one it was. */
const armed = (way: string, place: number): string => {
  const url = `${CANARY}/v/${way}/${place}`;
  const fill: Record<string, string> = {
    url,
    js: `fetch('${url}')`,
    jsq: `fetch(\`${url}\`)`,
    deep: '<div>'.repeat(500),
    long: `${'a'.repeat(5_000)}=1 `,
    many: Array.from({ length: 2_000 }, (_, each) => `x${each}=1`).join(' '),
  };
  // a relative address of a vector itself names none
  return (vectors[place]?.html ?? '').replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => fill[name] ?? '');
};

/** What reached the outside: way and place of each. */
const heard = new Set<string>();
const startCanary = (): Promise<void> => {
  const server = createServer((request, response) => {
    const [, kind, way, place] = (request.url ?? '').split(/[/?]/);
    if (kind === 'v') heard.add(`${way} ${place}`);
    const html = { raw: () => armed('raw', Number(way)), clean: () => cleaned(Number(way)) }[kind ?? ''];
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html === undefined ? '' : `<!doctype html><html><head></head><body>${html()}</body></html>`);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return new Promise((resolve) => server.listen(CANARY_PORT, '127.0.0.1', resolve));
};
const cleaned = (place: number): string => sanitizeMail(armed('clean', place), () => null);

/** Belay, a browser and the outside; null where there is no browser, which `needs` has said aloud. */
async function start(): Promise<{ belay: TestBelay; desks: Desks } | null> {
  const chromium = needs('chromium');
  if (chromium === null) return null;
  await startCanary();
  const belay = await startTestBelay({ webFolder: inject('webFolder') });
  const desks = await openDesks(chromium, belay.url);
  afterAll(() => desks.close());
  return { belay, desks };
}

/** What a page and all that lies in it tried beyond what it should. */
const watch = (context: BrowserContext, page: Page, home: string): string[] => {
  const tried: string[] = [];
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(home) && !/^(?:data|blob|about):/.test(url)) tried.push(`asked for ${url}`);
  });
  context.on('dialog', (dialog) => {
    tried.push(`said ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => tried.push(`opened ${popup.url()}`));
  return tried;
};

/** Runs in the page: the frames of the batch before make room. */
const showFrames = async (asked: { urls: string[]; like: string | null; patienceMs: number }): Promise<number> => {
  const model = asked.like === null ? document.createElement('iframe') : document.querySelector(asked.like)!;
  document.querySelector('#batch')?.remove();
  const box = document.body.appendChild(document.createElement('div'));
  box.id = 'batch';
  const loads = asked.urls.map(
    (url) =>
      new Promise<number>((resolve) => {
        const frame = model.cloneNode() as HTMLIFrameElement;
        frame.addEventListener('load', () => resolve(1), { once: true });
        setTimeout(() => resolve(0), asked.patienceMs);
        frame.src = url;
        box.append(frame);
      }),
  );
  const loaded = await Promise.all(loads);
  // what waits for a moment before it runs
  await new Promise((resolve) => setTimeout(resolve, 300));
  return loaded.reduce((sum, each) => sum + each, 0);
};

const started = await start();

describe.skipIf(started === null)('hostile mail in a browser', () => {
  const { belay, desks } = started ?? ({} as NonNullable<typeof started>);

  const sendAll = async (mails: object[]): Promise<void> => {
    const { host, port } = belay.smtp;
    const transport = createTransport({ host, port, secure: false, ignoreTLS: true, pool: true, maxMessages: 1_000 });
    for (const mail of mails) {
      await transport.sendMail({ from: 'Eva <eva@posta.example>', to: 'billing@bura.example', ...mail });
    }
    transport.close();
  };
  const signedIn = (where = '/inbox/all'): Promise<Desk> =>
    desks.open(
      belay.logins.find(({ name }) => name === 'Petra Novak')!,
      where,
    );
  const ticketOf = async ({ context }: Desk, subject: string): Promise<number> => {
    let found: number | undefined;
    await until(
      async () => {
        const page = (await (
          await context.request.get('/api/tickets?view=all&sort=newest&limit=100')
        ).json()) as TicketPage;
        found = page.items.find((one) => one.subject === subject)?.id;
        return found !== undefined;
      },
      { withinMs: 15_000, everyMs: 100 },
    );
    return found ?? Promise.reject(new Error(`no ticket ${subject}`));
  };
  /** The ids of messages with HTML of a ticket, oldest first, once there are that many. */
  const shown = async (ticketId: number, count: number): Promise<number[]> => {
    let ids: number[] = [];
    const look = async () => {
      const { rows } = await belay.db.query<{ id: number }>(
        'select id from message where ticket_id = $1 and body_html is not null order by id',
        [ticketId],
      );
      ids = rows.map(({ id }) => id);
      return ids.length >= count;
    };
    await until(look, { withinMs: 30_000, everyMs: 100 });
    return ids;
  };
  /**
   * Loads pages in frames beside one another, like `like` when that is on the page, and waits until each is there or
   * `patienceMs` have gone by. How many came, and which went elsewhere.
   */
  const inFrames = async (
    page: Page,
    sources: string[],
    { like = null, patienceMs = 20_000 }: { like?: string | null; patienceMs?: number } = {},
  ): Promise<{ loaded: number; strayed: string[] }> => {
    const result = { loaded: 0, strayed: [] as string[] };
    for (let from = 0; from < sources.length; from += BATCH) {
      result.loaded += await page.evaluate(showFrames, { urls: sources.slice(from, from + BATCH), like, patienceMs });
      const home = new URL(page.url()).origin;
      result.strayed.push(
        ...page
          .frames()
          .flatMap((each) => (/^$|^about:/.test(each.url()) || each.url().startsWith(home) ? [] : [each.url()])),
      );
    }
    return result;
  };
  const named = (way: string): string[] =>
    [...heard].filter((each) => each.startsWith(`${way} `)).map((each) => vectors[Number(each.split(' ')[1])]!.name);
  test('the vectors are alive: unprotected, most of them run or load something', async () => {
    const desk = await desks.openSignedOut(`${CANARY}/`);
    desk.context.on('dialog', (dialog) => void dialog.dismiss());
    const raw = vectors.map((_, place) => `/raw/${place}`);
    // some take the whole page with them, which ends it
    await inFrames(desk.page, raw, { patienceMs: 2_000 }).catch(() => {});
    await desk.context.close();
    expect(vectors.length).toBeGreaterThanOrEqual(100);
    expect(new Set(named('raw')).size).toBeGreaterThan(60);
  });

  test('made safe, they do nothing even where no policy of the browser protects', async () => {
    const desk = await desks.openSignedOut(`${CANARY}/`);
    const tried = watch(desk.context, desk.page, CANARY);
    const clean = vectors.map((_, place) => `/clean/${place}`);
    expect(await inFrames(desk.page, clean)).toEqual({ loaded: vectors.length, strayed: [] });
    expect({ reached: named('clean'), tried, faults: desk.faults }).toEqual({ reached: [], tried: [], faults: [] });
    await desk.context.close();
  });

  test('as real mails, on the page of their ticket, nothing runs, loads or leaves', async () => {
    await sendAll([{ subject: SUBJECT, messageId: '<hostile@posta.example>', html: '<p>Hello</p>' }]);
    const desk = await signedIn();
    const ticketId = await ticketOf(desk, SUBJECT);
    const thread = { inReplyTo: '<hostile@posta.example>', subject: `Re: ${SUBJECT}` };
    await sendAll(vectors.map((_, place) => ({ ...thread, html: armed('mail', place), text: 'x' })));
    const ids = await shown(ticketId, vectors.length + 1);
    expect(ids).toHaveLength(vectors.length + 1);

    const { page } = desk;
    const tried = watch(desk.context, page, belay.url);
    await page.goto(`/inbox/all/${ticketId}`);
    await page.getByRole('button', { name: 'Show formatted' }).last().click();
    await page.locator('iframe').first().waitFor();
    const sources = ids.map((id) => `/api/messages/${id}/html`);
    // clones of the frame that the page made itself
    expect(await inFrames(page, sources, { like: 'iframe' })).toEqual({ loaded: ids.length, strayed: [] });
    expect(page.url()).toBe(`${belay.url}/inbox/all/${ticketId}`);
    expect({ reached: named('mail'), tried, faults: desk.faults }).toEqual({ reached: [], tried: [], faults: [] });
    await desk.context.close();
  });

  test('the same from the composer: what a browser sends us is trusted as little as mail', async () => {
    const desk = await signedIn();
    const ticketId = await ticketOf(desk, SUBJECT);
    const before = (await shown(ticketId, vectors.length + 1)).length;
    for (let place = 0; place < vectors.length; place += 3) {
      const answer = await desk.context.request.post(`/api/tickets/${ticketId}/notes`, {
        data: { text: 'x', html: armed('note', place), commandId: `hostile-note-${place}` },
        headers: { origin: belay.url },
      });
      expect([vectors[place]!.name, answer.status()]).toEqual([vectors[place]!.name, 200]);
    }
    const ids = (await shown(ticketId, before + 1)).slice(before);
    const tried = watch(desk.context, desk.page, belay.url);
    await desk.page.goto(`/inbox/all/${ticketId}`);
    await desk.page.getByRole('heading', { level: 1, name: SUBJECT }).waitFor();
    const sources = ids.map((id) => `/api/messages/${id}/html`);
    expect(await inFrames(desk.page, sources)).toEqual({ loaded: ids.length, strayed: [] });
    expect(ids.length).toBeGreaterThan(30);
    expect({ reached: named('note'), tried, faults: desk.faults }).toEqual({ reached: [], tried: [], faults: [] });
    await desk.context.close();
  });

  test('a name, a subject and a file name are words, whatever they say', async () => {
    const script = `<img src=x onerror="fetch('${CANARY}/v/word/0')"><script>fetch('${CANARY}/v/word/0')</script>`;
    const mail = {
      from: { name: script, address: 'mallory@posta.example' },
      subject: script,
      text: script,
      attachments: [
        { filename: `${script}.html`, content: `<script>fetch('${CANARY}/v/word/0')</script>` },
        {
          filename: 'drawing.svg',
          content: `<svg xmlns="http://www.w3.org/2000/svg" onload="fetch('${CANARY}/v/word/0')"/>`,
        },
      ],
    };
    await sendAll([mail]);
    const desk = await signedIn();
    const ticketId = await ticketOf(desk, script);
    const { page } = desk;
    const tried = watch(desk.context, page, belay.url);
    await page.goto(`/inbox/all/${ticketId}`);
    await page.getByRole('heading', { level: 1, name: 'onerror' }).waitFor();
    const { rows } = await belay.db.query<{ id: number }>(
      'select a.id from attachment a join message m on m.id = a.message_id where m.ticket_id = $1',
      [ticketId],
    );
    expect(rows).toHaveLength(2);
    for (const { id } of rows) {
      // saved, never shown: the frame stays empty
      await inFrames(page, [`/api/attachments/${id}`], { patienceMs: 1_000 });
      const answer = await desk.context.request.get(`/api/attachments/${id}`);
      expect(answer.headers()['content-disposition']).toMatch(/^attachment;/);
    }
    const detail = (await (await desk.context.request.get(`/api/tickets/${ticketId}`)).json()) as TicketDetail;
    expect(detail.subject).toBe(script);
    expect({ reached: [...heard].filter((each) => each.startsWith('word')), tried }).toEqual({
      reached: [],
      tried: [],
    });
    expect(desk.faults).toEqual([]);
    await desk.context.close();
  });
});
