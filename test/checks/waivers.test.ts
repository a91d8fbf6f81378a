import { App, Chart } from 'cdk8s';
import { lineOf } from '../../lib/checks/finding';
import { runChecks } from '../../lib/checks/run';
import { allow } from '../../lib/config-repo/allow';
import type { ManifestEntry } from '../../lib/manifest/manifest-set';
import { readYaml } from '../../lib/manifest/read-yaml';
import { addWaiver, waiversIn } from '../../lib/manifest/waiver';

const RULES = ['plain-secret', 'unknown-waiver', 'unused-waiver', 'waiver-without-reason'];

const config = (annotations: string) =>
  `{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, annotations: ${annotations} }, data: { API_PASSWORD: hunter2hunter2 } }`;

function run(yaml: string) {
  const { findings, waived } = runChecks(readYaml('a.yaml', yaml).manifests);
  return {
    findings: findings.filter(({ rule }) => RULES.includes(rule)).map(lineOf),
    reasons: waived.map(({ reason }) => reason),
  };
}

describe('an annotation', () => {
  test('allows what a rule finds in its object alone', () => {
    const allowing = config("{ supercargo/allow.plain-secret: 'because it is a sample' }");
    expect(run(allowing)).toEqual({ findings: [], reasons: ['because it is a sample'] });
    const other = config('{}').replace('name: a', 'name: b');
    expect(run(`${allowing}\n---\n${other}`).findings).toEqual([
      expect.stringMatching(/^\[a.yaml:3\] ConfigMap b: data.API_PASSWORD: looks like a secret/),
    ]);
  });

  test('rejects one without a reason', () => {
    expect(run(config("{ supercargo/allow.plain-secret: ' ' }")).findings).toEqual([
      expect.stringMatching(/^\[a.yaml:1\] ConfigMap a: data.API_PASSWORD: looks like a secret/),
      `[a.yaml:1] ConfigMap a: metadata.annotations["supercargo/allow.plain-secret"]: got no reason, allowed some words on why it is meant: 'because ...'`,
    ]);
  });

  test('rejects one of an unknown rule, and names the nearest', () => {
    expect(run(config('{ supercargo/allow.plain-secrets: because }')).findings[1]).toBe(
      `[a.yaml:1] ConfigMap a: metadata.annotations["supercargo/allow.plain-secrets"]: there is no rule "plain-secrets": did you mean 'plain-secret'?`,
    );
  });

  test('that allows nothing is warned of', () => {
    const { findings } = runChecks(
      readYaml('a.yaml', config('{ supercargo/allow.host-path: because }')).manifests,
    );
    expect(findings.find(({ rule }) => rule === 'unused-waiver')).toMatchObject({
      severity: 'warning',
      object: 'ConfigMap a',
      message: 'allows nothing: take it out',
    });
  });
});

test('nobody judges what allows nothing where something could not be made', () => {
  const allowing = config(
    '{ supercargo/allow.host-path: because, supercargo/allow.nonsense: because }',
  );
  const found = (told: readonly string[]) =>
    runChecks(readYaml('a.yaml', allowing).manifests, { told })
      .findings.map(({ rule }) => rule)
      .filter((rule) => rule.endsWith('-waiver'));
  expect(found([])).toEqual(['unused-waiver', 'unknown-waiver']);
  expect(found(['[shop/cart] image: got "latest"'])).toEqual(['unknown-waiver']);
});

describe('a construct', () => {
  const app = new App();
  const shop = new Chart(app, 'shop');
  const cart = new Chart(shop, 'cart');
  const at = (origin: string): ManifestEntry => ({
    manifest: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
      data: { API_PASSWORD: 'hunter2hunter2' },
    },
    file: 'a.yaml',
    origin,
    owner: origin,
    cluster: origin,
  });
  const left = (waivers = waiversIn(app)) =>
    runChecks([at('shop/cart/config'), at('shop/cartoon'), at('shop/cart')], {}, waivers)
      .findings.filter(({ rule }) => RULES.includes(rule))
      .map((finding) => lineOf(finding).replace(/looks like .*/, '...'));

  test('allows what rules find in it and below, whatever else begins with its name', () => {
    expect(waiversIn(app)).toEqual([]);
    allow(cart, 'plain-secret', 'because it is a sample');
    expect(left()).toEqual(['[shop/cartoon] ConfigMap a: data.API_PASSWORD: ...']);
  });

  test('of an unknown rule or without a reason is told, from callers without types', () => {
    const other = new App();
    addWaiver(other, 'plain-secret', '');
    addWaiver(new Chart(other, 'a'), 'nonsense', 'because');
    expect(left(waiversIn(other)).slice(3)).toEqual([
      `[] allow('plain-secret'): got no reason, allowed some words on why it is meant: 'because ...'`,
      `[a] allow('nonsense'): there is no rule "nonsense": docs/checks.md lists them`,
    ]);
  });
});
