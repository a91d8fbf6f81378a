import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRunner } from 'jest-light-runner';
import Tinypool from 'tinypool';
import sequencer from './sequencer.cjs';

const ASKED = 'jest-light-runner-get-worker-data';
const ANSWER = 'jest-light-runner-worker-data';

const WORKER = new URL('./worker-runner.js', import.meta.resolve('jest-light-runner')).href;

// What is made once for all processes of the tests.
const made = mkdtempSync(join(tmpdir(), 'tests-'));
process.once('exit', () => rmSync(made, { recursive: true, force: true }));
process.env.MADE_FOR_TESTS = made;

/**
 * The runner, with a channel for each process. Its own has one for all: who asks first has the answers sent to
 * all, and a process that isn't ready for it by then waits for ever.
 */
export default class extends createRunner({ runtime: 'child_process' }) {
  _runTest(test) {
    if (this._runtime !== 'child_process') return super._runTest(test);
    const { config } = test.context;
    // What a compiler has read of the library serves them all.
    const [key, size] = sequencer.COMPILING.test(test.path)
      ? [sequencer.COMPILING, 1]
      : [config, this._globalConfig.maxWorkers];
    const runner = this._testRunners.get(key) ?? this.newPool(config, size);
    this._testRunners.set(key, runner);
    return runner.run(test);
  }

  newPool(projectConfig, size) {
    const { _globalConfig: globalConfig, _runtime: runtime } = this;
    const workerData = { globalConfig, projectConfig, runtime };
    const pool = new Tinypool({
      filename: WORKER,
      runtime,
      minThreads: size,
      maxThreads: size,
      env: process.env,
      // Young objects die in their place, not on the way to another: less work where much is made.
      execArgv: ['--max-semi-space-size=64'],
      trackUnmanagedFds: false,
      workerData,
    });
    return { pool, run: (test) => pool.run(test.path, { channel: channelFor(workerData) }) };
  }
}

function channelFor(workerData) {
  let send;
  return {
    onMessage(listener) {
      send = listener;
    },
    postMessage(message) {
      if (message === ASKED) send?.({ type: ANSWER, workerData });
    },
  };
}
