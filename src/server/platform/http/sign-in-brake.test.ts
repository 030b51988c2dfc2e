import { expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '#core/time.ts';
import { signInBrake } from './sign-in-brake.ts';

const braked = () => {
  let now = 0;
  const brake = signInBrake(() => now);
  return {
    ...brake,
    wait: (lengthMs: number) => void (now += lengthMs),
    /** So many attempts, far enough apart that the place itself is not slowed down. */
    guesses: (times: number, account: string, address: string) => {
      for (let time = 0; time < times; time += 1) {
        now += 10 * SECOND;
        brake.attempt(account, address);
      }
    },
  };
};

test('five wrong attempts are free, then each waits twice as long as the one before', () => {
  const brake = braked();
  brake.guesses(5, 'ana@x.hr', '10.0.0.1');
  const waits = [30, 60, 120, 240, 480, 900, 900].map((seconds) => {
    const asked = brake.attempt('ana@x.hr', '10.0.0.1');
    brake.wait(seconds * SECOND - 1);
    expect(brake.attempt('ana@x.hr', '10.0.0.1')).toBe(1);
    brake.wait(1);
    expect(brake.attempt('ANA@x.hr', '10.0.0.1')).toBe(0);
    return asked / SECOND;
  });
  expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900]);
});

test('who gets it right begins anew; an hour of quiet forgets', () => {
  const brake = braked();
  brake.guesses(4, 'ana@x.hr', '10.0.0.1');
  brake.succeeded('ana@x.hr', '10.0.0.1');
  brake.guesses(5, 'ana@x.hr', '10.0.0.1');
  expect(brake.attempt('ana@x.hr', '10.0.0.1')).toBe(30 * SECOND);
  brake.wait(HOUR + 1);
  expect(brake.attempt('ana@x.hr', '10.0.0.1')).toBe(0);
  expect(brake.attempt('ana@x.hr', '10.0.0.1')).toBe(0);
});

test('what nobody could decide counts for nothing, however often it is tried', () => {
  const brake = braked();
  brake.guesses(4, 'ana@x.hr', '10.0.0.1');
  for (let time = 0; time < 50; time += 1) {
    expect(brake.attempt('ana@x.hr', '10.0.0.1')).toBe(0);
    brake.undecided('ana@x.hr', '10.0.0.1');
  }
  // the four before still count
  expect(brake.attempt('ana@x.hr', '10.0.0.1')).toBe(0);
  expect(brake.attempt('ana@x.hr', '10.0.0.1')).toBe(30 * SECOND);
});

test('a stranger who guesses locks nobody out of where they sign in from', () => {
  const brake = braked();
  brake.attempt('ana@x.hr', '10.0.0.1');
  brake.succeeded('ana@x.hr', '10.0.0.1');
  // thousands of places, faster than anybody types
  for (let place = 0; place < 3_000; place += 1) brake.attempt('ana@x.hr', `192.0.${place >> 8}.${place & 255}`);
  expect(brake.attempt('ana@x.hr', '198.51.100.7')).toBe(MINUTE);
  expect(brake.attempt('ana@x.hr', '10.0.0.1')).toBe(0);
  expect(brake.attempt('ben@x.hr', '198.51.100.8')).toBe(0);
  brake.wait(MINUTE);
  expect(brake.attempt('ana@x.hr', '198.51.100.7')).toBe(0);
});

test('one place tries ten accounts a minute and no more; right ones do not count', () => {
  const brake = braked();
  for (let each = 0; each < 40; each += 1) {
    expect(brake.attempt(`colleague${each}@x.hr`, '10.0.0.1')).toBe(0);
    brake.succeeded(`colleague${each}@x.hr`, '10.0.0.1');
  }
  for (let each = 0; each < 10; each += 1) expect(brake.attempt(`victim${each}@x.hr`, '10.0.0.1')).toBe(0);
  expect(brake.attempt('victim10@x.hr', '10.0.0.1')).toBeGreaterThan(0);
  expect(brake.attempt('victim10@x.hr', '10.0.0.2')).toBe(0);
});

test('guesses made at the same moment are counted before any is answered', () => {
  const brake = braked();
  const answers = Array.from({ length: 8 }, () => brake.attempt('ana@x.hr', '10.0.0.1'));
  expect(answers.filter((wait) => wait === 0)).toHaveLength(5);
});

test('of IPv6 a whole network is one place', () => {
  const brake = braked();
  brake.guesses(5, 'ana@x.hr', '2001:db8:1:2:3:4:5:6');
  expect(brake.attempt('ana@x.hr', '2001:db8:1:2::9')).toBe(30 * SECOND);
  expect(brake.attempt('ana@x.hr', '2001:db8:1:3::9')).toBe(0);
});
