// biome-ignore-all format: a row of the table is a line
import type { ReachabilityOptions, Request, Verdict } from '../../lib/reachability/spec';
import { ask, authorizationPolicy, deciders, type Loose, namespace, peerAuthentication, reach, workload } from './manifests';

const OPTIONS: ReachabilityOptions = {
  addresses: [{ name: 'office', cidr: '10.1.2.0/24' }],
  externalPods: [
    { name: 'gateway', namespace: 'istio-ingress', podLabels: { app: 'gateway' }, serviceAccount: 'gateway', mesh: 'sidecar' },
    { name: 'prometheus', namespace: 'monitoring', podLabels: { app: 'prometheus' } },
  ],
};

const WORLD = [
  namespace('a', { 'istio-injection': 'enabled' }),
  namespace('b', { 'istio.io/rev': 'stable' }),
  namespace('ambient', { 'istio.io/dataplane-mode': 'ambient' }),
  namespace('plain'),
  workload('a/web'),
  workload('a/api'),
  workload('b/web'),
  workload('ambient/api'),
  workload('plain/web'),
  service('a/api', [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'tcp-db', port: 5432 }]),
];

function service(id: string, ports: readonly Loose[]): Loose {
  const [space = '', name = ''] = id.split('/');
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: space }, spec: { selector: { app: name }, ports } };
}

const SA = 'cluster.local/ns/a/sa/web';
const API = { selector: { matchLabels: { app: 'api' } } };
const allow = (...rules: readonly Loose[]) => ({ ...API, rules });
const deny = (...rules: readonly Loose[]) => ({ ...API, action: 'DENY', rules });
const source = (fields: Loose) => ({ from: [{ source: fields }] });
const operation = (fields: Loose) => ({ to: [{ operation: fields }] });
const when = (key: string, values?: readonly string[], notValues?: readonly string[]) => ({ when: [{ key, ...(values && { values }), ...(notValues && { notValues }) }] });
const WEB_TO_API = 'a/web -> a/api 8080';

type Row = readonly [title: string, spec: Loose | readonly Loose[], question: string, allowed: Verdict, by: readonly string[], request?: Request];

