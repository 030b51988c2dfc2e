import { expect, test } from 'vitest';
import type { Path } from '#core/escalation/path.ts';
import type { Span } from '#core/people/duty.ts';
import type { StageSpeed } from '#core/promise/promise.ts';
import { speedKey } from '#core/promise/promise-time.ts';
import { DAY, HOUR, MINUTE } from '#core/time.ts';
import { config, EVERYBODY, history, MARKO, PATH_OF_TWO, PETRA, zagreb } from '#test/harness/core.ts';

const TUESDAY = zagreb('2026-11-17 09:00');
const PROMISING: Path = {
  ...PATH_OF_TWO,
  steps: PATH_OF_TWO.steps.map((step) => ({ ...step, promise: { stage: 'specialist', doWithinMs: HOUR } })),
};

/** What the requester is promised when Petra escalates and Marko is called. */
function promised({ speed, works, at = TUESDAY }: { speed?: StageSpeed; works?: Span[]; at?: number }) {
  const roster = EVERYBODY.map((person) => ({ ...person, works: person.id === MARKO ? (works ?? null) : null }));
  const speeds = new Map(speed === undefined ? [] : [[speedKey(PATH_OF_TWO.name, 'specialist'), speed]]);
  const told = history(at, { roster, speeds, config: config({ path: PROMISING }) });
  told.at(at, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  return told.log.map(({ event }) => event).find((event) => event.type === 'promise_made');
}

test('from the twentieth answer on, a stage promises what nine of ten answers took', () => {
  expect(promised({ speed: { samples: 19, mostMs: 40 * MINUTE } })).toMatchObject({ dueAt: TUESDAY + 75 * MINUTE });
  const speed = { samples: 20, mostMs: 40 * MINUTE };
  expect(promised({ speed })).toMatchObject({ dueAt: TUESDAY + 40 * MINUTE, speed });
  expect(promised({ speed: { samples: 300, mostMs: 3 * HOUR } })).toMatchObject({ dueAt: TUESDAY + 3 * HOUR });
});

test('nobody is promised less than whoever is called has to take it', () => {
  expect(promised({ speed: { samples: 50, mostMs: MINUTE } })).toMatchObject({ dueAt: TUESDAY + 15 * MINUTE });
});

test('an hour at which all who were called have gone home is not promised: it counts on when they are back', () => {
  // the desk is open until 18:00, Marko until 17:00
  const works = [
    { from: TUESDAY, until: zagreb('2026-11-17 17:00') },
    { from: zagreb('2026-11-18 10:00'), until: zagreb('2026-11-18 14:00') },
  ];
  const at = zagreb('2026-11-17 16:30');
  expect(promised({ at })).toMatchObject({ dueAt: zagreb('2026-11-17 17:45') });
  expect(promised({ at, works })).toMatchObject({ dueAt: zagreb('2026-11-18 10:45') });
});

test('where nobody who was called works for so long, nothing is promised', () => {
  const works = [{ from: TUESDAY - DAY, until: TUESDAY + 10 * MINUTE }];
  expect(promised({ works })).toBeUndefined();
});
