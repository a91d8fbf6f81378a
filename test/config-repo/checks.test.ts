import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { allow } from '../../lib/config-repo/allow';
import { ConfigRepo, type ConfigRepoProps } from '../../lib/config-repo/config-repo';
import type { Environment } from '../../lib/environment/environment';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import { Microservice } from '../../lib/microservice/microservice';
import { System } from '../../lib/system/system';
import { least } from '../microservice/chart';
import { qa } from '../shop';
import { listen } from './terminal';

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'checks-'));
});

afterEach(() => rmSync(outdir, { recursive: true, force: true }));

function repoOf(
  fill: (system: System) => void,
  props: Partial<ConfigRepoProps<readonly EnvironmentSpec[]>> = {},
) {
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/shop/config.git',
    environments: [qa],
    outdir,
    ...props,
  });
  repo.deploy(
    class extends System {
      constructor(environment: Environment) {
        super(environment, 'shop');
        fill(this);
      }
    },
  );
  return repo;
}

/** A ConfigMap with what looks like a secret in it. */
function withSecret(system: System): ApiObject {
  return new ApiObject(system, 'mail', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'mail' },
    ...{ data: { SMTP_PASSWORD: 'hunter2hunter2' } },
  });
}

const SECRET =
  /^\[qa\/shop\/mail\] ConfigMap shop-qa\/mail: data.SMTP_PASSWORD: looks like a secret/;

test('an object that its schema refuses is a problem', () => {
  const { problems } = repoOf((shop) => {
    new ApiObject(shop, 'flags', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'flags' },
      ...{ dta: {} },
    });
  }).synthesize();
  expect(problems).toEqual([
    '[qa/shop/flags] ConfigMap shop-qa/flags: dta: unknown field, did you mean data?',
  ]);
});

test('what a construct refuses is not told again of its object', () => {
  const { problems } = repoOf((shop) => {
    new Microservice(shop, 'cart', { ...least, replicas: -1 });
  }).synthesize();
  expect(problems).toEqual([expect.stringMatching(/^\[qa\/shop\/cart\] replicas: got -1/)]);
});

test('a warning is told, and stops a strict synth', () => {
  const { problems, warnings } = repoOf(withSecret).synthesize();
  expect([problems, warnings]).toEqual([[], [expect.stringMatching(SECRET)]]);
  const strict = repoOf(withSecret, { strict: true }).synthesize();
  expect([strict.problems, strict.warnings]).toEqual([[expect.stringMatching(SECRET)], []]);
  process.env.SUPERCARGO_STRICT = 'true';
  const asked = repoOf(withSecret).synthesize();
  delete process.env.SUPERCARGO_STRICT;
  expect(asked.problems).toEqual(strict.problems);
});

test('what is allowed is not told, and leaves no trace in the objects', () => {
  const fill = (shop: System) => allow(withSecret(shop), 'plain-secret', 'because it is a sample');
  const { manifests, warnings, waived } = repoOf(fill).synthesize();
  expect(warnings).toEqual([]);
  expect(waived).toMatchObject([{ reason: 'because it is a sample' }]);
  expect(manifests).toEqual(repoOf(withSecret).synthesize().manifests);
});

test('a waiver of a whole system that allows nothing is warned of', () => {
  const { warnings } = repoOf((shop) => allow(shop, 'host-path', 'because')).synthesize();
  expect(warnings).toEqual([`[qa/shop] allow('host-path'): allows nothing: take it out`]);
});

test('API versions are held against the version of Kubernetes that is named', () => {
  const cronJob = (shop: System) => {
    new ApiObject(shop, 'endpoints', {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'mail' },
    });
  };
  expect(repoOf(cronJob).synthesize().warnings).toEqual([]);
  expect(repoOf(cronJob, { kubernetes: '1.33' }).synthesize().warnings).toEqual([
    expect.stringContaining('which Kubernetes 1.33 has deprecated'),
  ]);
});

test('a change is held against what is in the output folder', () => {
  const gateway = (controllerName: string) => (shop: System) => {
    new ApiObject(shop, 'public', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'public' },
      ...{ spec: { controllerName } },
    });
  };
  const environments = [
    {
      ...qa,
      sync: { clusterKinds: [{ group: 'gateway.networking.k8s.io', kind: 'GatewayClass' }] },
    },
  ];
  const changes = () =>
    repoOf(gateway('example.org/b'), { environments })
      .synthesize()
      .findings?.map(({ rule }) => rule);
  expect(changes()).toEqual([]);
  mkdirSync(join(outdir, 'qa/shop'), { recursive: true });
  writeFileSync(
    join(outdir, 'qa/shop/public.yaml'),
    'apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: { name: public }\nspec: { controllerName: example.org/a }\n',
  );
  expect(changes()).toEqual(['kind-transition']);
});

test('who asks for a report gets it in place of the manifests', () => {
  const report = join(outdir, 'report');
  const aside = join(outdir, 'aside');
  process.env.SUPERCARGO_REPORT = report;
  try {
    const told = listen(() => repoOf(withSecret, { outdir: aside }).synth());
    expect(told).toEqual({ lines: [], exitCode: undefined });
  } finally {
    delete process.env.SUPERCARGO_REPORT;
  }
  expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
    environments: ['qa'],
    report: { findings: [{ rule: 'plain-secret', construct: 'qa/shop/mail' }], waived: [] },
  });
});

test('rejects a version of Kubernetes that is none, from callers without types', () => {
  const { problems } = repoOf(() => undefined, JSON.parse('{ "kubernetes": "28" }')).synthesize();
  expect(problems).toEqual([`kubernetes: got "28", allowed a version such as '1.28'`]);
});
