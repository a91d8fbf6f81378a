import * as fc from 'fast-check';
import {
  ConfigRepo,
  type Environment,
  emptyDir,
  InputError,
  Microservice,
  type Synthesis,
  System,
} from '../../lib';
import { fieldsOf } from '../../lib/manifest/fields';
import { listBy } from '../../lib/manifest/grouping';
import type { ManifestSet } from '../../lib/manifest/manifest-set';
import { renderFiles } from '../../lib/writer/render';
import { WriteError } from '../../lib/writer/tree';
import { unseen } from '../problem/lines';
import { expectRoundTrip } from '../writer/yaml-readers';
import { type Break, breaks, broken, MEGABYTE, swapped, swaps } from './hostile';
import { environment, microservice, system } from './specs';

const qa = {
  name: 'qa',
  tier: 'preproduction',
  cluster: { name: 'in-cluster' },
  domain: 'example.com',
};
const cart = {
  image: 'registry.example.com/a:v1.0.0',
  resources: { cpu: ['100m', '200m'], memory: ['64Mi', '128Mi'] },
};

/** Volumes are made by functions. */
function withVolumes(props: unknown): unknown {
  const { volumes, ...others } = fieldsOf(props);
  if (volumes === undefined) return others;
  const made = Object.entries(fieldsOf(volumes)).map(([id, options]) => [
    id,
    emptyDir(unseen(options)),
  ]);
  return { ...others, volumes: Object.fromEntries(made) };
}

/** What comes of a system in an environment; the line of what is wrong where it can't be made at all. */
function synthesisOf(environmentSpec: unknown, systemSpec: unknown): Synthesis {
  const { name, services } = fieldsOf(systemSpec);
  try {
    const repo = new ConfigRepo({
      repository: 'https://git.example.com/shop/config.git',
      environments: [unseen(environmentSpec)],
      outdir: '/nowhere',
    });
    repo.deploy(
      class extends System {
        constructor(where: Environment) {
          super(where, unseen(name));
          for (const [id, props] of Object.entries(fieldsOf(services)))
            new Microservice(this, id, unseen(withVolumes(props)));
        }
      },
    );
    return repo.synthesize();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { manifests: [], problems: error.message.split('\n') };
  }
}

/** What no user should read: what JavaScript says of a mistake, or an object that shows nothing of itself. */
const INTERNAL =
  /can't be rendered|is not a function|not iterable|Cannot (read|convert|set)|is not defined|Invalid array length|call stack|\[object |undefined \(/;

/** `[place] field: what is wrong`, in one line. */
const NAMED = /^(\[[^\n]*?\] )?[A-Za-z][^\n]*: [^\n]+$/;

function expectSound(environmentSpec: unknown, systemSpec: unknown): void {
  const { manifests, problems } = synthesisOf(environmentSpec, systemSpec);
  expect(problems.filter((line) => INTERNAL.test(line))).toEqual([]);
  if (problems.length > 0) {
    const unnamed = problems.filter((line) => !NAMED.test(line));
    expect(unnamed).toEqual([]);
    return;
  }
  for (const entries of listBy(manifests, ({ file }) => [file]).values())
    if (isWritable(entries)) expectRoundTrip(entries.map(({ manifest }) => manifest));
}

/** Half a character is refused where it is written, by field. */
function isWritable(entries: ManifestSet): boolean {
  try {
    return renderFiles(entries).size > 0;
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    expect(error.message).toMatch(/: got half a surrogate pair, allowed Unicode text$/);
    return false;
  }
}

/** The same specs each time; others by PROPERTY_SEED, more by PROPERTY_RUNS. */
const runs = {
  numRuns: Number(process.env.PROPERTY_RUNS ?? 200),
  seed: Number(process.env.PROPERTY_SEED ?? 20_300_131),
};

function applied(spec: unknown, all: readonly Break[]): unknown {
  return all.reduce<unknown>(broken, spec);
}

test('a microservice becomes sound objects, or is refused by field', () => {
  fc.assert(
    fc.property(microservice, breaks, (spec, all) => {
      expectSound(qa, { name: 'shop', services: { cart: applied(spec, all) } });
    }),
    runs,
  );
});

test('a system becomes sound objects, or is refused by field', () => {
  fc.assert(
    fc.property(system, breaks, (spec, all) => expectSound(qa, applied(spec, all))),
    { ...runs, numRuns: runs.numRuns / 2 },
  );
});

test('an environment becomes sound objects, or is refused by field', () => {
  fc.assert(
    fc.property(environment, breaks, (spec, all) => {
      expectSound(applied(spec, all), { name: 'shop', services: { cart } });
    }),
    runs,
  );
});

test('a microservice with a value of another type becomes sound objects, or is refused by field', () => {
  fc.assert(
    fc.property(microservice, swaps, (spec, swap) => {
      expectSound(qa, { name: 'shop', services: { cart: swapped(spec, swap) } });
    }),
    { ...runs, numRuns: runs.numRuns * 2 },
  );
});

test('an environment with a value of another type becomes sound objects, or is refused by field', () => {
  fc.assert(
    fc.property(environment, swaps, (spec, swap) => {
      expectSound(swapped(spec, swap), { name: 'shop', services: { cart } });
    }),
    { ...runs, numRuns: runs.numRuns * 2 },
  );
});

describe('a text of a megabyte', () => {
  test.each([
    ['env', { env: { A: MEGABYTE } }],
    ['args', { args: [MEGABYTE] }],
    ['annotations', { annotations: { a: MEGABYTE } }],
    ['labels', { labels: { a: MEGABYTE } }],
    ['config', { config: { values: { A: MEGABYTE } } }],
    ['image', { image: MEGABYTE }],
    ['component', { component: MEGABYTE }],
  ])('is taken or refused in %s, in one short line', (_, props) => {
    const services = { cart: { ...cart, ...props } };
    expectSound(qa, { name: 'shop', services });
    for (const line of synthesisOf(qa, { name: 'shop', services }).problems)
      expect(line.length).toBeLessThan(1000);
  });
});

test.each([
  ['a line break', 'a\n[qa/shop] all is well'],
  ['what clears a terminal', 'a\u001b[2J'],
  ['half a character', '\ud800'],
])('a name with %s is told in a line of its own', (_, id) => {
  const { problems } = synthesisOf(qa, { name: 'shop', services: { [id]: cart } });
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.filter((line) => !/^\[qa\/shop\/\P{Cc}*$/u.test(line))).toEqual([]);
});

test('what replicas are spread over is node or zone', () => {
  const problems = [
    "[qa] defaults.spread[0]: got \"rack\", allowed 'node' or 'zone'",
    "[qa/shop/cart] pod.scheduling.spread[1]: got \"\", allowed 'node' or 'zone'",
  ];
  const spec = { ...qa, defaults: { spread: ['rack'] } };
  const services = { cart: { ...cart, pod: { scheduling: { spread: ['node', ''] } } } };
  expect(synthesisOf(spec, { name: 'shop', services }).problems).toEqual(problems);
});
