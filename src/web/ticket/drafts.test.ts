import { expect, test } from 'vitest';
import { draftKey, joined, NOTHING, openDrafts, type Written } from '#web/ticket/drafts.ts';

const file = { id: 5, name: 'racun.pdf', mediaType: 'application/pdf', size: 9 };
const written = (text: string, more: Partial<Written> = {}): Written => ({
  ...NOTHING,
  text,
  html: `<p>${text}</p>`,
  ...more,
});

function place() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

/** A timer that is run by hand; says how long it was asked to wait. */
function timer() {
  const waiting: (() => void)[] = [];
  const asked: number[] = [];
  return {
    asked,
    later: (run: () => void, ms: number) => {
      asked.push(ms);
      waiting.push(run);
    },
    ring: () => {
      for (const run of waiting.splice(0)) run();
    },
  };
}

test('a draft belongs to one person, one ticket and one mode, with its files', () => {
  const shelf = place();
  const drafts = openDrafts(shelf);
  drafts.put(draftKey(1, 7, 'reply'), written('for Ana', { files: [file] }));
  const again = openDrafts(shelf);
  expect(again.read(draftKey(1, 7, 'reply'))).toMatchObject({ text: 'for Ana', files: [file], isKept: true });
  for (const other of [draftKey(1, 7, 'note'), draftKey(1, 8, 'reply'), draftKey(2, 7, 'reply')]) {
    expect(again.read(other)).toMatchObject({ text: '', files: [] });
  }
});

test('somebody who types without a pause is kept all the same, within a second', () => {
  const shelf = place();
  const clock = timer();
  const drafts = openDrafts(shelf, clock.later);
  for (const text of ['a', 'ab', 'abc']) drafts.type(draftKey(1, 7, 'reply'), written(text));
  expect(clock.asked).toHaveLength(1);
  expect(clock.asked[0]).toBeLessThan(1_000);
  expect(drafts.read(draftKey(1, 7, 'reply')).isKept).toBe(false);
  clock.ring();
  expect(openDrafts(shelf).read(draftKey(1, 7, 'reply')).text).toBe('abc');
  drafts.type(draftKey(1, 7, 'reply'), written('abcd'));
  expect(clock.asked).toHaveLength(2);
});

test('an emptied draft is forgotten, and what the field must show anew is counted', () => {
  const shelf = place();
  const drafts = openDrafts(shelf);
  const key = draftKey(1, 7, 'note');
  drafts.put(key, written('once'));
  drafts.put(key, NOTHING);
  expect(shelf.kept.size).toBe(0);
  expect(drafts.read(key)).toMatchObject({ text: '', version: 2, isKept: false });
});

test('where storage is forbidden, or holds nonsense, writing goes on without it', () => {
  const forbidden = (): never => {
    throw new Error('forbidden');
  };
  const drafts = openDrafts({ getItem: forbidden, setItem: forbidden, removeItem: forbidden });
  drafts.put(draftKey(1, 7, 'reply'), written('text'));
  expect(drafts.read(draftKey(1, 7, 'reply'))).toMatchObject({ text: 'text', isKept: false });
  const shelf = place();
  shelf.setItem(draftKey(1, 7, 'reply'), 'not json');
  expect(openDrafts(shelf).read(draftKey(1, 7, 'reply'))).toMatchObject({ text: '', isKept: false });
});

test('what comes back stands above what is there, and nothing is lost', () => {
  const both = joined(written('sent', { cc: 'a@x.example', files: [file] }), written('begun', { files: [file] }));
  const words = { text: 'sent\n\nbegun', html: '<p>sent</p><p>begun</p>' };
  expect(both).toEqual({ ...words, cc: 'a@x.example', files: [file], promised: null });
  expect(joined(written('sent'), NOTHING)).toEqual(written('sent'));
});
