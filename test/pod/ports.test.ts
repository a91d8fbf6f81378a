import { checkPorts, checkSharedPorts, planContainerPorts, portsOf } from '../../lib/pod/ports';
import { lines, untyped } from '../problem/lines';

describe('ports', () => {
  test('have all defaults filled in, in the order of the spec', () => {
    const ports = { web: 80, dns: { port: 53, target: 5353, protocol: 'UDP', appProtocol: 'dns' } };
    expect(portsOf(untyped(ports))).toEqual([
      { name: 'web', port: 80, target: 80, targetName: 'web', protocol: 'TCP' },
      {
        name: 'dns',
        port: 53,
        target: 5353,
        targetName: 'dns',
        protocol: 'UDP',
        appProtocol: 'dns',
      },
    ]);
  });

  test('with one target have the name of the first of them at the container', () => {
    const ports = portsOf({
      https: { port: 443, target: 8080 },
      http: { port: 80, target: 8080 },
      dns: { port: 8080, protocol: 'UDP' },
    });
    expect(ports.map(({ name, targetName }) => [name, targetName])).toEqual([
      ['https', 'https'],
      ['http', 'https'],
      ['dns', 'dns'],
    ]);
    expect(planContainerPorts(ports)).toEqual([
      { name: 'https', containerPort: 8080 },
      { name: 'dns', containerPort: 8080, protocol: 'UDP' },
    ]);
  });

  test('of a container name that of the node', () => {
    const ports = portsOf({ web: { port: 80, hostPort: 8080, hostIP: '10.0.0.7' } });
    expect(planContainerPorts(ports)).toEqual([
      { name: 'web', containerPort: 80, hostPort: 8080, hostIp: '10.0.0.7' },
    ]);
  });

  test('of a container name the pod port, and the protocol where it is not TCP', () => {
    const ports = portsOf({ web: { port: 80, target: 8080 }, dns: { port: 53, protocol: 'UDP' } });
    expect(planContainerPorts(ports)).toEqual([
      { name: 'web', containerPort: 8080 },
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
    ]);
  });

  test('are left out where there is none', () => {
    expect(planContainerPorts(portsOf())).toBeUndefined();
  });
});

describe('checked ports', () => {
  test('may share a number between protocols', () => {
    expect(checkPorts('ports', { dns: { port: 53, protocol: 'UDP' }, 'dns-tcp': 53 })).toEqual([]);
  });

  test.each(['http', 'h2c', 'kubernetes.io/h2c'])('may have %s as application protocol', (name) => {
    expect(checkPorts('ports', { web: { port: 80, appProtocol: name } })).toEqual([]);
  });

  test('rejects wrong names, numbers and protocols, all at once', () => {
    const ports = {
      Web: 80,
      low: { port: 0, target: 65536 },
      dns: { port: 53, protocol: 'udp' },
      rpc: { port: 81, appProtocol: 'HTTP 2' },
    };
    expect(lines(checkPorts('ports', untyped(ports)))).toEqual([
      'ports: got "Web", allowed a port name: 1 to 15 lower-case letters, digits and single dashes, one of them a letter',
      'ports.low: got 0, allowed a whole number from 1 to 65535',
      'ports.low.target: got 65536, allowed a whole number from 1 to 65535',
      `ports.dns.protocol: got "udp", allowed 'TCP', 'UDP' or 'SCTP'`,
      `ports.rpc.appProtocol: got "HTTP 2", allowed 'http' or 'example.com/it'`,
    ]);
  });

  test('tells a wrong number that is port and target once', () => {
    expect(lines(checkPorts('ports', { web: 0 }))).toEqual([
      'ports.web: got 0, allowed a whole number from 1 to 65535',
    ]);
  });

  test('rejects a second port of the same number', () => {
    expect(lines(checkPorts('ports', { web: 80, api: { port: 80, target: 8080 } }))).toEqual([
      `ports.api: got "80/TCP", allowed a port that 'web' doesn't have already`,
    ]);
  });

  test('may share a target', () => {
    expect(checkPorts('ports', { web: 8080, api: { port: 80, target: 8080 } })).toEqual([]);
  });

  test.each([1, 65_535])('may be port %d of the node', (hostPort) => {
    expect(checkPorts('ports', { web: { port: 80, hostPort, hostIP: '::1' } })).toEqual([]);
  });

  test('rejects wrong ports and addresses of the node', () => {
    const ports = {
      low: { port: 80, hostPort: 0, hostIP: 'node-1' },
      high: { port: 81, hostPort: 65_536 },
      alone: { port: 82, hostIP: '10.0.0.7' },
      again: { port: 83, target: 81, hostPort: 8081 },
    };
    expect(lines(checkPorts('ports', ports))).toEqual([
      'ports.low.hostPort: got 0, allowed a whole number from 1 to 65535',
      `ports.low.hostIP: got "node-1", allowed an address such as '10.0.0.7'`,
      'ports.high.hostPort: got 65536, allowed a whole number from 1 to 65535',
      'ports.alone.hostIP: is for a hostPort: add one, or leave it out',
      `ports.again.hostPort: got 8081, allowed none: 'high' shows target 81, so write it there`,
    ]);
  });
});

