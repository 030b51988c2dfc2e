import { expect, test } from 'vitest';
import { ccAddresses } from '#web/ticket/cc-addresses.ts';

test('addresses may be parted by commas, semicolons or spaces, and count once', () => {
  expect(ccAddresses('A@x.example, b@y.example; <b@y.example>\nc@z.co.example')).toEqual({
    addresses: ['a@x.example', 'b@y.example', 'c@z.co.example'],
    wrong: [],
  });
});

test('what is no address is named rather than sent', () => {
  expect(ccAddresses('ana, @x.example, ana@local, ok@x.example').wrong).toEqual(['ana', '@x.example', 'ana@local']);
  expect(ccAddresses('  ')).toEqual({ addresses: [], wrong: [] });
});
