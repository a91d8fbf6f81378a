import { checkPod } from '../../lib/pod/check';
import type { ContainerSpec } from '../../lib/pod/container';
import { tcpProbe } from '../../lib/pod/probes';
import type { PodOptions, Volumes } from '../../lib/pod/spec';
import { emptyDir } from '../../lib/pod/volumes';
import { lines } from '../problem/lines';

const RESOURCES = { cpu: '100m', memory: '64Mi' } as const;
const EXTRA = { image: 'x:v1', resources: RESOURCES };
const NAME =
  'a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end';
const KEY = 'a key such as `team` or `example.com/team`, its name at most 63 characters';

function check(pod: PodOptions, spec: Partial<ContainerSpec> = {}, volumes: Volumes = {}) {
  return lines(checkPod('cart', { resources: RESOURCES, ...spec }, volumes, pod));
}

test('a pod with everything passes', () => {
  const pod: PodOptions = {
    containerName: 'server',
    initContainers: { migrate: { ...EXTRA, mounts: { data: '/data' } } },
    sidecars: { proxy: { ...EXTRA, ports: { admin: 9000 }, probes: { readiness: tcpProbe() } } },
    shutdown: { delay: '10s', gracePeriod: '40s' },
    scheduling: { nodeSelector: { disk: 'ssd' } },
    imagePullSecrets: ['registry'],
    dnsPolicy: 'None',
    dnsConfig: { nameservers: ['10.0.0.10'] },
    labels: { team: 'shop' },
    annotations: { note: 'any text' },
  };
  expect(check(pod, { ports: { http: 80 } }, { data: emptyDir({ mountPath: '/data' }) })).toEqual(
    [],
  );
});

test('a pod with nothing passes', () => {
  expect(checkPod('cart', { resources: RESOURCES })).toEqual([]);
});

test('rejects what is wrong in containers and volumes', () => {
  const wrong = { image: 'x', resources: { cpu: '0m', memory: '64Mi' } } as const;
  const pod = { initContainers: { Migrate: wrong }, sidecars: { Proxy: wrong } };
  const problems = checkPod('cart', wrong, { Data: emptyDir() }, pod);
  expect(problems.map(({ field }) => field)).toEqual([
    'resources.cpu',
    'volumes',
    'pod.initContainers',
    'pod.initContainers.Migrate.image',
    'pod.initContainers.Migrate.resources.cpu',
    'pod.sidecars',
    'pod.sidecars.Proxy.image',
    'pod.sidecars.Proxy.resources.cpu',
  ]);
});

describe('containers', () => {
  test('rejects a wrong name of the main one', () => {
    expect(check({ containerName: 'Server' })).toEqual([
      `pod.containerName: got "Server", allowed ${NAME}`,
    ]);
  });

  test.each<[string, PodOptions]>([
    ['initContainers: got "cart"', { initContainers: { cart: EXTRA } }],
    ['sidecars: got "cart"', { sidecars: { cart: EXTRA } }],
    [
      'sidecars: got "server"',
      { containerName: 'server', sidecars: { cart: EXTRA, server: EXTRA } },
    ],
    ['sidecars: got "a"', { initContainers: { a: EXTRA }, sidecars: { a: EXTRA } }],
  ])('rejects a name that is taken: %s', (line, pod) => {
    expect(check(pod)).toEqual([
      `pod.${line}, allowed a name that no other container of the pod has`,
    ]);
  });

  test('rejects probes and hooks of one that is to end', () => {
    const initContainers = {
      migrate: {
        ...EXTRA,
        ports: { http: 80 },
        probes: { liveness: tcpProbe() },
        lifecycle: { preStop: { exec: ['true'] } },
      },
    };
    expect(check({ initContainers })).toEqual([
      'pod.initContainers.migrate.probes: is not for an init container: leave it out, or make it a sidecar',
      'pod.initContainers.migrate.lifecycle: is not for an init container: leave it out, or make it a sidecar',
    ]);
  });

  test('rejects a port that the main one and a sidecar share', () => {
    const sidecars = { proxy: { ...EXTRA, ports: { http: 8080 } } };
    expect(check({ sidecars }, { ports: { http: 80 } })).toEqual([
      'pod.sidecars.proxy.ports.http: got "http", allowed one that no container beside it has',
    ]);
  });

  test.each(['before-init', 'after-init', 'with-main'] as const)(
    'rejects what is wrong in a sidecar that starts %s',
    (starts) => {
      const sidecars = {
        proxy: { ...EXTRA, image: 'x', starts, ports: { http: 80 }, mounts: { data: '/data' } },
        cart: { ...EXTRA, starts },
      };
      expect(check({ sidecars }, { ports: { http: 80 } })).toEqual([
        'pod.sidecars.proxy.image: got "x", allowed an image with a version: add a tag (`:v1.2.3`) or a digest',
        'pod.sidecars.proxy.mounts: got "data", allowed a volume of the pod: there is none',
        'pod.sidecars: got "cart", allowed a name that no other container of the pod has',
        'pod.sidecars.proxy.ports.http: got "http", allowed one that no container beside it has',
        'pod.sidecars.proxy.ports.http: got "80/TCP", allowed one that no container beside it has',
      ]);
    },
  );

  test('rejects asking for config values where there are none', () => {
    const asking = { ...EXTRA, configValues: true };
    const pod = { initContainers: { migrate: asking }, sidecars: { logs: asking, more: EXTRA } };
    const message = 'asks for config.values, and there are none: add them, or leave it out';
    expect(check(pod)).toEqual([
      `pod.initContainers.migrate.configValues: ${message}`,
      `pod.sidecars.logs.configValues: ${message}`,
    ]);
    const around = { hasConfigValues: true };
    expect(checkPod('cart', { resources: RESOURCES }, {}, pod, around)).toEqual([]);
  });

  test('may mount volumes that are checked elsewhere, each path once', () => {
    const around = { volumes: { files: emptyDir({ mountPath: '/etc' }) } };
    const spec = { resources: RESOURCES, mounts: { files: '/more' } };
    const volumes = { data: emptyDir({ mountPath: '/etc' }) };
    const pod = { initContainers: { migrate: { ...EXTRA, mounts: { files: '/etc' } } } };
    expect(checkPod('cart', spec, {}, pod, around)).toEqual([]);
    expect(lines(checkPod('cart', spec, volumes, pod, around))).toEqual([
      `volumes.data.mountPath: got "/etc", allowed a path at which 'files' isn't mounted`,
    ]);
  });

  test('may share ports with init containers, which have ended before', () => {
    const initContainers = { migrate: { ...EXTRA, ports: { http: 80 } } };
    expect(check({ initContainers }, { ports: { http: 80 } })).toEqual([]);
  });

  test('rejects two volumes at one path, wherever the path is written', () => {
    const volumes = { data: emptyDir({ mountPath: '/data' }), tmp: emptyDir() };
    expect(check({}, { mounts: { tmp: '/data' } }, volumes)).toEqual([
      `mounts.tmp: got "/data", allowed a path at which 'data' isn't mounted`,
    ]);
    expect(check({}, { mounts: { tmp: '/tmp', data: '/other' } }, volumes)).toEqual([]);
  });
});

