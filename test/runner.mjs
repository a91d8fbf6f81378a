import { createRunner } from 'jest-light-runner';
import Tinypool from 'tinypool';

const ASKED = 'jest-light-runner-get-worker-data';
const ANSWER = 'jest-light-runner-worker-data';

const WORKER = new URL('./worker-runner.js', import.meta.resolve('jest-light-runner')).href;

/**
 * The runner, with a channel for each process. Its own has one for all: who asks first has the answers sent to
 * all, and a process that isn't ready for it by then waits for ever.
 */
export default class extends createRunner({ runtime: 'child_process' }) {
  _runTest(test) {
    const { config: projectConfig } = test.context;
    if (this._runtime === 'child_process' && !this._testRunners.has(projectConfig))
      this._testRunners.set(projectConfig, this.newPool(projectConfig));
    return super._runTest(test);
  }

  newPool(projectConfig) {
    const { _globalConfig: globalConfig, _runtime: runtime } = this;
    const { maxWorkers } = globalConfig;
    const workerData = { globalConfig, projectConfig, runtime };
    const pool = new Tinypool({
      filename: WORKER,
      runtime,
      minThreads: maxWorkers,
      maxThreads: maxWorkers,
      env: process.env,
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
