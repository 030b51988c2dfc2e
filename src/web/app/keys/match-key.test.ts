import { expect, test } from 'vitest';
import { firesInField, isBindable, pressedKey, type Pressed } from '#web/app/keys/match-key.ts';

const press = (given: Partial<Pressed> & { altGraph?: boolean }): string | null =>
  pressedKey({
    key: '',
    code: '',
    isComposing: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    getModifierState: (name) => name === 'AltGraph' && given.altGraph === true,
    ...given,
  });

test('the Latin letter on the key decides, wherever the key lies', () => {
  expect(press({ key: 'e', code: 'KeyD' })).toBe('e');
  expect(press({ key: 'E', code: 'KeyE' })).toBe('e');
});

test('Shift makes another key of a letter or an arrow; a sign or a digit may need it to be typed at all', () => {
  expect(press({ key: 'J', code: 'KeyJ', shiftKey: true })).toBe('Shift+j');
  expect(press({ key: 'ArrowDown', code: 'ArrowDown', shiftKey: true })).toBe('Shift+ArrowDown');
  expect(press({ key: '?', code: 'Minus', shiftKey: true })).toBe('?');
  expect(press({ key: '/', code: 'Digit7', shiftKey: true })).toBe('/');
  expect(press({ key: '1', code: 'Digit1', shiftKey: true })).toBe('1');
});

test('the layouts that Belay is made for: Croatian, Italian, Russian, Vietnamese', () => {
  // hr and it: z and y change places, the slash needs Shift, @ { [ € need AltGr
  expect(press({ key: 'z', code: 'KeyY' })).toBe('z');
  expect(press({ key: '@', code: 'KeyV', altGraph: true })).toBeNull();
  expect(press({ key: '@', code: 'KeyV', altKey: true, ctrlKey: true })).toBeNull();
  expect(press({ key: 'è', code: 'BracketLeft' })).toBeNull();
  // ru: letters by their place, also with Mod and with Shift
  expect(press({ key: 'у', code: 'KeyE' })).toBe('e');
  expect(press({ key: 'л', code: 'KeyK', ctrlKey: true })).toBe('Mod+k');
  expect(press({ key: 'О', code: 'KeyJ', shiftKey: true })).toBe('Shift+j');
  expect(press({ key: 'ъ', code: 'BracketRight' })).toBeNull();
  // vi, Telex: letters arrive inside a composition
  expect(press({ key: 'e', code: 'KeyE', isComposing: true })).toBeNull();
  expect(press({ key: 'Process', code: 'KeyW' })).toBeNull();
});

test('nobody can give an action a key that types, leaves or belongs to the browser', () => {
  expect(['e', 'Shift+e', '7', '.', '/', 'ArrowLeft'].every(isBindable)).toBe(true);
  expect(['Escape', 'Enter', 'Mod+k', 'Tab', '@'].some(isBindable)).toBe(false);
});

test('on a Cyrillic keyboard the place of the key decides', () => {
  expect(press({ key: 'у', code: 'KeyE' })).toBe('e');
  expect(press({ key: 'о', code: 'KeyJ' })).toBe('j');
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

test('the browser keeps its own keys; only four combinations are ours', () => {
  expect(press({ key: 'r', code: 'KeyR', ctrlKey: true })).toBeNull();
  expect(press({ key: 's', code: 'KeyS', metaKey: true })).toBeNull();
  expect(press({ key: 'Enter', code: 'Enter', ctrlKey: true })).toBe('Mod+Enter');
  expect(press({ key: 'Enter', code: 'Enter', metaKey: true })).toBe('Mod+Enter');
  expect(press({ key: 'Enter', code: 'Enter', ctrlKey: true, shiftKey: true })).toBe('Mod+Shift+Enter');
  expect(press({ key: 'k', code: 'KeyK', ctrlKey: true })).toBe('Mod+k');
  expect(press({ key: 'z', code: 'KeyZ', ctrlKey: true })).toBe('Mod+z');
  expect(press({ key: 'Z', code: 'KeyZ', ctrlKey: true, shiftKey: true })).toBeNull();
});

test('in a field only sending and leaving fire', () => {
  expect(firesInField('Mod+Enter')).toBe(true);
  expect(firesInField('Escape')).toBe(true);
  expect(firesInField('Mod+k')).toBe(true);
  expect(firesInField('Mod+z')).toBe(false);
  expect(firesInField('e')).toBe(false);
  expect(firesInField('Enter')).toBe(false);
});