describe('ports of containers side by side', () => {
  const check = (sidecar: Parameters<typeof portsOf>[0]) =>
    lines(
      checkSharedPorts([
        { field: 'ports', ports: { web: { port: 80, target: 8080 } } },
        { field: 'sidecar.ports', ports: sidecar },
      ]),
    );

  test.each([
    ['other names and numbers', { metrics: 9090 }],
    ["the number of a Service's port", { proxy: 80 }],
    ['the same number of another protocol', { proxy: { port: 8080, protocol: 'UDP' } as const }],
    ['none', undefined],
  ])('may be %s', (_, ports) => {
    expect(check(ports)).toEqual([]);
  });

  test('rejects a name that is taken', () => {
    expect(check({ web: 9090 })).toEqual([
      'sidecar.ports.web: got "web", allowed one that no container beside it has',
    ]);
  });

  test('rejects a target that is taken', () => {
    expect(check({ proxy: { port: 9090, target: 8080 } })).toEqual([
      'sidecar.ports.proxy: got "8080/TCP", allowed one that no container beside it has',
    ]);
  });

  test('rejects a target that is taken once, however many ports lead there', () => {
    expect(check({ a: { port: 80, target: 8080 }, b: { port: 443, target: 8080 } })).toEqual([
      'sidecar.ports.a: got "8080/TCP", allowed one that no container beside it has',
    ]);
  });
});

describe('ports of the node', () => {
  const check = (ports: Parameters<typeof portsOf>[0], hostNetwork?: boolean) =>
    lines(
      checkSharedPorts(
        [
          { field: 'ports', ports: { web: { port: 80, hostPort: 8080, hostIP: '10.0.0.7' } } },
          { field: 'sidecar.ports', ports },
        ],
        hostNetwork,
      ),
    );

  test.each([
    ['of other numbers', { port: 81, hostPort: 8081 }],
    ['of another protocol', { port: 81, hostPort: 8080, protocol: 'UDP' } as const],
    ['of another address', { port: 81, hostPort: 8080, hostIP: '10.0.0.8' }],
  ])('may be %s', (_, proxy) => {
    expect(check({ proxy })).toEqual([]);
  });

  test.each([undefined, '10.0.0.7'])('rejects one that is taken, at address %s', (hostIP) => {
    expect(check({ proxy: { port: 81, hostPort: 8080, hostIP } })).toEqual([
      `sidecar.ports.proxy.hostPort: got "8080/TCP", allowed one that 'web' doesn't have already`,
    ]);
  });

  test("rejects another number than the target's in the node's network", () => {
    expect(check({ proxy: { port: 81, target: 9090, hostPort: 9090 } }, true)).toEqual([
      "ports.web.hostPort: got 8080, allowed 80, its target, in the node's network; or none",
    ]);
  });
});
