import { simpleParser, type ParsedMail } from 'mailparser';
import { describe, expect, test } from 'vitest';
import type { CaughtMailPage } from '#contract/mail.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import type { TestBelay } from '#test/harness/belay.ts';
import { violations, type Desk } from './browser.ts';
import { ask, leave, openBelay, seen, ticketOf } from './open-belay.ts';

/** Long enough to press Undo on a busy machine, short enough to wait for. */
const UNDO_SEND_S = 6;

const started = await openBelay({ env: { BELAY_UNDO_SEND: String(UNDO_SEND_S) }, browser: { locale: 'hr-HR' } });

describe.skipIf(started === null)('the ticket in a browser, in Croatian', () => {
  const { belay, deskOf: openAs, mails } = started ?? ({} as NonNullable<typeof started>);
  /** Signed in once: a desk that asks for the mail each second is nobody who guesses passwords. */
  let signedIn: ReturnType<TestBelay['as']> | undefined;

  const complain = (subject: string): Promise<string> => mails(subject, 'Treći put pišem zbog istog povrata.');
  /** Opens the ticket of a mail as soon as it is one. */
  const open = async (desk: Desk, subject: string): Promise<number> => {
    const id = await ticketOf(desk, subject);
    const { page } = desk;
    await page.goto(`/inbox/all/${id}`);
    await page.getByRole('heading', { level: 1, name: subject }).waitFor();
    await page.locator('.composer .ProseMirror').waitFor();
    return id;
  };
  const field = ({ page }: Desk) => page.locator('.composer .ProseMirror');
  const thread = ({ page }: Desk) => page.getByRole('region', { name: 'Razgovor' });
  const detail = (desk: Desk, id: number): Promise<TicketDetail> => ask<TicketDetail>(desk, `/api/tickets/${id}`);
  /** Every mail to the customer about a subject, as their mail reader has it. */
  const received = async (subject: string): Promise<ParsedMail[]> => {
    const sanja = await (signedIn ??= belay.as('sanja'));
    const { items } = await sanja.get<CaughtMailPage>('/api/caught-mail');
    const mine = items.filter(
      ({ to, subject: about }) => about.includes(subject) && to.some((one) => one.startsWith('ana.')),
    );
    return Promise.all(
      mine.map(async ({ id }) => {
        const raw = await fetch(`${belay.url}/api/caught-mail/${id}/raw`, { headers: { cookie: sanja.cookie } });
        return simpleParser(Buffer.from(await raw.arrayBuffer()));
      }),
    );
  };
  const receivedOne = (subject: string): Promise<ParsedMail> =>
    seen(async () => {
      const [mail] = await received(subject);
      return mail ?? Promise.reject(new Error('nothing was sent yet'));
    });

  test('a reply with formatting, a copy and a file reaches the customer; a note never does', async () => {
    const subject = await complain('Oblikovano');
    const petra = await openAs('Petra Novak');
    const { page } = petra;
    await open(petra, subject);
    await page.keyboard.press('n');
    await page.keyboard.type('tajna samo za kolege');
    await page.keyboard.press('Control+Enter');
    await thread(petra).getByRole('article', { name: 'Interna bilješka: Petra Novak' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    await page.keyboard.type('Poštovana Ana, ');
    await page.keyboard.press('Control+b');
    await page.keyboard.type('povrat je odobren');
    await page.getByRole('button', { name: 'Dodaj kopiju' }).click();
    await page.getByLabel('Kopija').fill('marko.brat@posta.example');
    await page.locator('.composer input[type=file]').setInputFiles({
      name: 'potvrda.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('potvrda o uplati'),
    });
    await page.getByRole('list', { name: 'Privici' }).getByText('potvrda.txt').waitFor();
    await page.getByRole('button', { name: 'Pošalji: Ana' }).click();
    const mail = await receivedOne(subject);
    expect(mail.text).toContain('Poštovana Ana, povrat je odobren');
    expect(mail.html).toContain('<strong>povrat je odobren</strong>');
    expect(mail.cc).toMatchObject({ text: 'marko.brat@posta.example' });
    expect(mail.attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
      ['potvrda.txt', 'potvrda o uplati'],
    ]);
    await thread(petra).getByText('Poslano').waitFor();
    expect(JSON.stringify(await received(subject))).not.toContain('tajna');
    await leave(petra);
  });

  test('sent, taken back, edited and sent again: only the edited text goes out, once', async () => {
    const subject = await complain('Poništi');
    const petra = await openAs('Petra Novak');
    const { page } = petra;
    await open(petra, subject);
    await page.keyboard.press('r');
    await page.keyboard.type('stari tekst');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Šalje se: Ana').waitFor();
    expect(await field(petra).innerText()).not.toContain('stari');
    await page.locator('.outbox').getByRole('button', { name: 'Poništi' }).click();
    await seen(async () => expect(await field(petra).innerText()).toContain('stari tekst'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type('novi tekst');
    await page.keyboard.press('Control+Enter');
    await receivedOne(subject);
    await thread(petra).getByText('Poslano').waitFor();
    const mails = await received(subject);
    expect(mails.map(({ text }) => [text?.includes('novi tekst'), text?.includes('stari tekst')])).toEqual([
      [true, false],
    ]);
    await leave(petra);
  });

  test('a second answer is stopped by the first, shown, and may become a note', async () => {
    const subject = await complain('Dvoje odgovara');
    const petra = await openAs('Petra Novak');
    const lea = await openAs('Lea Santos');
    const id = await open(petra, subject);
    await open(lea, subject);
    await lea.page.keyboard.press('r');
    await lea.page.keyboard.type('Lein odgovor');
    await petra.page.getByText('Lea Santos već odgovara.').waitFor();
    await petra.page.keyboard.press('r');
    await petra.page.keyboard.type('Petrin odgovor');
    await petra.page.keyboard.press('Control+Enter');
    await thread(lea).getByText('Petrin odgovor').waitFor();
    await lea.page.keyboard.press('Control+Enter');
    const stopped = lea.page.getByRole('alertdialog');
    await stopped.getByText('Petrin odgovor').waitFor();
    await stopped.getByRole('button', { name: 'Pretvori u bilješku' }).click();
    await lea.page.keyboard.press('Control+Enter');
    await thread(lea)
      .getByRole('article', { name: 'Interna bilješka: Lea Santos' })
      .getByText('Lein odgovor')
      .waitFor();
    expect((await detail(lea, id)).lastLine).toBe('Lein odgovor');
    await receivedOne(subject);
    expect(JSON.stringify(await received(subject))).not.toContain('Lein odgovor');
    await leave(petra, lea);
  });

  test('drafts survive a reload with their formatting and never move to another ticket or mode', async () => {
    const [first, second] = [await complain('Prvi'), await complain('Drugi')];
    const petra = await openAs('Petra Novak');
    const { page } = petra;
    const id = await open(petra, first);
    await page.keyboard.press('r');
    await page.keyboard.press('Control+i');
    await page.keyboard.type('nagnuto');
    await page.getByText('Skica spremljena').waitFor();
    await page.getByRole('button', { name: 'Interna bilješka' }).click();
    await seen(async () => expect(await field(petra).innerText()).not.toContain('nagnuto'));
    await open(petra, second);
    await page.keyboard.press('r');
    expect(await field(petra).innerText()).not.toContain('nagnuto');
    await page.goto(`/t/${id}`);
    await field(petra).waitFor();
    await page.keyboard.press('r');
    await seen(async () => expect(await field(petra).locator('em').innerText()).toBe('nagnuto'));
    await leave(petra);
  });

  test('a reply names a time: the sentence is in the customer’s language, and Belay keeps watch over it', async () => {
    const subject = await complain('Do kada');
    const petra = await openAs('Petra Novak');
    const { page } = petra;
    const id = await open(petra, subject);
    await page.keyboard.press('r');
    await page.keyboard.type('Provjeravamo uplatu.');
    await page.getByRole('button', { name: 'Obećaj rok' }).click();
    await page.getByRole('menuitem').nth(3).click();
    await seen(async () => expect(await field(petra).innerText()).toMatch(/Javit ćemo vam se najkasnije do: /));
    await page.getByText(/obećavate odgovor do/).waitFor();
    await page.keyboard.press('Control+Enter');
    const mail = await receivedOne(subject);
    expect(mail.text).toMatch(/Provjeravamo uplatu\.\s+Javit ćemo vam se najkasnije do: /);
    await seen(async () => expect((await detail(petra, id)).promise).toMatchObject({ stage: 'agent', state: 'open' }));
    await page
      .locator('.clock-bar')
      .getByText(/^obećano: rješava agent, odgovor do/)
      .waitFor();
    await leave(petra);
  });

  test('called, returned, called higher, taken, handed back and taken back, by keyboard', async () => {
    const subject = await complain('Gore i dolje');
    const petra = await openAs('Petra Novak');
    const marko = await openAs('Marko Knežević');
    const ivana = await openAs('Ivana Babić');
    const id = await open(petra, subject);
    await petra.page.keyboard.press('i');
    await petra.page.keyboard.press('e');
    await petra.page.getByRole('dialog').getByText('Pokušano').waitFor();
    // what the customer will read stands there before anything is sent
    const told = petra.page.getByRole('dialog').getByText(/^Vaš zahtjev sada rješava stručnjak/);
    const promised = (await told.textContent()) ?? '';
    await petra.page.keyboard.press('1');
    await petra.page.keyboard.press('4');
    await petra.page.keyboard.press('Control+Enter');
    await petra.page.getByText(/^Eskalirano\. Pozvani: /).waitFor();
    const raised = await detail(petra, id);
    expect(raised.escalations[0]?.reasons.at(-1)).toMatchObject({ reason: 'skill', need: 'call_customer' });
    expect(raised.promise?.stage).toBe('specialist');
    expect(promised).toMatch(/najkasnije do: .*\d\d:\d\d/s);

    await open(marko, subject);
    await marko.page
      .getByRole('region', { name: 'Eskalacija' })
      .getByText(/^Pozvani ste.*poziv klijentu/)
      .waitFor();
    await marko.page.keyboard.press('b');
    await marko.page.getByRole('dialog', { name: 'Vrati' }).waitFor();
    await marko.page.keyboard.press('3');
    await marko.page.getByLabel('Riječima').fill('Nedostaje broj narudžbe.');
    await marko.page.keyboard.press('Control+Enter');
    await marko.page.getByRole('dialog').waitFor({ state: 'hidden' });
    const after = await detail(petra, id);
    expect(after.escalations[0]?.returns).toMatchObject([{ by: { name: 'Marko Knežević' }, reason: 'facts_missing' }]);

    // Whoever else the path calls: it climbs until the lead is asked.
    const up = after.escalations[0];
    if (up?.told.every(({ name }) => name !== 'Ivana Babić') === true) {
      await petra.page.keyboard.press('e');
      await petra.page.keyboard.press('2');
      await petra.page.keyboard.press('Control+Enter');
      await petra.page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await open(ivana, subject);
    await ivana.page.keyboard.press('t');
    await ivana.page.getByText(/^Držite ga do/).waitFor();
    await ivana.page.keyboard.press('h');
    await ivana.page.getByRole('dialog', { name: 'Predaj natrag' }).waitFor();
    await ivana.page.keyboard.press('1');
    await ivana.page.keyboard.press('Control+Enter');
    await ivana.page.getByText(/^Predajete natrag: Petra Novak/).waitFor();
    await petra.page.getByText(/^Ivana Babić vam ovo predaje natrag/).waitFor();
    await petra.page.keyboard.press('t');
    await petra.page.getByRole('region', { name: 'Eskalacija' }).waitFor({ state: 'detached' });
    const end = await detail(petra, id);
    expect(end.escalations[0]).toMatchObject({ status: 'ended', endedWhy: 'handed_back' });
    expect(end.responsible.person?.name).toBe('Petra Novak');
    await leave(petra, marko, ivana);
  });

  test('no rule of WCAG 2.2 AA is broken, at a desk and on a phone', async () => {
    const subject = await complain('Pristupačnost');
    const sanja = await openAs('Sanja Matić', '/inbox/all', { reducedMotion: 'reduce' });
    const { page } = sanja;
    const found: Record<string, string[]> = {};
    for (const width of [1440, 360]) {
      const look = async (screen: string): Promise<void> => {
        found[`${screen}, ${width} px`] = await violations(page);
      };
      await page.setViewportSize({ width, height: 800 });
      await open(sanja, subject);
      await thread(sanja).getByText('Treći put pišem').waitFor();
      if (width === 360) {
        expect((await page.locator('.thread-scroll').boundingBox())?.height).toBeGreaterThanOrEqual(0.55 * 800);
      }
      await page.locator('.clock-open').first().focus();
      await page.locator('.clock-card').getByText('Računa se').waitFor();
      await look('clock');
      await page.keyboard.press('Escape');
      await page.keyboard.press('n');
      await look('note');
      await page.keyboard.press('Escape');
      await page.keyboard.press('r');
      await page.keyboard.type('Pozdrav @Marko');
      await page.getByRole('button', { name: 'Napiši bilješku' }).waitFor();
      await look('reply');
      await page.keyboard.press('Escape');
      await page.keyboard.press('l');
      await page.getByLabel('Nova oznaka').waitFor();
      await look('tags');
      await page.keyboard.press('Escape');
      await page.keyboard.press('e');
      await page.getByRole('dialog').getByText('Pokušano').waitFor();
      await look('escalate');
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: 'Povezano' }).click();
      await page.locator('.related').first().waitFor();
      await look('related');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    expect(Object.keys(found)).toHaveLength(12);
    expect(Object.values(found).flat().length === 0 ? [] : found).toEqual([]);
    await leave(sanja);
  });
});
