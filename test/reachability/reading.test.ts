// biome-ignore-all format: a row of a table is a line
import fc from 'fast-check';
import { findRange } from '../../lib/reachability/network/address';
import { authorizationPolicy, type Loose, networkPolicy, peerAuthentication, policy, reach, workload } from './manifests';

const problems = (...manifests: readonly unknown[]) =>
  reach(manifests).problems.map(({ object, field, message }) => `${object} ${field}: ${message}`);
const ingress = (rule: unknown) => networkPolicy('a/p', { ingress: [rule] });
const fromPeer = (peer: unknown) => ingress({ from: [peer] });
const withPort = (port: unknown) => ingress({ ports: [port] });
const withRule = (rule: unknown) => authorizationPolicy('a/p', { rules: [rule] });

const NETWORK = 'NetworkPolicy a/p';
const AUTHORIZATION = 'AuthorizationPolicy a/p';

const MALFORMED: readonly (readonly [title: string, manifest: unknown, problem: string])[] = [
  ['a manifest without a kind', { apiVersion: 'v1', metadata: { name: 'x' } }, 'manifest : is no Kubernetes object: it needs apiVersion, kind and metadata.name'],
  ['a manifest that is text', 'x', 'manifest : is no Kubernetes object: it needs apiVersion, kind and metadata.name'],
  ['a spec that is a list', networkPolicy('a/p', []), `${NETWORK} spec: got [], allowed an object`],
  ['a field that there is not', networkPolicy('a/p', { podSelektor: {} }), `${NETWORK} spec.podSelektor: no such field, allowed podSelector, policyTypes, ingress, egress`],
  ['a misspelt from', ingress({ form: [] }), `${NETWORK} spec.ingress[0].form: no such field, allowed from, ports`],
  ['a rule that is null', ingress(null), `${NETWORK} spec.ingress[0]: got null, allowed an object`],
  ['rules that are no list', networkPolicy('a/p', { ingress: {} }), `${NETWORK} spec.ingress: got {}, allowed a list`],
  ['a type that there is not', networkPolicy('a/p', { policyTypes: ['ingress'] }), `${NETWORK} spec.policyTypes[0]: got "ingress", allowed Ingress, Egress`],
  ['an empty peer', fromPeer({}), `${NETWORK} spec.ingress[0].from[0]: got {}, allowed podSelector, namespaceSelector or ipBlock`],
  ['a peer with a block and a selector', fromPeer({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }), `${NETWORK} spec.ingress[0].from[0]: got {"ipBlock":{"cidr":"10.0.0.0/8"},"podSelector":{}}, allowed ipBlock alone, or selectors`],
  ['a block without a CIDR', fromPeer({ ipBlock: {} }), `${NETWORK} spec.ingress[0].from[0].ipBlock.cidr: got undefined, allowed a CIDR such as 10.0.0.0/8`],
  ['a block with a bare address', fromPeer({ ipBlock: { cidr: '10.0.0.1' } }), `${NETWORK} spec.ingress[0].from[0].ipBlock.cidr: got "10.0.0.1", allowed a CIDR such as 10.0.0.0/8`],
  ['an exception outside of its block', fromPeer({ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/9'] } }), `${NETWORK} spec.ingress[0].from[0].ipBlock.except[0]: got "11.0.0.0/9", allowed a part of cidr`],
  ['an exception that is its block', fromPeer({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }), `${NETWORK} spec.ingress[0].from[0].ipBlock.except[0]: got "10.0.0.0/8", allowed a part of cidr`],
  ['a label that is no text', fromPeer({ podSelector: { matchLabels: { a: true } } }), `${NETWORK} spec.ingress[0].from[0].podSelector.matchLabels.a: got true, allowed text: put it in quotes`],
  ['an operator that there is not', fromPeer({ podSelector: { matchExpressions: [{ key: 'a', operator: 'Is' }] } }), `${NETWORK} spec.ingress[0].from[0].podSelector.matchExpressions[0].operator: got "Is", allowed In, NotIn, Exists, DoesNotExist`],
  ['In without values', fromPeer({ podSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } }), `${NETWORK} spec.ingress[0].from[0].podSelector.matchExpressions[0].values: got [], allowed at least one value with In`],
  ['Exists with values', fromPeer({ podSelector: { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['1'] }] } }), `${NETWORK} spec.ingress[0].from[0].podSelector.matchExpressions[0].values: got ["1"], allowed no values with Exists`],
  ['port 0', withPort({ port: 0 }), `${NETWORK} spec.ingress[0].ports[0].port: got 0, allowed a whole number from 1 to 65535`],
  ['port 65536', withPort({ port: 65536 }), `${NETWORK} spec.ingress[0].ports[0].port: got 65536, allowed a whole number from 1 to 65535`],
  ['a number in quotes', withPort({ port: '80' }), `${NETWORK} spec.ingress[0].ports[0].port: got "80", allowed a port name: 1 to 15 lower-case letters, digits and single dashes, one of them a letter`],
  ['an endPort below its port', withPort({ port: 80, endPort: 79 }), `${NETWORK} spec.ingress[0].ports[0].endPort: got 79, allowed a whole number from 80 to 65535`],
  ['an endPort beside a name', withPort({ port: 'http', endPort: 90 }), `${NETWORK} spec.ingress[0].ports[0].endPort: got 90, allowed endPort only beside a port by number`],
  ['a protocol that there is not', withPort({ protocol: 'HTTP' }), `${NETWORK} spec.ingress[0].ports[0].protocol: got "HTTP", allowed TCP, UDP, SCTP`],
  ['an action that there is not', authorizationPolicy('a/p', { action: 'Deny' }), `${AUTHORIZATION} spec.action: got "Deny", allowed ALLOW, DENY, AUDIT, CUSTOM`],
  ['policies of waypoints', authorizationPolicy('a/p', { targetRefs: [] }), `${AUTHORIZATION} spec.targetRefs: policies of waypoints and gateways are not evaluated, allowed selector`],
  ['an empty from of Istio', withRule({ from: [] }), `${AUTHORIZATION} spec.rules[0].from: got [], allowed at least one item, or no list`],
  ['an empty source', withRule({ from: [{ source: {} }] }), `${AUTHORIZATION} spec.rules[0].from[0].source: got {}, allowed at least one of principals, requestPrincipals, namespaces, serviceAccounts, trustDomains, ipBlocks, remoteIpBlocks`],
  ['a source without its name', withRule({ from: [{}] }), `${AUTHORIZATION} spec.rules[0].from[0]: got {}, allowed an object with source`],
  ['a field of a source that there is not', withRule({ from: [{ source: { principal: ['x'] } }] }), `${AUTHORIZATION} spec.rules[0].from[0].source.principal: no such field, allowed principals, notPrincipals, requestPrincipals, notRequestPrincipals, namespaces, notNamespaces, serviceAccounts, notServiceAccounts, trustDomains, notTrustDomains, ipBlocks, notIpBlocks, remoteIpBlocks, notRemoteIpBlocks`],
  ['an empty value', withRule({ from: [{ source: { namespaces: [''] } }] }), `${AUTHORIZATION} spec.rules[0].from[0].source.namespaces[0]: got "", allowed text that is not empty`],
  ['service accounts beside namespaces', withRule({ from: [{ source: { namespaces: ['a'], serviceAccounts: ['b'] } }] }), `${AUTHORIZATION} spec.rules[0].from[0].source: got {"namespaces":["a"],"serviceAccounts":["b"]}, allowed serviceAccounts, or principals and namespaces`],
  ['an address that is none', withRule({ from: [{ source: { ipBlocks: ['10.0.0'] } }] }), `${AUTHORIZATION} spec.rules[0].from[0].source.ipBlocks[0]: got "10.0.0", allowed an address or a CIDR`],
  ['a port of Istio that is a number', withRule({ to: [{ operation: { ports: [80] } }] }), `${AUTHORIZATION} spec.rules[0].to[0].operation.ports[0]: got 80, allowed text`],
  ['a condition without values', withRule({ when: [{ key: 'source.ip' }] }), `${AUTHORIZATION} spec.rules[0].when[0]: got {"key":"source.ip"}, allowed values or notValues`],
  ['ports of PeerAuthentication without a selector', peerAuthentication('a/p', { portLevelMtls: { 80: { mode: 'STRICT' } } }), 'PeerAuthentication a/p spec.portLevelMtls: got {"80":{"mode":"STRICT"}}, allowed ports only beside a selector'],
  ['a workload without a template', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' } }, 'Deployment default/x spec.template: got undefined, allowed a pod template'],
  ['a container port that is none', workload('a/x', {}, [{ name: 'http' }]), 'Deployment a/x spec.template.spec.containers[0].ports[0].containerPort: got undefined, allowed a port'],
  ['a dialect that nobody reads', policy('cilium.io/v2', 'CiliumNetworkPolicy', 'a/p', {}), 'CiliumNetworkPolicy a/p : is of a dialect that is not evaluated (cilium.io): answers leave it out'],
];

describe('reading', () => {
  for (const [title, manifest, problem] of MALFORMED)
    it(`rejects ${title}`, () => {
      expect(problems(manifest)).toEqual([problem]);
    });

  it('leaves a policy with a problem out', () => {
    const reachability = reach([workload('a/web'), workload('a/api'), networkPolicy('a/p', { ingress: [null] })]);
    const [web, api] = reachability.pods;
    expect(web && api && reachability.ask(web, api, 1).allowed).toBe(true);
  });

  it('rejects a second object of the same name', () => {
    expect(problems(networkPolicy('a/p', {}), networkPolicy('a/p', {}))).toEqual([`${NETWORK} : is given a second time: the first is taken`]);
  });

  it('does not look at a second object that has no say', () => {
    const definition = policy('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'boats.harbour.example.com', {});
    expect(problems(definition, definition, policy('v1', 'ConfigMap', 'a/p', {}), policy('v1', 'ConfigMap', 'a/p', {}))).toEqual([]);
  });

  it.each([
    ['Namespace', 'v1', 'Namespace a'],
    ['Service', 'v1', 'Service a/p'],
    ['Deployment', 'apps/v1', 'Deployment a/p'],
    ['AnalysisTemplate', 'argoproj.io/v1alpha1', 'AnalysisTemplate a/p'],
    ['AuthorizationPolicy', 'security.istio.io/v1', 'AuthorizationPolicy a/p'],
    ['PeerAuthentication', 'security.istio.io/v1', 'PeerAuthentication a/p'],
    ['CiliumNetworkPolicy', 'cilium.io/v2', 'CiliumNetworkPolicy a/p'],
  ])('rejects a second %s', (kind, apiVersion, title) => {
    const object = { ...policy(apiVersion, kind, 'a/p', { template: {} }), ...(kind === 'Namespace' && { metadata: { name: 'a' } }) };
    expect(problems(object, object)).toContain(`${title} : is given a second time: the first is taken`);
  });

  it('rejects addresses that are none', () => {
    const { problems: found } = reach([], { addresses: [{ name: 'x', cidr: '10.0.0.0/33' }], podCidrs: ['10'] });
    expect(found.map(({ object, field, message }) => `${object} ${field}: ${message}`)).toEqual([
      'options addresses[0].cidr: got "10.0.0.0/33", allowed an address, or a CIDR such as 10.0.0.0/8',
      'options podCidrs[0]: got "10", allowed an address, or a CIDR such as 10.0.0.0/8',
    ]);
  });

  it('tells where an object comes from', () => {
    const entry = { manifest: ingress(null), file: 'f', origin: 'dist/a.yaml:3', owner: '', cluster: '' };
    expect(reach([entry]).problems.map(({ origin }) => origin)).toEqual(['dist/a.yaml:3']);
  });

  it('takes entries, manifests, lists and empty documents', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [workload('a/one')] };
    const entry = { manifest: workload('a/two'), origin: '', cluster: '' };
    const { pods, problems: found } = reach([list, entry, workload('a/three'), null, undefined]);
    expect([pods.map(({ id }) => id), found]).toEqual([['a/one', 'a/two', 'a/three'], []]);
  });

  it('throws at nothing, whatever it is given', () => {
    const kinds = ['NetworkPolicy', 'AuthorizationPolicy', 'PeerAuthentication', 'Deployment', 'CronJob', 'Rollout', 'Service', 'Namespace'];
    const groups = ['networking.k8s.io/v1', 'security.istio.io/v1', 'apps/v1', 'batch/v1', 'argoproj.io/v1alpha1', 'v1'];
    const keys = ['podSelector', 'ingress', 'egress', 'from', 'to', 'ports', 'port', 'ipBlock', 'cidr', 'rules', 'source', 'when', 'selector', 'matchLabels', 'template', 'spec', 'metadata', 'containers', 'workloadRef'];
    const { tree } = fc.letrec<{ tree: unknown; object: unknown; list: unknown }>((tie) => ({
      tree: fc.oneof({ maxDepth: 6 }, fc.jsonValue({ maxDepth: 1 }), tie('object'), tie('list')),
      object: fc.dictionary(fc.constantFrom(...keys), tie('tree'), { maxKeys: 4 }),
      list: fc.array(tie('tree'), { maxLength: 3 }),
    }));
    const manifest = fc.record({ apiVersion: fc.constantFrom(...groups), kind: fc.constantFrom(...kinds), metadata: fc.record({ name: fc.constant('x'), labels: tree, ownerReferences: tree }, { requiredKeys: ['name'] }), spec: tree });
    fc.assert(
      fc.property(fc.array(fc.oneof(manifest, fc.jsonValue()), { maxLength: 5 }), (manifests) => {
        const reachability = reach(manifests);
        for (const to of reachability.pods) reachability.openedTo(to);
      }),
      { numRuns: 300 },
    );
  });
});

