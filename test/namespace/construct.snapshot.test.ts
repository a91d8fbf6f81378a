import { join } from 'node:path';
import { EnvironmentNamespace } from '../../lib/namespace/construct';
import type { EnvironmentNamespaceProps } from '../../lib/namespace/spec';
import { plainChart } from '../microservice/chart';
import { filesOf } from '../render-tree';
import { prod, qa } from '../shop';
import { expectYaml } from '../yaml-snapshot';

function namespace(props: Omit<EnvironmentNamespaceProps, 'system'>): EnvironmentNamespace {
  return new EnvironmentNamespace(plainChart(), 'namespace', { system: 'shop', ...props });
}

function expectSnapshot(file: string, { node }: EnvironmentNamespace): void {
  const texts = [...filesOf(node.root).values()];
  expectYaml(join(__dirname, 'snapshots', file), texts.join('---\n'));
}

test('renders a Namespace alone where the environment sets no bounds', () => {
  const created = namespace({ environment: qa });
  expectSnapshot('minimal.yaml', created);
  expect([created.quota, created.limitRange]).toEqual([undefined, undefined]);
});

test('renders quota, limit range and mesh of the environment', () => {
  expectSnapshot('everything.yaml', namespace({ environment: prod }));
});

test("prefers a system's own bounds, and adds its labels and annotations", () => {
  const created = namespace({
    environment: prod,
    quota: { pods: 7 },
    containerLimits: { default: { cpu: '1', memory: '1Gi' } },
    labels: { tier: 'gold' },
    annotations: { 'example.com/owner': 'shop' },
  });
  expectSnapshot('of-a-system.yaml', created);
});

test('labels the namespace for the default revision of the mesh', () => {
  const created = namespace({ environment: { ...qa, mesh: { kind: 'istio' } } });
  expect(created.namespace.toJson()).toMatchObject({
    metadata: { name: 'shop-qa', labels: { 'istio-injection': 'enabled' } },
  });
});

test('keeps the pod security standard out of reach of labels', () => {
  const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' };
  const created = namespace({ environment: { ...qa, labels }, labels });
  expect(created.namespace.toJson()).toMatchObject({
    metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  });
});
