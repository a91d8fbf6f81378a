import { readFileSync } from 'node:fs';
import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import {
  quantity as amount,
  FREE_MAPS,
  intOrString,
  KUBE_KINDS,
  kubeManifest,
  WIRE_NAMES,
} from '../../lib/manifest/kube-manifest';

const metadata = { name: 'cart', labels: { hostIp: 'kept', clusterIp: 'kept' } };

const quantity = k8s.Quantity.fromString;
const text = k8s.IntOrString.fromString;
const number = k8s.IntOrString.fromNumber;

test('gives a workload as cdk8s-plus does', () => {
  const labelSelector = { matchLabels: { app: 'cart' } };
  const props: k8s.KubeDeploymentProps = {
    metadata,
    spec: {
      replicas: 0,
      selector: labelSelector,
      strategy: { rollingUpdate: { maxSurge: text('25%'), maxUnavailable: number(0) } },
      template: {
        metadata: { labels: { app: 'cart' }, annotations: undefined },
        spec: {
          hostIpc: false,
          setHostnameAsFqdn: true,
          nodeSelector: { hostPid: 'kept' },
          containers: [
            {
              name: 'cart',
              command: [],
              ports: [{ containerPort: 80, hostIp: '127.0.0.1' }],
              env: [{ name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }],
              resources: { limits: { cpu: quantity('1'), memory: quantity('64Mi') } },
              livenessProbe: { httpGet: { port: text('http'), path: '/' } },
              securityContext: { capabilities: { drop: ['ALL'] } },
            },
          ],
          volumes: [
            { name: 'a', emptyDir: { sizeLimit: quantity('1Gi') } },
            { name: 'b', downwardApi: { items: [{ path: 'labels' }] } },
            { name: 'c', emptyDir: {} },
          ],
          topologySpreadConstraints: [
            { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector },
          ],
        },
      },
    },
  };
  expect(kubeManifest('KubeDeployment', props)).toEqual(k8s.KubeDeployment.manifest(props));
});

test('gives other objects as cdk8s-plus does', () => {
  const service: k8s.KubeServiceProps = {
    metadata,
    spec: {
      clusterIp: 'None',
      loadBalancerIp: '10.0.0.1',
      externalIPs: ['10.0.0.2'],
      selector: { clusterIp: 'kept' },
      ports: [{ port: 80, targetPort: text('http') }],
      sessionAffinityConfig: { clientIp: { timeoutSeconds: 5 } },
    },
  };
  const configMap: k8s.KubeConfigMapProps = { metadata, data: { podCidr: 'kept', pdId: '' } };
  const limits: k8s.KubeLimitRangeProps = {
    metadata,
    spec: { limits: [{ type: 'Container', max: { cpu: quantity('2') } }] },
  };
  expect(kubeManifest('KubeService', service)).toEqual(k8s.KubeService.manifest(service));
  expect(kubeManifest('KubeConfigMap', configMap)).toEqual(k8s.KubeConfigMap.manifest(configMap));
  expect(kubeManifest('KubeLimitRange', limits)).toEqual(k8s.KubeLimitRange.manifest(limits));
});

test.each(Object.entries(KUBE_KINDS))('knows the group and version of %s', (kind, gvk) => {
  const classes = new Map<string, unknown>(Object.entries(k8s));
  expect(classes.get(kind)).toHaveProperty('GVK', gvk);
});

test('takes values of its own where cdk8s-plus has classes', () => {
  const ports = [{ port: 80, targetPort: intOrString('http') }];
  const limits = [{ type: 'Container', max: { cpu: amount('500m'), memory: amount(1024) } }];
  expect(kubeManifest('KubeService', { metadata, spec: { ports } }).spec).toEqual({
    ports: [{ port: 80, targetPort: 'http' }],
  });
  expect(kubeManifest('KubeLimitRange', { metadata, spec: { limits } }).spec).toEqual({
    limits: [{ type: 'Container', max: { cpu: '500m', memory: 1024 } }],
  });
});

test("keeps a file of any name in a config map's data", () => {
  const data = Object.fromEntries([['__proto__', 'text']]);
  const manifest = kubeManifest('KubeConfigMap', { metadata, data });
  expect(Object.entries(manifest.data ?? {})).toEqual([['__proto__', 'text']]);
});

test('leaves a lazy value to cdk8s', () => {
  const data = Lazy.any({ produce: () => ({ a: 'b' }) });
  expect(kubeManifest('KubeConfigMap', { metadata, data }).data).toBe(data);
});

test('rejects an object without a name', () => {
  expect(() => kubeManifest('KubeConfigMap', {})).toThrow(
    new TypeError('KubeConfigMap: metadata.name is missing'),
  );
});

describe('the tables agree with the code of cdk8s-plus', () => {
  const fields = fieldsOfKubernetes();

  test('in the names of fields, each of which has one everywhere', () => {
    const renamed = fields.filter(({ wire, name }) => wire !== name);
    expect(new Map(renamed.map(({ name, wire }) => [name, wire]))).toEqual(WIRE_NAMES);
    const kept = new Set(fields.filter(({ wire, name }) => wire === name).map(({ name }) => name));
    expect([...WIRE_NAMES.keys()].filter((name) => kept.has(name))).toEqual([]);
  });

  test('in the fields with free keys, below which no field has another name', () => {
    const maps = fields.filter(({ isMap }) => isMap).map(({ name }) => name);
    expect(new Set(maps)).toEqual(FREE_MAPS);
    const inside = fields.filter(({ name, isMap }) => FREE_MAPS.has(name) && !isMap);
    const types = inside.flatMap(({ type }) => (type === undefined ? [] : [type]));
    const reachable = reach(types, fields);
    expect(fields.filter(({ of, name, wire }) => reachable.has(of) && name !== wire)).toEqual([]);
  });
});

/** A field in cdk8s-plus's functions to JSON. */
interface Field {
  readonly of: string;
  readonly wire: string;
  readonly name: string;
  readonly isMap: boolean;
  /** Type of what is in it. */
  readonly type: string | undefined;
}

/** All fields, but those of schemas inside of CustomResourceDefinitions, which have names of their own. */
function fieldsOfKubernetes(): readonly Field[] {
  const source = readFileSync(require.resolve('cdk8s-plus-28/lib/imports/k8s'), 'utf8');
  return source.split('\nfunction toJson_').flatMap((body) => {
    const of = /^\w+/.exec(body)?.[0] ?? '';
    if (of === 'JsonSchemaProps') return [];
    return [...body.matchAll(/^ {8}'([^']+)': (.*obj\.(\w+).*),$/gm)].map(
      ([, wire = '', code = '', name = '']) => ({
        of,
        wire,
        name,
        isMap: code.includes('Object.entries'),
        type: /toJson_(\w+)/.exec(code)?.[1],
      }),
    );
  });
}

/** The types, and all types below them. */
function reach(types: readonly string[], fields: readonly Field[]): ReadonlySet<string> {
  const reached = new Set(types);
  for (const type of reached)
    for (const field of fields)
      if (field.of === type && field.type !== undefined) reached.add(field.type);
  return reached;
}