describe('the shutdown', () => {
  const preStop = { lifecycle: { preStop: { exec: ['drain'] } } } as const;

  test.each<[string, PodOptions['shutdown'], Partial<ContainerSpec>]>([
    ['a delay one second below the grace period', { delay: '29s' }, {}],
    ['the least grace period', { delay: '0s', gracePeriod: '1s' }, {}],
    ['a hook beside no delay', { delay: 'none' }, preStop],
    ['a hook alone', {}, preStop],
  ])('may be %s', (_, shutdown, spec) => {
    expect(check({ shutdown }, spec)).toEqual([]);
  });

  test.each<[PodOptions['shutdown'], number, number]>([
    [{ delay: '30s' }, 30, 30],
    [{ delay: '1m', gracePeriod: '50s' }, 60, 50],
    [{ gracePeriod: '5s' }, 5, 5],
  ])('rejects %j, which leaves no time', (shutdown, delay, grace) => {
    expect(check({ shutdown }, { ports: { http: 80 } })).toEqual([
      `pod.shutdown: the delay of ${delay}s leaves nothing of the grace period of ${grace}s: raise gracePeriod, or write delay: 'none'`,
    ]);
  });

  test('rejects what is no duration, and no grace period', () => {
    expect(check({ shutdown: { delay: '-1s', gracePeriod: '0s' } })).toEqual([
      `pod.shutdown.delay: got "-1s", allowed a duration such as '15s', '5m' or '1h'`,
      `pod.shutdown.gracePeriod: got "0s", allowed a duration such as '15s', '5m' or '1h', at least 1s`,
    ]);
  });

  test('rejects a delay that the ports of a sidecar bring, and that leaves no time', () => {
    const sidecars = { nginx: { ...EXTRA, ports: { http: 80 }, starts: 'with-main' } } as const;
    const shutdown = { gracePeriod: '5s' } as const;
    expect(check({ shutdown, sidecars })).toEqual([
      "pod.shutdown: the delay of 5s leaves nothing of the grace period of 5s: raise gracePeriod, or write delay: 'none'",
    ]);
    expect(check({ shutdown, sidecars: { nginx: { ...EXTRA, ports: { http: 80 } } } })).toEqual([]);
  });

  test('rejects a delay beside a hook of its own', () => {
    expect(check({ shutdown: { delay: '5s' } }, preStop)).toEqual([
      'pod.shutdown.delay: stands beside lifecycle.preStop: keep one of the two',
    ]);
  });
});

describe('surroundings', () => {
  test('rejects DNS of its own without a server', () => {
    const line = "pod.dnsPolicy: 'None' needs a server: add dnsConfig.nameservers";
    expect(check({ dnsPolicy: 'None' })).toEqual([line]);
    expect(check({ dnsPolicy: 'None', dnsConfig: { nameservers: [] } })).toEqual([line]);
  });

  test('rejects wrong names of secrets and wrong labels of nodes', () => {
    const pod = { imagePullSecrets: ['A'], scheduling: { nodeSelector: { 'a b': '1' } } };
    expect(check(pod)).toEqual([
      'pod.imagePullSecrets: got "A", allowed DNS labels joined by dots, at most 253 characters',
      `pod.scheduling.nodeSelector: got "a b", allowed ${KEY}`,
    ]);
  });
});

describe('labels and annotations', () => {
  test('rejects wrong ones', () => {
    expect(check({ labels: { 'a b': '1' }, annotations: { 'c d': '1' } })).toEqual([
      `pod.labels: got "a b", allowed ${KEY}`,
      `pod.annotations: got "c d", allowed ${KEY}`,
    ]);
  });

  test.each(['app', 'app.kubernetes.io/name'])('rejects %s, which selectors use', (label) => {
    expect(check({ labels: { [label]: 'x' } })).toEqual([
      `pod.labels.${label}: is set by the microservice, since its selectors use it: choose another key`,
    ]);
  });
});
