import type { ContainerSpec } from '../../lib/pod/container';
import { delaySeconds, type PodPlanInput, planPod, podSelector } from '../../lib/pod/plan';
import { execProbe } from '../../lib/pod/probes';
import type { SidecarSpec } from '../../lib/pod/sidecars';
import type { PodOptions } from '../../lib/pod/spec';
import { emptyDir } from '../../lib/pod/volumes';
import { cartEndpoint } from '../endpoint/endpoints';

const RESOURCES = { cpu: '100m', memory: '64Mi' } as const;

function plan(input: Partial<PodPlanInput> = {}) {
  return planPod({
    name: 'cart',
    image: 'cart:v1',
    namespace: 'shop-qa',
    container: { resources: RESOURCES },
    labels: {},
    annotations: {},
    serviceAccountName: 'cart',
    mountToken: false,
    spread: [],
    ...input,
  });
}

describe('a planned pod', () => {
  test('has secure defaults and nothing else', () => {
    const { metadata, spec } = plan();
    expect(metadata).toEqual({ labels: { 'app.kubernetes.io/name': 'cart', app: 'cart' } });
    expect(spec).toEqual({
      serviceAccountName: 'cart',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [expect.objectContaining({ name: 'cart', image: 'cart:v1' })],
    });
  });

  test('never changes the labels that select it', () => {
    const labels = { app: 'x', 'app.kubernetes.io/name': 'x', version: 'v1' };
    expect(plan({ labels, pod: { labels } }).metadata?.labels).toEqual({
      app: 'cart',
      'app.kubernetes.io/name': 'cart',
      version: 'v1',
    });
    expect(podSelector('cart')).toEqual({ 'app.kubernetes.io/name': 'cart' });
  });

  test('adds its own labels and annotations to those of the workload', () => {
    const { metadata } = plan({
      labels: { a: '1', b: '1' },
      annotations: { c: '1' },
      pod: { labels: { b: '2' }, annotations: { d: '2' } },
    });
    expect(metadata?.labels).toMatchObject({ a: '1', b: '2' });
    expect(metadata?.annotations).toEqual({ c: '1', d: '2' });
    expect(plan({ annotations: { c: '1' } }).metadata?.annotations).toEqual({ c: '1' });
  });

  test('has all that its options say', () => {
    const options: PodOptions = {
      dnsPolicy: 'None',
      dnsConfig: { nameservers: ['10.0.0.10'] },
      hostAliases: [{ ip: '10.0.0.1', hostnames: ['db'] }],
      enableServiceLinks: true,
    };
    const { spec } = plan({
      mountToken: true,
      restartPolicy: 'Never',
      volumes: { data: emptyDir({ mountPath: '/data' }), tmp: emptyDir() },
      pod: {
        ...options,
        containerName: 'server',
        imagePullSecrets: ['registry'],
        securityContext: { fsGroup: 1000, runAsNonRoot: false },
        shutdown: { gracePeriod: '1m' },
        other: { hostname: 'cart' },
      },
    });
    expect(spec).toMatchObject({
      ...options,
      automountServiceAccountToken: undefined,
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 60,
      imagePullSecrets: [{ name: 'registry' }],
      securityContext: { fsGroup: 1000, runAsNonRoot: false, seccompProfile: {} },
      hostname: 'cart',
      volumes: [
        { name: 'data', emptyDir: {} },
        { name: 'tmp', emptyDir: {} },
      ],
      containers: [{ name: 'server', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
    });
  });

  test('starts its sidecars before its init containers, and shows neither the volumes of its own accord', () => {
    const extra = { image: 'x:v1', resources: RESOURCES, env: { CART: cartEndpoint() } };
    const { spec } = plan({
      namespace: 'blog-qa',
      volumes: { data: emptyDir({ mountPath: '/data' }) },
      pod: { initContainers: { migrate: extra }, sidecars: { proxy: extra } },
    });
    const env = [{ name: 'CART', value: 'cart.shop-qa.svc.cluster.local:80' }];
    expect(spec?.initContainers).toMatchObject([
      { name: 'proxy', image: 'x:v1', restartPolicy: 'Always', env, volumeMounts: undefined },
      { name: 'migrate', image: 'x:v1', env, volumeMounts: undefined },
    ]);
    expect(spec?.initContainers?.[1]).not.toHaveProperty('restartPolicy');
  });

  test('starts each sidecar when it says', () => {
    const extra = { image: 'x:v1', resources: RESOURCES };
    const { spec } = plan({
      pod: {
        initContainers: { migrate: extra, seed: extra },
        sidecars: {
          nginx: { ...extra, starts: 'with-main', probes: { readiness: execProbe(['true']) } },
          agent: { ...extra, starts: 'after-init' },
          proxy: { ...extra, starts: 'before-init' },
          logs: extra,
          more: { ...extra, starts: 'with-main' },
        },
      },
    });
    const starts = (list: readonly { name: string; restartPolicy?: string }[] = []) =>
      list.map(({ name, restartPolicy }) => `${name} ${restartPolicy}`);
    expect(starts(spec?.initContainers)).toEqual([
      'proxy Always',
      'logs Always',
      'migrate undefined',
      'seed undefined',
      'agent Always',
    ]);
    expect(starts(spec?.containers)).toEqual([
      'cart undefined',
      'nginx undefined',
      'more undefined',
    ]);
    expect(spec?.containers[1]).toMatchObject({
      image: 'x:v1',
      readinessProbe: { exec: { command: ['true'] } },
      securityContext: { readOnlyRootFilesystem: true },
    });
    expect(spec?.containers[1]).not.toHaveProperty('starts');
  });

  test('shows config values to the main container and to those that ask for them, before what else they have', () => {
    const extra = { image: 'x:v1', resources: RESOURCES };
    const asking = { ...extra, configValues: true, envFrom: [{ secret: 'keys' }] };
    const pod: PodOptions = {
      initContainers: { migrate: asking, seed: extra },
      sidecars: { logs: asking, nginx: { ...asking, starts: 'with-main' } },
    };
    const { spec } = plan({ configValues: 'cart-config', pod });
    const all = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
    const given = [{ configMapRef: { name: 'cart-config' } }, { secretRef: { name: 'keys' } }];
    expect(Object.fromEntries(all.map(({ name, envFrom }) => [name, envFrom]))).toEqual({
      logs: given,
      migrate: given,
      seed: undefined,
      cart: [{ configMapRef: { name: 'cart-config' } }],
      nginx: given,
    });
    expect(all[0]).not.toHaveProperty('configValues');
  });

  test('mounts a volume where it says itself, and where the container does', () => {
    const volumes = { data: emptyDir({ mountPath: '/a' }), tmp: emptyDir() };
    const mounts = { data: '/b', tmp: ['/tmp', { path: '/run', subPath: 'run' }] } as const;
    const { spec } = plan({ volumes, container: { resources: RESOURCES, mounts } });
    expect(spec?.containers[0]?.volumeMounts).toEqual([
      { name: 'data', mountPath: '/a' },
      { name: 'data', mountPath: '/b' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'tmp', mountPath: '/run', subPath: 'run' },
    ]);
  });

  test('is spread as it says, or else as its environment does', () => {
    const keys = (input: Partial<PodPlanInput>) =>
      plan(input).spec?.topologySpreadConstraints?.map(({ topologyKey }) => topologyKey);
    expect(keys({ spread: ['node'] })).toEqual(['kubernetes.io/hostname']);
    expect(keys({ spread: ['node'], pod: { scheduling: { spread: ['zone'] } } })).toEqual([
      'topology.kubernetes.io/zone',
    ]);
    expect(keys({ spread: ['node'], pod: { scheduling: { spread: [] } } })).toBeUndefined();
  });
});

describe('the delay before the end', () => {
  const ports = { http: 80 };
  const httpGet = { path: '/drain' };

  test.each<[number, string, Partial<ContainerSpec>, PodOptions['shutdown']]>([
    [5, 'with ports', { ports }, {}],
    [0, 'without ports', {}, {}],
    [0, 'where it is switched off', { ports }, { delay: 'none' }],
    [60, 'where it is given', {}, { delay: '1m' }],
    [0, 'beside a hook', { ports, lifecycle: { preStop: { httpGet } } }, {}],
    [5, 'beside a hook for the start', { ports, lifecycle: { postStart: { httpGet } } }, {}],
  ])('is %ds %s', (seconds, _, container, shutdown) => {
    expect(delaySeconds({ resources: RESOURCES, ...container }, { shutdown })).toBe(seconds);
  });

  describe('in a pod with sidecars', () => {
    const extra = { image: 'x:v1', resources: RESOURCES };
    const hook = { preStop: { exec: ['drain'] } } as const;
    const sleeps = (container: Partial<ContainerSpec>, pod: PodOptions) => {
      const { spec } = plan({ container: { resources: RESOURCES, ...container }, pod });
      const all = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
      return Object.fromEntries(
        all.map(({ name, lifecycle }) => [name, lifecycle?.preStop?.exec?.command?.join(' ')]),
      );
    };
    const sidecars = (nginx: Partial<SidecarSpec> = {}): PodOptions['sidecars'] => ({
      logs: { ...extra, ports: { logs: 9000 } },
      nginx: { ...extra, starts: 'with-main', ...nginx },
    });

    test('holds for those that are told to end with the main container, and no others', () => {
      expect(sleeps({ ports }, { sidecars: sidecars() })).toEqual({
        cart: 'sleep 5',
        nginx: 'sleep 5',
      });
      expect(sleeps({}, { sidecars: sidecars(), shutdown: { delay: '10s' } })).toEqual({
        cart: 'sleep 10',
        nginx: 'sleep 10',
      });
    });

    test('comes with the ports of either', () => {
      expect(sleeps({}, { sidecars: sidecars() })).toEqual({});
      expect(sleeps({}, { sidecars: sidecars({ ports }) })).toEqual({
        cart: 'sleep 5',
        nginx: 'sleep 5',
      });
    });

    test('leaves hooks of their own as they are', () => {
      expect(sleeps({ ports }, { sidecars: sidecars({ lifecycle: hook }) })).toEqual({
        cart: 'sleep 5',
        nginx: 'drain',
      });
      expect(sleeps({ ports, lifecycle: hook }, { sidecars: sidecars() })).toEqual({
        cart: 'drain',
      });
    });
  });

  test('is slept, and leaves other hooks alone', () => {
    const lifecycle = { postStart: { exec: ['warm'] } } as const;
    const container = { resources: RESOURCES, ports, lifecycle };
    expect(plan({ container }).spec?.containers[0]?.lifecycle).toEqual({
      postStart: { exec: { command: ['warm'] } },
      preStop: { exec: { command: ['sleep', '5'] } },
    });
  });

  test('of none leaves the hooks as they are', () => {
    const lifecycle = { preStop: { exec: ['drain'] } } as const;
    const container = { resources: RESOURCES, ports, lifecycle };
    expect(plan({ container }).spec?.containers[0]?.lifecycle).toEqual({
      preStop: { exec: { command: ['drain'] } },
    });
  });
});