const ROWS: readonly Row[] = [
  // Actions
  ['without a policy all is open', [], WEB_TO_API, true, []],
  ['a policy without rules denies all', { ...API }, WEB_TO_API, false, ['a/p spec']],
  ['an empty spec denies all of its namespace', {}, WEB_TO_API, false, ['a/p spec']],
  ['an empty list of rules denies all', allow(), WEB_TO_API, false, ['a/p spec']],
  ['an empty rule allows all', allow({}), 'plain/web -> a/api 1', true, ['a/p spec.rules[0]']],
  ['an empty rule of DENY denies all', deny({}), WEB_TO_API, false, ['a/p spec.rules[0]']],
  ['DENY without rules denies nothing', { ...API, action: 'DENY' }, WEB_TO_API, true, []],
  ['DENY goes before ALLOW', [allow({}), deny(source({ namespaces: ['a'] }))], WEB_TO_API, false, ['a/p1 spec.rules[0]']],
  ['DENY of others leaves all to ALLOW', [allow({}), deny(source({ namespaces: ['b'] }))], WEB_TO_API, true, ['a/p0 spec.rules[0]']],
  ['DENY alone leaves the rest open', deny(source({ namespaces: ['b'] })), WEB_TO_API, true, []],
  ['one ALLOW of many is enough', [allow(source({ namespaces: ['b'] })), allow(source({ namespaces: ['a'] }))], WEB_TO_API, true, ['a/p1 spec.rules[0]']],
  ['AUDIT decides nothing', { ...API, action: 'AUDIT', rules: [{}] }, WEB_TO_API, true, []],
  ['CUSTOM leaves it to the provider', { ...API, action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] }, WEB_TO_API, 'conditional', ['a/p spec.rules[0]']],
  ['CUSTOM that matches others asks nobody', { ...API, action: 'CUSTOM', provider: { name: 'opa' }, rules: [source({ namespaces: ['b'] })] }, WEB_TO_API, true, []],
  ['what CUSTOM may let pass, DENY closes', [{ ...API, action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] }, deny({})], WEB_TO_API, false, ['a/p1 spec.rules[0]']],
  // Which pods
  ['a selector leaves other pods open', allow(), 'a/api -> a/web 80', true, []],
  ['a policy leaves other namespaces open', {}, 'a/web -> b/web 80', true, []],
  ['pods outside of the mesh are open', {}, 'a/web -> plain/web 80', true, []],
  ['UDP goes past the mesh', {}, 'a/web -> a/api 8080/UDP', true, []],
  // Sources
  ['a principal', allow(source({ principals: [SA] })), WEB_TO_API, true, ['a/p spec.rules[0]']],
  ['a principal of someone else', allow(source({ principals: ['cluster.local/ns/a/sa/api'] })), WEB_TO_API, false, ['a/p spec']],
  ['a principal by prefix', allow(source({ principals: ['cluster.local/ns/a/*'] })), WEB_TO_API, true, ['a/p spec.rules[0]']],
  ['a principal by suffix', allow(source({ principals: ['*/sa/web'] })), 'b/web -> a/api 1', true, ['a/p spec.rules[0]']],
  ['a principal with another suffix', allow(source({ principals: ['*/ns/a/sa/web'] })), 'b/web -> a/api 1', false, ['a/p spec']],
  ['any principal', allow(source({ principals: ['*'] })), 'a/web -> a/api 1', true, ['a/p spec.rules[0]']],
  ['any principal needs one', allow(source({ principals: ['*'] })), 'plain/web -> a/api 1', false, ['a/p spec']],
  ['notPrincipals', deny(source({ notPrincipals: [SA] })), WEB_TO_API, true, []],
  ['notPrincipals meets who has none', deny(source({ notPrincipals: [SA] })), 'plain/web -> a/api 1', false, ['a/p spec.rules[0]']],
  ['namespaces', allow(source({ namespaces: ['a'] })), WEB_TO_API, true, ['a/p spec.rules[0]']],
  ['namespaces by pattern', allow(source({ namespaces: ['istio-*'] })), 'istio-ingress/gateway -> a/api 8080', true, ['a/p spec.rules[0]']],
  ['a namespace needs an identity', allow(source({ namespaces: ['plain'] })), 'plain/web -> a/api 1', false, ['a/p spec']],
  ['notNamespaces allows who has no identity', allow(source({ notNamespaces: ['a'] })), 'plain/web -> a/api 1', true, ['a/p spec.rules[0]']],
  ['service accounts of the own namespace', allow(source({ serviceAccounts: ['web'] })), WEB_TO_API, true, ['a/p spec.rules[0]']],
  ['service accounts with a namespace', allow(source({ serviceAccounts: ['b/web'] })), WEB_TO_API, false, ['a/p spec']],
  ['fields of a source must all match', allow(source({ principals: ['*'], notNamespaces: ['a'] })), WEB_TO_API, false, ['a/p spec']],
  ['one source of many is enough', allow({ from: [{ source: { namespaces: ['b'] } }, { source: { namespaces: ['a'] } }] }), WEB_TO_API, true, ['a/p spec.rules[0]']],
  ['ipBlocks', allow(source({ ipBlocks: ['10.0.0.0/8'] })), 'office -> a/api 1', true, ['a/p spec.rules[0]']],
  ['notIpBlocks', allow(source({ ipBlocks: ['10.0.0.0/8'], notIpBlocks: ['10.1.2.0/24'] })), 'office -> a/api 1', false, ['a/p spec']],
  ['ipBlocks of pods are not known', allow(source({ ipBlocks: ['10.0.0.0/8'] })), WEB_TO_API, 'conditional', ['a/p spec.rules[0]']],
  ['a token is not known', allow(source({ requestPrincipals: ['*'] })), WEB_TO_API, 'conditional', ['a/p spec.rules[0]']],
  ['a token that is known', allow(source({ requestPrincipals: ['issuer/*'] })), WEB_TO_API, true, ['a/p spec.rules[0]'], { principal: 'issuer/me' }],
  // Operations
  ['a port', allow(operation({ ports: ['8080'] })), WEB_TO_API, true, ['a/p spec.rules[0]']],
  ['another port', allow(operation({ ports: ['8081'] })), WEB_TO_API, false, ['a/p spec']],
  ['notPorts', allow(operation({ notPorts: ['8080'] })), WEB_TO_API, false, ['a/p spec']],
  ['a method is not known', allow(operation({ methods: ['GET'] })), WEB_TO_API, 'conditional', ['a/p spec.rules[0]']],
  ['a method that is known', allow(operation({ methods: ['GET'] })), WEB_TO_API, true, ['a/p spec.rules[0]'], { method: 'GET' }],
  ['a method that differs', allow(operation({ methods: ['GET'] })), WEB_TO_API, false, ['a/p spec'], { method: 'POST' }],
  ['a path by prefix', allow(operation({ paths: ['/v1/*'] })), WEB_TO_API, true, ['a/p spec.rules[0]'], { path: '/v1/x?y' }],
  ['a path by template', allow(operation({ paths: ['/v1/{*}/x/{**}'] })), WEB_TO_API, true, ['a/p spec.rules[0]'], { path: '/v1/me/x/a/b' }],
  ['a template takes one segment', allow(operation({ paths: ['/v1/{*}'] })), WEB_TO_API, false, ['a/p spec'], { path: '/v1/me/x' }],
  ['notPaths', deny(operation({ notPaths: ['/ok'] })), WEB_TO_API, true, [], { path: '/ok' }],
  ['a host in any case', allow(operation({ hosts: ['*.Example.com'] })), WEB_TO_API, true, ['a/p spec.rules[0]'], { host: 'shop.example.com' }],
  ['fields of an operation must all match', allow(operation({ ports: ['8081'], methods: ['GET'] })), WEB_TO_API, false, ['a/p spec'], { method: 'GET' }],
  ['DENY of a method that is not known', deny(operation({ methods: ['DELETE'] })), WEB_TO_API, 'conditional', ['a/p spec.rules[0]']],
  ['a sure rule outweighs an unsure one', allow(operation({ methods: ['GET'] }), source({ namespaces: ['a'] })), WEB_TO_API, true, ['a/p spec.rules[1]']],
  ['ALLOW of a method allows nothing on TCP', allow(operation({ methods: ['GET'] })), 'a/web -> a/api 5432', false, ['a/p spec']],
  ['ALLOW of a method spoils its rule on TCP', allow({ to: [{ operation: { methods: ['GET'] } }, { operation: { ports: ['5432'] } }] }), 'a/web -> a/api 5432', false, ['a/p spec']],
  ['DENY of a method denies all on TCP', deny(operation({ methods: ['GET'] })), 'a/web -> a/api 5432', false, ['a/p spec.rules[0]']],
  ['DENY of a method and a port denies the port on TCP', deny(operation({ methods: ['GET'], ports: ['1'] })), 'a/web -> a/api 5432', true, []],
  ['in ambient mode a method allows nothing', { selector: API.selector, rules: [operation({ methods: ['GET'] })] }, 'a/web -> ambient/api 8080', false, ['ambient/p spec'], { method: 'GET' }],
  // Conditions
  ['when source.namespace', allow(when('source.namespace', ['a'])), WEB_TO_API, true, ['a/p spec.rules[0]']],
  ['when not source.principal', allow(when('source.principal', undefined, [SA])), WEB_TO_API, false, ['a/p spec']],
  ['when destination.port', allow(when('destination.port', ['8080'])), 'a/web -> a/api 1', false, ['a/p spec']],
  ['when a header is not known', allow(when('request.headers[X-User]', ['me'])), WEB_TO_API, 'conditional', ['a/p spec.rules[0]']],
  ['when a header is known', allow(when('request.headers[X-User]', ['m*'])), WEB_TO_API, true, ['a/p spec.rules[0]'], { headers: { 'x-user': 'me' } }],
  ['when a header is known to be missing', allow(when('request.headers[X-User]', ['*'])), WEB_TO_API, false, ['a/p spec'], { headers: {} }],
  ['when connection.sni', allow(when('connection.sni', ['x'])), WEB_TO_API, 'conditional', ['a/p spec.rules[0]']],
  ['when, from and to must all match', allow({ ...source({ namespaces: ['a'] }), ...operation({ ports: ['8080'] }), ...when('source.namespace', ['b']) }), WEB_TO_API, false, ['a/p spec']],
];

