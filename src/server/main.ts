/** Belay in the foreground, straight from its source; `npm start` (bin/start.js) does the same and takes less memory. */
import { run } from '#server/run.ts';

await run();
