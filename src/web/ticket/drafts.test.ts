import { expect, test } from 'vitest';
import { readDraft, writeDraft } from '#web/ticket/drafts.ts';

const place = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    kept,
  };
};

test('a note never turns up in the reply, nor in another ticket, nor with another person', () => {
  const desk = place();
  writeDraft(desk, 7, 4812, 'note', 'between us');
  expect(readDraft(desk, 7, 4812, 'note')).toBe('between us');
  expect(readDraft(desk, 7, 4812, 'reply')).toBe('');
  expect(readDraft(desk, 7, 4813, 'note')).toBe('');
  expect(readDraft(desk, 8, 4812, 'note')).toBe('');
});

test('an emptied draft leaves nothing behind', () => {
  const desk = place();
  expect(writeDraft(desk, 7, 4812, 'reply', 'Dear Ana')).toBe(true);
  expect(writeDraft(desk, 7, 4812, 'reply', ' \n')).toBe(false);
  expect(desk.kept.size).toBe(0);
});

test('forbidden storage loses the draft, not the desk', () => {
  const forbidden = {
    getItem: (): string | null => {
      throw new Error('forbidden');
    },
    setItem: () => {
      throw new Error('forbidden');
    },
    removeItem: () => undefined,
  };
  expect(readDraft(forbidden, 7, 1, 'reply')).toBe('');
  expect(writeDraft(forbidden, 7, 1, 'reply', 'text')).toBe(false);
});
