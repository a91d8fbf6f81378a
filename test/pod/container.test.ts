import { externalEndpoint } from '../../lib/endpoint/endpoint';
import {
  type ContainerSpec,
  checkContainer,
  checkExtraContainer,
  endpointsOfContainer,
  planContainer,
} from '../../lib/pod/container';
import { tcpProbe } from '../../lib/pod/probes';
import { emptyDir } from '../../lib/pod/volumes';
import { cartEndpoint } from '../endpoint/endpoints';
import { lines } from '../problem/lines';

const RESOURCES = { cpu: '100m', memory: '64Mi' } as const;
const CONTEXT = { name: 'frontend', image: 'frontend:v1', namespace: 'shop-qa' };

const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};

describe('what a program is started with', () => {
  const check = (spec: object) => lines(checkContainer('', { resources: RESOURCES, ...spec }));

  test.each(['command', 'args'])('rejects as %s what is no list of text', (field) => {
    expect(check({ [field]: 'npm start' })).toEqual([
      `${field}: got "npm start", allowed a list of text: ['npm', 'start']`,
    ]);
    expect(check({ [field]: ['npm', 5, 'a\0'] })).toEqual([
      `${field}[1]: got 5, allowed text without NUL characters`,
      `${field}[2]: got "a\\u0000", allowed text without NUL characters`,
    ]);
    expect(check({ [field]: ['x'.repeat(131_071), ''] })).toEqual([]);
    expect(check({ [field]: ['x'.repeat(131_072)] })).toHaveLength(1);
  });
});

describe('a planned container', () => {
  test('has nothing but what it needs, and the restricted security context', () => {
    expect(planContainer({ resources: RESOURCES }, CONTEXT)).toEqual({
      name: 'frontend',
      image: 'frontend:v1',
      resources: {
        requests: { cpu: { value: '100m' }, memory: { value: '64Mi' } },
        limits: { cpu: { value: '100m' }, memory: { value: '64Mi' } },
      },
      securityContext: RESTRICTED,
    });
  });

  test('has all that its spec says', () => {
    const spec: ContainerSpec<'web'> = {
      command: ['/serve'],
      args: ['--fast'],
      workingDir: '/srv',
      ports: { web: { port: 80, target: 8080 } },
      env: { CART: cartEndpoint() },
      envFrom: [{ configMap: 'flags' }],
      probes: { startup: tcpProbe(), readiness: tcpProbe(), liveness: tcpProbe() },
      lifecycle: { preStop: { exec: ['/drain'] } },
      resources: RESOURCES,
      mounts: { data: '/data' },
      imagePullPolicy: 'Always',
      other: { tty: true },
    };
    const probe = { tcpSocket: { port: { value: 8080 } } };
    expect(planContainer(spec, CONTEXT)).toMatchObject({
      command: ['/serve'],
      args: ['--fast'],
      workingDir: '/srv',
      ports: [{ name: 'web', containerPort: 8080 }],
      env: [{ name: 'CART', value: 'cart:80' }],
      envFrom: [{ configMapRef: { name: 'flags' } }],
      startupProbe: probe,
      readinessProbe: probe,
      livenessProbe: probe,
      lifecycle: { preStop: { exec: { command: ['/drain'] } } },
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
      imagePullPolicy: 'Always',
      tty: true,
    });
  });

  test('adds to the restricted security context, or replaces parts of it', () => {
    const securityContext = { runAsUser: 1000, readOnlyRootFilesystem: false };
    expect(planContainer({ resources: RESOURCES, securityContext }, CONTEXT)).toMatchObject({
      securityContext: { ...RESTRICTED, runAsUser: 1000, readOnlyRootFilesystem: false },
    });
  });

  test('mounts a volume where it says itself, beside where the volume does', () => {
    const volumeMounts = { data: { path: '/data' }, tmp: { path: '/tmp' } };
    const spec = { resources: RESOURCES, mounts: { data: '/other' } };
    expect(planContainer(spec, { ...CONTEXT, volumeMounts }).volumeMounts).toEqual([
      { name: 'data', mountPath: '/data' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'data', mountPath: '/other' },
    ]);
  });
});

test('the endpoints of a container are those of its environment', () => {
  const env = { A: '1', CART: cartEndpoint() };
  expect(endpointsOfContainer({ resources: RESOURCES, env })).toEqual([cartEndpoint()]);
});

describe('a checked container', () => {
  const wrong: ContainerSpec = {
    ports: { WEB: 80 },
    env: { A: externalEndpoint({ host: 'a', port: 0 }) },
    envFrom: [{ secret: 'A' }],
    probes: { liveness: { kind: 'tcp', period: '0s' } },
    lifecycle: { preStop: { exec: [] } },
    resources: { cpu: '0m', memory: '1Gi' },
    mounts: { data: 'data' },
  };
  const volumes = { data: emptyDir() };

  test('passes when all is right', () => {
    const spec = { resources: RESOURCES, ports: { web: 80 }, mounts: { data: '/data' } };
    expect(checkContainer('', spec, volumes)).toEqual([]);
    expect(checkExtraContainer('a', { ...spec, image: 'a:v1' }, volumes)).toEqual([]);
  });

  test('rejects whatever is wrong in any of its parts', () => {
    const fields = ['ports', 'env.A.port', 'envFrom[0].secret', 'probes.liveness.period'].concat([
      'lifecycle.preStop.exec',
      'resources.cpu',
      'mounts.data',
    ]);
    const found = (field: string) => checkContainer(field, wrong, volumes).map((one) => one.field);
    expect(found('')).toEqual(fields);
    expect(found('pod.sidecars.a')).toEqual(fields.map((field) => `pod.sidecars.a.${field}`));
    const extra = checkExtraContainer('a', { ...wrong, image: 'a:v1' }, volumes);
    expect(extra.map((one) => one.field)).toEqual(fields.map((field) => `a.${field}`));
  });

  test('rejects an image that is not pinned, in a further container', () => {
    const spec = { resources: RESOURCES, image: 'proxy:latest' };
    expect(lines(checkExtraContainer('pod.sidecars.proxy', spec))).toEqual([
      'pod.sidecars.proxy.image: got "proxy:latest", allowed a version that stays the same: replace `latest` by a tag or a digest',
    ]);
  });

  test('rejects two volumes at one path, in a further container', () => {
    const mounts = { data: '/data', tmp: '/data' };
    const spec = { resources: RESOURCES, image: 'proxy:v1', mounts };
    expect(lines(checkExtraContainer('a', spec, { ...volumes, tmp: emptyDir() }))).toEqual([
      `a.mounts.tmp: got "/data", allowed a path at which 'data' isn't mounted`,
    ]);
  });
});
