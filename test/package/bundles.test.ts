import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { compiledPackage } from '../compiled-package';

const BUILD = realpathSync(join(compiledPackage(), 'build'));
const BUNDLES = ['lib/core.bundle.js', 'lib/rules.bundle.js'];

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'bundles-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

/** The files of the package that a program loads: with `supercargo` as its name, and a folder as `out`. */
function loadedBy(program: string): readonly string[] {
  const file = join(work, 'program.js');
  const lines = [
    `const supercargo = require(${JSON.stringify(join(BUILD, 'lib'))});`,
    `const out = ${JSON.stringify(join(work, 'dist'))};`,
    program,
    'process.stdout.write(JSON.stringify(Object.keys(require.cache)));',
  ];
  writeFileSync(file, lines.join('\n'));
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const files: readonly string[] = JSON.parse(stdout);
  return files
    .filter((path) => path.startsWith(BUILD) && path.endsWith('.js'))
    .map((path) => relative(BUILD, path).replaceAll('\\', '/'));
}

const SHOP = `
  const { ConfigRepo, defineEnvironment, Microservice, System } = supercargo;
  const qa = defineEnvironment({ name: 'qa', tier: 'preproduction', cluster: { name: 'qa' }, domain: 'qa.example.com' });
  const repo = new ConfigRepo({ repository: 'https://git.example.com/shop.git', environments: [qa], outdir: out });
  repo.deploy(class extends System {
    constructor(environment) {
      super(environment, 'shop');
      new Microservice(this, 'cart', {
        image: 'registry.example.com/cart:v1.0.0',
        ports: { http: 8080 },
        resources: { cpu: ['100m', '200m'], memory: ['64Mi', '128Mi'] },
      });
    }
  });
  repo.synth();`;

test('a synthesis loads no module that is in a file of its own', () => {
  const loaded = loadedBy(SHOP);
  expect(readFileSync(join(work, 'dist/qa/shop/cart.yaml'), 'utf8')).toContain('kind: Deployment');
  expect(loaded).toEqual(expect.arrayContaining(BUNDLES));
  const own = loaded.filter((file) => file !== 'lib/index.js' && !BUNDLES.includes(file));
  const whole = own.filter((file) => !/\.bundle\.js"\)\.load\(/.test(textOf(file)));
  expect(whole).toEqual([]);
});

test('to import the package loads nothing but its entry', () => {
  expect(loadedBy('void supercargo;')).toEqual(['lib/index.js']);
});

test('a module is the same one, whoever asks for it', () => {
  const program = `
    const own = require(${JSON.stringify(join(BUILD, 'lib/problem/problem.js'))});
    if (own.InputError !== supercargo.InputError) throw new Error('there are two of them');`;
  expect(loadedBy(program)).toContain('lib/problem/problem.js');
});

function textOf(file: string): string {
  return readFileSync(join(BUILD, file), 'utf8');
}
