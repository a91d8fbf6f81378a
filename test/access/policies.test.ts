import { join } from 'node:path';
import type { AccessSpec } from '../../lib/environment/access';
import { Microservice } from '../../lib/microservice/microservice';
import { validateManifest } from '../../lib/schema/validate';
import { emitYaml } from '../../lib/writer/yaml';
import { least, plainChart } from '../microservice/chart';
import { expectYaml } from '../yaml-snapshot';
import { policiesOf, shop } from './world';

/** All that an environment may say of access. */
const EVERYTHING: AccessSpec = {
  dns: {
    namespace: 'kube-system',
    labels: { 'k8s-app': 'coredns' },
    ports: [53, 5353],
    cidrs: ['169.254.20.10/32'],
  },
  gateway: { namespace: 'ingress', labels: { app: 'gateway' } },
  prometheus: { namespace: 'observability', labels: { app: 'prometheus' }, serviceAccount: 'prom' },
  controlPlane: { namespace: 'istio-system', labels: { app: 'istiod', 'istio.io/rev': 'blue' } },
  kubeletCidrs: ['10.1.0.0/16'],
  podCidrs: ['10.4.0.0/14', '100.100.0.0/16', '203.0.0.0/16'],
  apiServer: { cidrs: ['198.51.100.7/32'], port: 6443 },
  trustDomain: 'shop.example.com',
};

/** All policies, in an order of their own. */
function yaml(spec: AccessSpec, reversed = false): readonly string[] {
  const policies = policiesOf(shop(spec, MESH, reversed));
  return policies.map((policy) => emitYaml([policy])).toSorted();
}

const MESH = { kind: 'istio' } as const;
const DIALECTS = ['kubernetes', 'cilium', 'istio'] as const;

describe.each(DIALECTS)('the words of %s', (dialect) => {
  const spec = { ...EVERYTHING, dialects: [dialect] };

  test('tell all that is open', () => {
    expectYaml(join(__dirname, 'snapshots', `${dialect}.yaml`), yaml(spec).join('---\n'));
  });

  test('do not depend on the order of declaration', () => {
    expect(yaml(spec, true)).toEqual(yaml(spec));
  });

  test('are what the schemas of their kinds allow', () => {
    const known = policiesOf(shop(spec, MESH)).filter(({ kind }) => kind !== 'CiliumNetworkPolicy');
    expect(known.flatMap(validateManifest)).toEqual([]);
  });
});

describe('policies', () => {
  test('in several words are those in each', () => {
    const each = DIALECTS.flatMap((dialect) => yaml({ ...EVERYTHING, dialects: [dialect] }));
    expect(yaml({ ...EVERYTHING, dialects: DIALECTS })).toEqual(each.toSorted());
  });

  test("are Kubernetes' own where nothing is said", () => {
    expect(yaml({})).toEqual(yaml({ dialects: ['kubernetes'] }));
  });

  test('are not made outside of an environment', () => {
    const chart = plainChart('shop');
    new Microservice(chart, 'cart', least);
    expect(policiesOf(chart.node.root)).toEqual([]);
  });

  test('follow calls that are declared later', () => {
    const app = shop({});
    const [frontend, cart] = ['frontend', 'cart'].map((name) =>
      app.node.findAll().find(({ node }) => node.id === name),
    );
    if (!(frontend instanceof Microservice && cart instanceof Microservice)) throw new Error();
    policiesOf(app);
    frontend.addCalls(cart.endpoint('admin'));
    const [changed] = policiesOf(app).filter(({ metadata }) => metadata.name === 'frontend');
    expect(JSON.stringify(changed)).toContain('{"port":9090}');
  });
});
