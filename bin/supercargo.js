#!/usr/bin/env node
// The package holds the compiled sources; in its own repository they run as they are.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const compiled = join(__dirname, '..', 'build', 'lib', 'cli', 'main.js');
const sources = join(__dirname, '..', 'lib', 'cli', 'main.ts');

if (existsSync(sources)) require('tsx/cjs');
// Whoever reads the output may have read enough: `supercargo access prod | head`.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
});

const { main } = require(existsSync(sources) ? sources : compiled);
process.exitCode = main(process.argv.slice(2));
