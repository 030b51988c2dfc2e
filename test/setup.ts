import fc from 'fast-check';

// `npm run test:long` asks every property twenty times as often; a property that names its own
// numRuns keeps it.
const long = process.env['BELAY_LONG'] === '1';
fc.configureGlobal({ numRuns: long ? 2_000 : 100 });
