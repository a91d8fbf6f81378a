import type { AccessSpec } from '../../lib/environment/access';
import { checkEnvironment } from '../../lib/environment/check';
import { lines, untyped } from '../problem/lines';
import { qaSpec } from './specs';

const DIALECTS = "allowed 'kubernetes', 'cilium', 'istio'";
const BLOCK = "allowed a block of addresses such as '10.0.0.0/8'";

function check(access: AccessSpec, mesh = false) {
  return lines(checkEnvironment(qaSpec({ access, ...(mesh && { mesh: { kind: 'istio' } }) })));
}

test.each<AccessSpec>([
  {},
  { dialects: ['kubernetes', 'cilium', 'istio'] },
  {
    dns: {
      namespace: 'dns',
      labels: { app: 'dns' },
      ports: [1, 65535],
      cidrs: ['169.254.20.10/32'],
    },
    gateway: { namespace: 'edge', labels: { app: 'edge' }, serviceAccount: 'edge.proxy' },
    apiServer: { cidrs: ['198.51.100.7/32', '2001:db8::/64'], port: 6443 },
    kubeletCidrs: ['10.0.0.0/8'],
    podCidrs: ['0.0.0.0/1', 'fd00::/1'],
    trustDomain: 'shop.example.com',
  },
])('access may be %j', (access) => {
  expect(check(access, true)).toEqual([]);
});

test('rejects whatever is wrong with access, all at once', () => {
  const access = {
    dialects: ['calico', 'kubernetes', 'kubernetes'],
    dns: { namespace: 'DNS', labels: { app: 'a b' }, ports: [0], cidrs: ['10.0.0.1'] },
    prometheus: { namespace: 'monitoring', labels: {}, serviceAccount: 'A' },
    apiServer: { cidrs: [], port: 65536 },
    kubeletCidrs: ['a'],
    podCidrs: ['10.0.0.0/33'],
    trustDomain: '',
  };
  expect(check(untyped(access))).toEqual([
    `access.dialects: got "calico", ${DIALECTS}, each at most once`,
    `access.dialects: got "kubernetes", ${DIALECTS}, each at most once`,
    'access.dns.namespace: got "DNS", allowed a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end',
    `access.dns.labels.app: got "a b", allowed at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends`,
    'access.prometheus.labels: got {}, allowed at least one: no labels are all pods',
    'access.prometheus.serviceAccount: got "A", allowed DNS labels joined by dots, at most 253 characters',
    'access.dns.ports[0]: got 0, allowed a whole number from 1 to 65535',
    `access.dns.cidrs[0]: got "10.0.0.1", ${BLOCK}`,
    "access.apiServer.cidrs: got [], allowed at least one such as '203.0.113.2/32'",
    'access.apiServer.port: got 65536, allowed a whole number from 1 to 65535',
    `access.kubeletCidrs[0]: got "a", ${BLOCK}`,
    `access.podCidrs[0]: got "10.0.0.0/33", ${BLOCK}`,
    'access.trustDomain: got "", allowed DNS labels joined by dots, at most 253 characters',
  ]);
});

test("rejects the mesh's words without a mesh", () => {
  expect(check({ dialects: ['istio'] })).toEqual([
    "access.dialects: has 'istio', whose policies bind nobody outside of a mesh: set `mesh`",
  ]);
});

test.each([
  [
    { dialects: [] },
    "access.dialects: got [], allowed at least one of 'kubernetes', 'cilium', 'istio'",
  ],
  [
    { apiServer: { cidrs: ['10.0.0.1'] } },
    `access.apiServer.cidrs[0]: got "10.0.0.1", allowed a block of addresses such as '10.0.0.0/8'`,
  ],
  [
    { dns: { ports: [] } },
    'access.dns.ports: got [], allowed at least one, as nothing finds another without: [53]',
  ],
  [
    { podCidrs: ['10.244.0.0/16', '0.0.0.0/0'] },
    `access.podCidrs[1]: got "0.0.0.0/0", allowed the addresses of pods alone, such as '10.244.0.0/16'`,
  ],
  [
    { podCidrs: ['::/0'] },
    `access.podCidrs[0]: got "::/0", allowed the addresses of pods alone, such as '10.244.0.0/16'`,
  ],
  [{ dialect: ['cilium'] }, "access.dialect: isn't known, did you mean dialects?"],
  [{ dns: { port: [53] } }, "access.dns.port: isn't known, did you mean ports?"],
  [
    { apiServer: { cidr: ['10.0.0.1/32'], cidrs: ['10.0.0.1/32'] } },
    "access.apiServer.cidr: isn't known, did you mean cidrs?",
  ],
  [
    { gateway: { namespace: 'a', labels: { a: 'b' }, ports: [1] } },
    "access.gateway.ports: isn't known, allowed namespace, labels, serviceAccount",
  ],
])('rejects %j', (access, line) => {
  expect(check(untyped(access))).toEqual([line]);
});
