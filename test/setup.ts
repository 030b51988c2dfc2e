import fc from 'fast-check';

// `npm run test:long` asks every property twenty times as often, other lives each time and tells their seed; the
// everyday run asks the same every time, so that what it says is said of the change and not of its luck (decision
// 0089). A property that names its own numRuns keeps it.
const long = process.env['BELAY_LONG'] === '1';
fc.configureGlobal(long ? { numRuns: 2_000 } : { numRuns: 100, seed: 20_261_122 });