describe('AuthorizationPolicy', () => {
  for (const [title, spec, question, allowed, by, request = {}] of ROWS) it(title, () => {
    const space = title.startsWith('in ambient') ? 'ambient' : 'a';
    const policies = isList(spec)
      ? spec.map((one, index) => authorizationPolicy(`${space}/p${index}`, one))
      : [authorizationPolicy(`${space}/p`, spec)];
    const reachability = reach([...WORLD, ...policies], OPTIONS);
    const answer = ask(reachability, question, { layer: 'mesh', request });
    expect(reachability.problems).toEqual([]);
    expect([answer.allowed, deciders(answer)]).toEqual([allowed, by]);
  });

  it('selects pods of all namespaces from the root namespace', () => {
    const spec = { selector: { matchLabels: { app: 'web' } } };
    const verdicts = (root: string) => {
      const reachability = reach([...WORLD, authorizationPolicy('istio-system/p', spec)], { ...OPTIONS, rootNamespace: root });
      return ['a/api -> b/web 80', 'a/web -> a/api 80'].map((question) => ask(reachability, question).allowed);
    };
    expect([verdicts('istio-system'), verdicts('istio-root')]).toEqual([[false, true], [true, true]]);
  });

  it('knows the own trust domain by its name and by cluster.local', () => {
    const verdict = (principal: string) =>
      ask(reach([...WORLD, authorizationPolicy('a/p', allow(source({ principals: [principal] })))], { trustDomain: 'corp.example' }), WEB_TO_API).allowed;
    expect([verdict(SA), verdict('corp.example/ns/a/sa/web'), verdict('other.example/ns/a/sa/web')]).toEqual([true, true, false]);
  });

  it('leaves a policy in dry run aside', () => {
    const spoken = authorizationPolicy('a/p', {});
    const dry = { ...spoken, metadata: { name: 'p', namespace: 'a', annotations: { 'istio.io/dry-run': 'true' } } };
    expect([spoken, dry].map((one) => ask(reach([...WORLD, one]), WEB_TO_API).allowed)).toEqual([false, true]);
  });

  it('tells what an undecided answer hangs on', () => {
    const manifests = [
      authorizationPolicy('a/custom', { ...API, action: 'CUSTOM', provider: { name: 'opa' }, rules: [operation({ paths: ['/admin'] })] }),
      authorizationPolicy('a/deny', deny(operation({ notMethods: ['GET'] }))),
      authorizationPolicy('a/allow', allow(operation({ paths: ['/a'] }), { ...operation({ paths: ['/b'] }), ...when('request.headers[x]', ['1', '2']) })),
    ];
    expect(ask(reach([...WORLD, ...manifests]), WEB_TO_API, { layer: 'mesh' }).conditions).toEqual([
      'if opa agrees',
      'unless request.method is not GET',
      'if request.path is /a, or request.path is /b and request.headers[x] is 1 or 2',
    ]);
  });
});

