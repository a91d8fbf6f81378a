const { default: Sequencer } = require('@jest/test-sequencer');

/** Tests that start other processes, or ask for much: however small their files are, they take longest. */
const LONG =
  /[\\/]test[\\/](?:apps|cli|docs|property)[\\/]|[\\/](?:access|jest|mutations|(?:plain|read)-yaml|scale|tree-kill|wrong-shapes)\.test\.ts$/;

/** Those that a compiler does. They share a process, in which one would wait for the other. */
const COMPILING = /[\\/]test[\\/](?:docs[\\/]examples|shape[\\/]shapes|types[\\/]types)\.test\.ts$/;
const BETWEEN = 8;

/** Begins with what takes long, also where nothing has been measured yet: else one process ends alone. */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const compiling = sorted.filter(({ path }) => COMPILING.test(path));
    const others = sorted.filter((test) => !compiling.includes(test));
    const long = others.filter(({ path }) => LONG.test(path));
    compiling.forEach((test, index) => {
      long.splice(BETWEEN * index, 0, test);
    });
    return [...long, ...others.filter((test) => !long.includes(test))];
  }
};

module.exports.COMPILING = COMPILING;
