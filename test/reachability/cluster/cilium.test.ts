import { findNetworkPolicySpec } from '../../../lib/reachability/cluster/cilium';

const pods = { matchLabels: { app: 'cart' } };
const egress = (rule: unknown) => findNetworkPolicySpec({ endpointSelector: pods, egress: [rule] });
const rulesOf = (rule: unknown) => egress(rule)?.egress;

test('an empty rule closes, and opens nothing', () => {
  expect(findNetworkPolicySpec({ endpointSelector: {}, ingress: [{}], egress: [{}] })).toEqual({
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
    ingress: [],
    egress: [],
  });
  expect(findNetworkPolicySpec({ endpointSelector: pods, ingress: [] })).toMatchObject({
    policyTypes: ['Ingress'],
  });
});

test.each<[string, unknown, unknown]>([
  [
    'pods beside it',
    { toEndpoints: [{ matchLabels: { 'k8s:app': 'db' } }] },
    [{ to: [{ podSelector: { matchLabels: { app: 'db' } } }] }],
  ],
  ['all pods beside it', { toEndpoints: [{}] }, [{ to: [{ podSelector: {} }] }]],
  ['nobody', { toEndpoints: [] }, []],
  [
    'pods of another namespace',
    { toEndpoints: [{ matchLabels: { app: 'db', 'k8s:io.kubernetes.pod.namespace': 'data' } }] },
    [
      {
        to: [
          {
            podSelector: { matchLabels: { app: 'db' } },
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'data' } },
          },
        ],
      },
    ],
  ],
  [
    'ports, by number and name, of one protocol and of all',
    {
      toEndpoints: [{}],
      toPorts: [
        { ports: [{ port: '53', protocol: 'UDP' }], rules: { dns: [{ matchPattern: '*' }] } },
        { ports: [{ port: 'http' }] },
      ],
    },
    [
      {
        to: [{ podSelector: {} }],
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 'http', protocol: 'TCP' },
          { port: 'http', protocol: 'UDP' },
          { port: 'http', protocol: 'SCTP' },
        ],
      },
    ],
  ],
  [
    'ports of everybody',
    { toPorts: [{ ports: [{ port: '1', protocol: 'TCP' }] }] },
    [{ ports: [{ port: 1, protocol: 'TCP' }] }],
  ],
  [
    'addresses',
    { toCIDRSet: [{ cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] }] },
    [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] }],
  ],
  ['everything', { toEntities: ['all'] }, [{}]],
  [
    'what is outside',
    { toEntities: ['world', 'host'] },
    [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }],
  ],
  [
    'a host by name',
    { toFQDNs: [{ matchName: 'example.com' }] },
    [{ to: [{ ipBlock: expect.objectContaining({ cidr: '0.0.0.0/0' }) }] }],
  ],
])('opens %s', (_, rule, rules) => {
  expect(rulesOf(rule)).toEqual(rules);
});

test.each<[string, unknown]>([
  ['requests', { toPorts: [{ ports: [{ port: '80' }], rules: { http: [{ method: 'GET' }] } }] }],
  ['two kinds of peers', { toEndpoints: [{}], toCIDR: ['10.0.0.0/8'] }],
  ['the API server', { toEntities: ['kube-apiserver'] }],
  ['a peer of the other side', { fromEndpoints: [{}] }],
  ['reserved labels', { toEndpoints: [{ matchLabels: { 'reserved:host': '' } }] }],
  ['services', { toServices: [{ k8sService: { serviceName: 'a' } }] }],
])('leaves %s alone', (_, rule) => {
  expect(egress(rule)).toBeUndefined();
});

test.each<[string, unknown]>([
  ['that denies', { endpointSelector: pods, ingressDeny: [{}], ingress: [] }],
  ['of nodes', { nodeSelector: pods, ingress: [] }],
  ['without a direction', { endpointSelector: pods }],
  ['that is none', 'policy'],
])('leaves a policy %s alone', (_, spec) => {
  expect(findNetworkPolicySpec(spec)).toBeUndefined();
});