describe('PeerAuthentication', () => {
  const strict = { mtls: { mode: 'STRICT' } };
  const verdicts = (...policies: readonly Loose[]) => {
    const reachability = reach([...WORLD, ...policies], OPTIONS);
    expect(reachability.problems).toEqual([]);
    return ['plain/web -> a/api 8080', 'a/web -> a/api 8080', 'plain/web -> a/api 9090'].map((question) => ask(reachability, question).allowed);
  };

  it('refuses sources without an identity when it is strict', () => {
    expect(verdicts(peerAuthentication('a/p', strict))).toEqual([false, true, false]);
  });

  it('takes plain text when there is none', () => {
    expect(verdicts()).toEqual([true, true, true]);
  });

  it('is inherited from the mesh, and overridden by namespace and workload', () => {
    const mesh = peerAuthentication('istio-system/p', strict);
    const own = peerAuthentication('a/ns', { mtls: { mode: 'PERMISSIVE' } });
    const unset = peerAuthentication('a/ns', { mtls: { mode: 'UNSET' } });
    const workloadLevel = peerAuthentication('a/api', { ...API, mtls: { mode: 'STRICT' } });
    expect([verdicts(mesh), verdicts(mesh, own), verdicts(mesh, unset), verdicts(own, workloadLevel)]).toEqual([
      [false, true, false],
      [true, true, true],
      [false, true, false],
      [false, true, false],
    ]);
  });

  it('sets the mode of a port', () => {
    expect(verdicts(peerAuthentication('a/api', { ...API, ...strict, portLevelMtls: { 9090: { mode: 'PERMISSIVE' } } }))).toEqual([false, true, true]);
  });

  it('takes identities away when it is disabled', () => {
    const allowing = authorizationPolicy('a/p', allow(source({ namespaces: ['a'] })));
    expect(verdicts(allowing, peerAuthentication('a/d', { mtls: { mode: 'DISABLE' } }))).toEqual([false, false, false]);
  });

  it('names the policy that refuses', () => {
    const answer = ask(reach([...WORLD, peerAuthentication('a/p', strict)]), 'plain/web -> a/api 8080');
    expect([answer.decidedBy, answer.reasons.at(-1)]).toEqual([
      [{ policy: 'PeerAuthentication a/p', field: 'spec', direction: 'ingress', effect: 'requires identity', origin: '' }],
      'mesh at a/api: closed, mutual TLS is required, and plain/web has no identity: PeerAuthentication a/p',
    ]);
  });
});

