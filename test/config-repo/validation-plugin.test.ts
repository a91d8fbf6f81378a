import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SupercargoValidation } from '../../lib';

/** The part of the cdk8s CLI that loads plugins, which it doesn't export. */
const CLI = join(dirname(require.resolve('cdk8s-cli/package.json')), 'lib/plugins');
const { PluginManager }: { PluginManager: new (folder: string) => object } = require(
  join(CLI, '_manager'),
);
const { ValidationPlugin }: { ValidationPlugin: Loader } = require(join(CLI, 'validation'));

interface Loader {
  load(
    validation: object,
    app: { readonly manifests: readonly string[] },
    stdout: boolean,
    manager: object,
  ): { readonly plugin: SupercargoValidation; readonly context: Context };
}

type Context = Parameters<SupercargoValidation['validate']>[0] & {
  readonly report: {
    toJson(): {
      readonly summary: { readonly status: string };
      readonly violations: readonly unknown[];
    };
  };
};

/** Stands for the package as it is installed: the manager of the cdk8s CLI loads it by its path. */
const PACKAGE = join(__dirname, '../../lib/index.ts');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugin-'));
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the plugin over a file as `cdk8s synth` does, and gives its report and what it has logged. */
async function validate(yaml: string, properties = {}) {
  const file = join(folder, 'shop.k8s.yaml');
  writeFileSync(file, yaml);
  const logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const { plugin, context } = ValidationPlugin.load(
    { package: PACKAGE, version: '0.1.0', class: 'SupercargoValidation', properties },
    { manifests: [file] },
    false,
    new PluginManager(folder),
  );
  await plugin.validate(context);
  const { summary, violations } = context.report.toJson();
  return { file, summary, violations, logged: logged.mock.calls.flat() };
}

const WARNED =
  'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { API_PASSWORD: hunter2hunter2 }\n';

test('reports what is wrong, by rule', async () => {
  const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndta: {}\n';
  const { file, summary, violations } = await validate(yaml);
  expect(summary.status).toBe('failure');
  expect(violations).toEqual([
    {
      ruleName: 'unknown-field',
      recommendation: 'a field is not one of its kind',
      fix: 'as each location says, or allow it by the annotation supercargo/allow.unknown-field with the reason; see docs/checks/unknown-field.md',
      violatingConstructs: [
        {
          resourceName: 'a',
          locations: ['line 1: ConfigMap a: dta: unknown field, did you mean data?'],
          manifestPath: file,
        },
      ],
    },
  ]);
});

test('succeeds with warnings, and logs them', async () => {
  const { summary, violations, logged } = await validate(WARNED);
  expect(summary.status).toBe('success');
  expect(violations).toEqual([]);
  expect(logged).toEqual([expect.stringMatching(/^warning: \[.*:1\] ConfigMap a: data.API_PASS/)]);
});

test('fails on warnings where its properties say so', async () => {
  expect((await validate(WARNED, { strict: true })).summary.status).toBe('failure');
});

test('rejects a version of Kubernetes that is none', async () => {
  await expect(validate(WARNED, { kubernetes: 'v1' })).rejects.toThrow(
    `validations.properties.kubernetes: got "v1", allowed a version such as '1.28'`,
  );
});
