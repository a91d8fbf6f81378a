// Looks at what app.ts has written, as a user of the package would, and at the package itself.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ConfigRepo, emitYaml, Microservice } from 'supercargo';
import { Manifests, matchers } from 'supercargo/testing';

const require = createRequire(import.meta.url);
assert.equal(
  require('supercargo').Microservice,
  Microservice,
  'import and require give one library',
);
assert.equal(typeof ConfigRepo, 'function');
assert.equal(emitYaml([{ kind: 'List' }]), 'kind: List\n');

const web = readFileSync('dist/qa/shop/web.yaml', 'utf8');
assert.match(web, /^kind: Deployment$/m);
assert.match(web, /^ {8}- name: CART\n {10}value: cart:7070$/m);
assert.match(readFileSync('dist/argocd/root.yaml', 'utf8'), /^kind: Application$/m);

// The testing kit, in a runner that has no `expect`, and in one that has.
assert.equal(require('supercargo/testing').Manifests, Manifests);
assert.ok(Manifests.of('dist').has('Deployment', 'web', { metadata: { namespace: 'shop-qa' } }));
assert.match(matchers.toContainManifest('dist', 'Deployment', 'wbe').message(), /mean 'web'/);
assert.throws(() => require('supercargo/testing/jest'), /needs the global `expect`/);
let extended;
globalThis.expect = Object.assign(() => undefined, { extend: (given) => (extended = given) });
await import('supercargo/testing/jest');
assert.equal(extended, matchers);

// Not part of the package's interface, but the schemas that it reads must be in the package.
const installed = join(process.cwd(), 'node_modules/supercargo/build');
const { validateManifest } = require(join(installed, 'lib/schema/validate.js'));
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containerz: [] } };
assert.match(
  JSON.stringify(validateManifest(pod)),
  /containers.*containerz|containerz.*containers/,
);
console.log('import, require, types, YAML and schemas are right');