describe('pods', () => {
  const idsOf = (...manifests: readonly Loose[]) => reach(manifests).pods.map(({ id, kind }) => `${id} ${kind}`);
  const template = { metadata: { labels: { app: 'x' } }, spec: {} };
  const make = (apiVersion: string, kind: string, name: string, spec: Loose, metadata: Loose = {}) => ({ apiVersion, kind, metadata: { name, namespace: 'a', ...metadata }, spec });

  it('come from workloads of every kind', () => {
    expect(
      idsOf(
        ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => make('apps/v1', kind, kind.toLowerCase(), { template })),
        make('batch/v1', 'Job', 'job', { template }),
        make('batch/v1', 'CronJob', 'cron', { jobTemplate: { spec: { template } } }),
        make('argoproj.io/v1alpha1', 'Rollout', 'rollout', { template }),
        make('v1', 'Pod', 'pod', {}, { labels: { app: 'x' } }),
        make('example.com/v1', 'Deployment', 'other', { template }),
      ),
    ).toEqual(['a/deployment Deployment', 'a/statefulset StatefulSet', 'a/daemonset DaemonSet', 'a/replicaset ReplicaSet', 'a/job Job', 'a/cron CronJob', 'a/rollout Rollout', 'a/pod Pod']);
  });

  it('of a Rollout that refers to a Deployment are the Deployment\'s', () => {
    const rollout = make('argoproj.io/v1alpha1', 'Rollout', 'web', { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'base' } });
    const { pods } = reach([make('apps/v1', 'Deployment', 'base', { template }), rollout]);
    expect(pods.map(({ id, kind, labels }) => [id, kind, labels])).toEqual([['a/web', 'Rollout', { app: 'x' }]]);
  });

  it('of workloads that another one made are counted once', () => {
    const owned = make('apps/v1', 'ReplicaSet', 'web-1', { template }, { ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true }] });
    expect(idsOf(make('apps/v1', 'Deployment', 'web', { template }), owned)).toEqual(['a/web Deployment']);
  });

  it('of two kinds with one name are told apart', () => {
    const manifests = [make('apps/v1', 'Deployment', 'x', { template }), make('batch/v1', 'Job', 'x', { template })];
    const { findPod, pods } = reach(manifests);
    const reference = { namespace: 'a', workload: 'x' };
    expect([pods.map(({ id }) => id), findPod(reference), findPod({ ...reference, kind: 'Job' })?.id]).toEqual([['a/x (Deployment)', 'a/x (Job)'], undefined, 'a/x (Job)']);
  });

  it('have the labels, account and ports of their template', () => {
    const spec = {
      serviceAccountName: 'me',
      containers: [{ ports: [{ name: 'http', containerPort: 80 }] }],
      initContainers: [{ restartPolicy: 'Always', ports: [{ containerPort: 90, protocol: 'UDP' }] }, { ports: [{ containerPort: 70 }] }],
    };
    const [pod] = reach([make('batch/v1', 'Job', 'x', { template: { ...template, spec } })]).pods;
    expect([pod?.labels, pod?.serviceAccount, pod?.ports]).toEqual([
      { app: 'x', 'job-name': 'x', 'batch.kubernetes.io/job-name': 'x' },
      'me',
      [{ name: 'http', port: 80, protocol: 'TCP' }, { port: 90, protocol: 'UDP' }],
    ]);
  });
});

describe('addresses', () => {
  it.each([
    ['10.1.2.3', 0x0a010203n, 0x0a010203n],
    ['10.1.2.3/8', 0x0a000000n, 0x0affffffn],
    ['0.0.0.0/0', 0n, 0xffffffffn],
    ['::1', 1n, 1n],
    ['2001:db8::/127', 0x20010db8000000000000000000000000n, 0x20010db8000000000000000000000001n],
    ['::ffff:10.0.0.1', 0xffff0a000001n, 0xffff0a000001n],
  ])('%s are a range', (cidr, first, last) => {
    expect(findRange(cidr)).toMatchObject({ first, last });
  });

  it.each(['', '10.0.0', '10.0.0.256', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/08', '10.0.0.0/8/8', '::1/129', 'fe80::1%eth0', 'x'])('rejects %j', (cidr) => {
    expect(findRange(cidr)).toBeUndefined();
  });
});