describe('the sidecar', () => {
  const annotated = (id: string, annotations: Loose) => {
    const [space, name = ''] = id.split('/');
    const template = { metadata: { labels: { app: name }, annotations }, spec: { serviceAccountName: name, containers: [] } };
    return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: space }, spec: { template } };
  };
  const closed = authorizationPolicy('a/p', { selector: { matchLabels: { app: 'past' } } });
  const verdicts = (pod: Loose) => {
    const reachability = reach([...WORLD, pod, closed]);
    return ['a/web -> a/past 8080', 'a/web -> a/past 9090'].map((question) => ask(reachability, question).allowed);
  };

  it('guards all ports by itself', () => {
    expect(verdicts(annotated('a/past', {}))).toEqual([false, false]);
  });

  it('leaves excluded ports to the network', () => {
    expect(verdicts(annotated('a/past', { 'traffic.sidecar.istio.io/excludeInboundPorts': '9090, 9091' }))).toEqual([false, true]);
  });

  it('guards only the ports that are included', () => {
    expect(verdicts(annotated('a/past', { 'traffic.sidecar.istio.io/includeInboundPorts': '8080' }))).toEqual([false, true]);
  });

  it('is left out in the node\'s network, and where injection is disabled', () => {
    const policies = [{}, { hostNetwork: true }].map((spec) => {
      const reachability = reach([...WORLD, workload('a/past', {}, [], spec), closed]);
      return ask(reachability, 'a/web -> a/past 80', { layer: 'mesh' }).allowed;
    });
    const disabled = namespace('a', { 'istio-injection': 'disabled', 'istio.io/rev': 'stable' });
    const reachability = reach([disabled, workload('a/web'), workload('a/past'), closed]);
    expect([...policies, ask(reachability, 'a/web -> a/past 80').allowed]).toEqual([false, true, true]);
  });

  it('shows no identity where there is none', () => {
    const strict = peerAuthentication('istio-system/p', { mtls: { mode: 'STRICT' } });
    const bare = { metadata: { labels: { 'sidecar.istio.io/inject': 'false' } } };
    const verdict = (sender: Loose) => ask(reach([...WORLD, sender, strict]), 'a/past -> a/api 80', { layer: 'mesh' }).allowed;
    expect([workload('a/past'), workload('a/past', {}, [], { hostNetwork: true }), workload('a/past', bare.metadata.labels)].map(verdict)).toEqual([true, false, false]);
  });

  it('takes a port for what it brings where two Services differ', () => {
    const get = authorizationPolicy('a/p', allow(operation({ methods: ['GET'] })));
    const verdict = (name: string) => {
      const other = { ...service('a/api', [{ name, port: 81, targetPort: 8080 }]), metadata: { name: 'other', namespace: 'a' } };
      return ask(reach([...WORLD, other, get]), WEB_TO_API, { request: { method: 'GET' } }).allowed;
    };
    const tcpOnly = ask(reach([...WORLD, get]), 'a/web -> a/api 5432', { request: { method: 'GET' } }).allowed;
    expect([verdict('http-two'), verdict('tcp-two'), tcpOnly]).toEqual([true, true, false]);
  });

  it('is left out where the pod says so', () => {
    expect(verdicts(annotated('a/past', { 'sidecar.istio.io/inject': 'false' }))).toEqual([true, true]);
  });

  it('shows no identity on ports that the sender excludes', () => {
    const allowing = authorizationPolicy('a/p', allow(source({ namespaces: ['a'] })));
    const sender = annotated('a/past', { 'traffic.sidecar.istio.io/excludeOutboundPorts': '9090' });
    const reachability = reach([...WORLD, sender, allowing]);
    expect(['a/past -> a/api 8080', 'a/past -> a/api 9090'].map((question) => ask(reachability, question).allowed)).toEqual([true, false]);
  });
});

function isList(spec: Loose | readonly Loose[]): spec is readonly Loose[] {
  return Array.isArray(spec);
}
