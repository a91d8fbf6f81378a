// The tests run in plain Node.js: here it learns to read TypeScript.
import { register as registerRequire } from 'tsx/cjs/api';
import { register as registerImport } from 'tsx/esm/api';

registerRequire();
registerImport();

/** Nothing else ends a test that waits for ever. */
const MOST_MINUTES = 8;

setTimeout(
  () => {
    process.stderr.write(`a test is still running after ${MOST_MINUTES} minutes\n`);
    process.exit(1);
  },
  MOST_MINUTES * 60 * 1000,
).unref();
