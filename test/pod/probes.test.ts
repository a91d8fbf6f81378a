import { portsOf } from '../../lib/pod/ports';
import {
  checkProbes,
  execProbe,
  findTarget,
  grpcProbe,
  grpcProbes,
  httpProbe,
  type Probe,
  type Probes,
  planProbe,
  tcpProbe,
} from '../../lib/pod/probes';
import { lines } from '../problem/lines';

const PORTS = portsOf({ web: { port: 80, target: 8080 }, grpc: 7070 });

describe('a planned probe', () => {
  test('asks the first port where none is named', () => {
    expect(planProbe(httpProbe('/healthz'), PORTS)).toEqual({
      httpGet: { path: '/healthz', port: { value: 8080 } },
    });
  });

  test.each<[string, Probe<'grpc'>, object]>([
    [
      'HTTP',
      httpProbe('/', { port: 'grpc', scheme: 'HTTPS', headers: { Host: 'shop', 'X-A': '1' } }),
      {
        httpGet: {
          path: '/',
          port: { value: 7070 },
          scheme: 'HTTPS',
          httpHeaders: [
            { name: 'Host', value: 'shop' },
            { name: 'X-A', value: '1' },
          ],
        },
      },
    ],
    [
      'HTTP, of another host than the pod',
      httpProbe('/', { host: '127.0.0.1' }),
      { httpGet: { host: '127.0.0.1', path: '/', port: { value: 8080 } } },
    ],
    [
      'gRPC',
      grpcProbe({ port: 'grpc', service: 'cart' }),
      { grpc: { port: 7070, service: 'cart' } },
    ],
    ['TCP', tcpProbe({ port: 'grpc' }), { tcpSocket: { port: { value: 7070 } } }],
    ['a command', execProbe(['cat', '/ready']), { exec: { command: ['cat', '/ready'] } }],
  ])('may be %s', (_, probe, planned) => {
    expect(planProbe(probe, PORTS)).toEqual(planned);
  });

  test('has its timings in seconds', () => {
    const probe = execProbe(['true'], {
      initialDelay: '1m',
      period: '5s',
      timeout: '2s',
      successThreshold: 1,
      failureThreshold: 4,
      terminationGracePeriod: '1h',
    });
    expect(planProbe(probe, [])).toEqual({
      exec: { command: ['true'] },
      initialDelaySeconds: 60,
      periodSeconds: 5,
      timeoutSeconds: 2,
      successThreshold: 1,
      failureThreshold: 4,
      terminationGracePeriodSeconds: 3600,
    });
  });

  test.each([undefined, 'none'] as const)('is left out for %s', (probe) => {
    expect(planProbe(probe, PORTS)).toBeUndefined();
  });
});

describe('grpcProbes()', () => {
  test('are readiness and liveness', () => {
    expect(grpcProbes()).toEqual({ readiness: { kind: 'grpc' }, liveness: { kind: 'grpc' } });
  });

  test('have timings of their own, a startup probe where it has some, and one port', () => {
    const probes = grpcProbes({
      port: 'grpc',
      readiness: { period: '5s' },
      liveness: { period: '9s' },
      startup: {},
    });
    expect(probes).toEqual({
      readiness: { kind: 'grpc', port: 'grpc', period: '5s' },
      liveness: { kind: 'grpc', port: 'grpc', period: '9s' },
      startup: { kind: 'grpc', port: 'grpc' },
    });
  });
});

test.each([
  [undefined, 8080],
  ['grpc', 7070],
  ['other', undefined],
])('the target of port %s is %s', (name, target) => {
  expect(findTarget(name, PORTS)).toBe(target);
});

describe('checked probes', () => {
  const check = (probes: Probes, ports = PORTS) => lines(checkProbes('probes', probes, ports));
  const least = {
    initialDelay: '0s',
    period: '1s',
    timeout: '1s',
    successThreshold: 1,
    failureThreshold: 1,
  } as const;

  test('may have the least of each timing', () => {
    const ended = tcpProbe({ ...least, terminationGracePeriod: '1s' });
    expect(check({ readiness: tcpProbe(least), liveness: ended, startup: ended })).toEqual([]);
  });

  test('may do without a port where there is none', () => {
    expect(check({ readiness: 'none', liveness: execProbe(['true']) }, [])).toEqual([]);
  });

  test('may want several successes before traffic comes', () => {
    expect(check({ readiness: tcpProbe({ successThreshold: 2 }) })).toEqual([]);
  });

  test.each(['liveness', 'startup'])('rejects several successes for %s', (name) => {
    expect(check({ [name]: tcpProbe({ successThreshold: 2 }) })).toEqual([
      `probes.${name}.successThreshold: got 2, allowed 1`,
    ]);
  });

  test('rejects less than the least, all at once', () => {
    const liveness = tcpProbe({
      initialDelay: '-1s',
      period: '0s',
      timeout: '0s',
      successThreshold: 0,
      failureThreshold: 0,
      terminationGracePeriod: '0s',
    });
    const duration = "allowed a duration such as '15s', '5m' or '1h'";
    expect(check({ liveness })).toEqual([
      `probes.liveness.initialDelay: got "-1s", ${duration}`,
      `probes.liveness.period: got "0s", ${duration}, at least 1s`,
      `probes.liveness.timeout: got "0s", ${duration}, at least 1s`,
      `probes.liveness.terminationGracePeriod: got "0s", ${duration}, at least 1s`,
      'probes.liveness.successThreshold: got 0, allowed 1',
      'probes.liveness.failureThreshold: got 0, allowed a whole number from 1',
    ]);
  });

  test('rejects a fraction of a failure', () => {
    expect(check({ readiness: tcpProbe({ failureThreshold: 1.5 }) })).toEqual([
      'probes.readiness.failureThreshold: got 1.5, allowed a whole number from 1',
    ]);
  });

  test('rejects a grace period for readiness, which ends nothing', () => {
    expect(check({ readiness: tcpProbe({ terminationGracePeriod: '5s' }) })).toEqual([
      'probes.readiness.terminationGracePeriod: is for liveness and startup, which end a container: leave it out',
    ]);
  });

  test('rejects a port that is not there, and names those that are', () => {
    const probe: Probe = { kind: 'tcp', port: 'htp' };
    expect(check({ startup: probe })).toEqual([
      `probes.startup.port: got "htp", allowed 'web', 'grpc'`,
    ]);
  });

  test('rejects a probe of a port where there is none', () => {
    expect(check({ readiness: grpcProbe() }, [])).toEqual([
      'probes.readiness: needs a port: add one to `ports`, or use execProbe()',
    ]);
  });

  test('rejects an empty command', () => {
    expect(check({ liveness: execProbe([]) })).toEqual([
      'probes.liveness.command: is empty: name the program to run',
    ]);
  });

  test.each(['127.0.0.1', '::1', 'localhost', 'Shop.example.com'])('may ask %s', (host) => {
    expect(check({ liveness: httpProbe('/', { host }) })).toEqual([]);
  });

  test.each(['', 'shop:80', 'http://shop', '[::1]', 'a b'])('rejects the host %j', (host) => {
    expect(check({ liveness: httpProbe('/', { host }) })).toEqual([
      `probes.liveness.host: got "${host}", allowed a name or an address without port and scheme: '127.0.0.1'`,
    ]);
  });

  test('rejects a header that is none', () => {
    expect(check({ liveness: httpProbe('/', { headers: { 'X-A': '1', 'X A:': '1' } }) })).toEqual([
      'probes.liveness.headers: got "X A:", allowed a header name: letters, digits and dashes',
    ]);
  });
});
