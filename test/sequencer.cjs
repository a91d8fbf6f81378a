const { default: Sequencer } = require('@jest/test-sequencer');

/** Folders whose tests start other processes, or compilers: however small their files are, they take longest. */
const LONG = /[\\/]test[\\/](?:apps|cli|docs|shape|types)[\\/]|[\\/](?:jest|tree-kill)\.test\.ts$/;

/** Begins with what takes long, also where nothing has been measured yet: else one process ends alone. */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => LONG.test(path);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
