import { Chart, Testing } from 'cdk8s';
import { setOutputFolder } from '../../lib/manifest/output-file';
import { readTree } from '../../lib/manifest/read-tree';
import { EnvironmentNamespace, namespaceName } from '../../lib/namespace/construct';
import type { NamespaceOptions } from '../../lib/namespace/spec';
import { qaSpec } from '../environment/specs';

const LIMITS = { default: { cpu: 1, memory: '1Gi' } } as const;
const ENVIRONMENT = qaSpec({
  quota: { pods: 60 },
  containerLimits: LIMITS,
  labels: { a: '1', b: '1' },
});

/** The namespace of the shop in `qa`, and the chart around it. */
function shop(options: NamespaceOptions = {}, environment = ENVIRONMENT) {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop-qa' });
  setOutputFolder(chart, 'qa/shop');
  const props = { system: 'shop', environment, ...options };
  return { chart, namespace: new EnvironmentNamespace(chart, 'namespace', props) };
}

describe('the namespace of a system', () => {
  test('is called after the system and the environment', () => {
    expect(namespaceName('online-boutique', 'qa')).toBe('online-boutique-qa');
    expect(shop().namespace.name).toBe('shop-qa');
  });

  test('stands in one file, together with all that belongs to it', () => {
    const { manifests, problems } = readTree(shop().chart);
    expect(problems).toEqual([]);
    expect(new Set(manifests.map(({ file }) => file))).toEqual(new Set(['qa/shop/namespace.yaml']));
    expect(manifests.map(({ manifest }) => manifest.kind).slice(0, 3)).toEqual([
      'Namespace',
      'ResourceQuota',
      'LimitRange',
    ]);
  });

  test('has the quota, limits and labels of its environment', () => {
    const { namespace } = shop();
    expect(namespace.quota?.toJson().spec).toEqual({ hard: { pods: '60' } });
    expect(namespace.limitRange).toBeDefined();
    expect(namespace.namespace.toJson().metadata.labels).toMatchObject({ a: '1', b: '1' });
  });

  test('has those that the system says instead, and labels beside', () => {
    const { namespace } = shop({
      quota: { pods: 5 },
      containerLimits: { default: { cpu: 2, memory: '1Gi' } },
      labels: { b: '2' },
      annotations: { note: 'c' },
    });
    expect(namespace.quota?.toJson().spec).toEqual({ hard: { pods: '5' } });
    expect(namespace.limitRange?.toJson().spec.limits[0].default.cpu).toBe('2');
    expect(namespace.namespace.toJson().metadata).toMatchObject({
      labels: { a: '1', b: '2' },
      annotations: { note: 'c' },
    });
  });

  test('has neither quota nor limits where nobody sets them', () => {
    const { namespace } = shop({}, qaSpec());
    expect([namespace.quota, namespace.limitRange]).toEqual([undefined, undefined]);
  });

  test('rejects wrong options when the tree is synthesized', () => {
    expect(readTree(shop({ quota: { pods: -1 } }).chart).problems).toEqual([
      '[shop/namespace] quota.pods: got -1, allowed a whole number from 0',
    ]);
  });
});
