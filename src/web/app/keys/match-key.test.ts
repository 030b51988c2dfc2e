import { expect, test } from 'vitest';
import { firesInField, pressedKey, type Pressed } from '#web/app/keys/match-key.ts';

const press = (given: Partial<Pressed> & { altGraph?: boolean }): string | null =>
  pressedKey({
    key: '',
    code: '',
    isComposing: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    getModifierState: (name) => name === 'AltGraph' && given.altGraph === true,
    ...given,
  });

test('the Latin letter on the key decides, wherever the key lies', () => {
  expect(press({ key: 'e', code: 'KeyD' })).toBe('e');
  expect(press({ key: 'E', code: 'KeyE' })).toBe('e');
});

test('on a Cyrillic keyboard the place of the key decides', () => {
  expect(press({ key: 'у', code: 'KeyE' })).toBe('e');
  expect(press({ key: 'О', code: 'KeyJ' })).toBe('j');
  expect(press({ key: '.', code: 'Slash' })).toBe('.');
});

test('Alt and AltGr type letters, so nothing is bound to them', () => {
  expect(press({ key: 'e', code: 'KeyE', altKey: true })).toBeNull();
  expect(press({ key: '€', code: 'KeyE', altGraph: true })).toBeNull();
  expect(press({ key: 'ś', code: 'KeyS', altKey: true })).toBeNull();
});

test('nothing fires while a word is being composed', () => {
  expect(press({ key: 'e', code: 'KeyE', isComposing: true })).toBeNull();
  expect(press({ key: 'Process', code: 'KeyE' })).toBeNull();
  expect(press({ key: 'Dead', code: 'Quote' })).toBeNull();
});

test('the browser keeps its own keys; only Mod+Enter is ours', () => {
  expect(press({ key: 'r', code: 'KeyR', ctrlKey: true })).toBeNull();
  expect(press({ key: 's', code: 'KeyS', metaKey: true })).toBeNull();
  expect(press({ key: 'Enter', code: 'Enter', ctrlKey: true })).toBe('Mod+Enter');
  expect(press({ key: 'Enter', code: 'Enter', metaKey: true })).toBe('Mod+Enter');
});

test('in a field only sending and leaving fire', () => {
  expect(firesInField('Mod+Enter')).toBe(true);
  expect(firesInField('Escape')).toBe(true);
  expect(firesInField('e')).toBe(false);
  expect(firesInField('Enter')).toBe(false);
});
