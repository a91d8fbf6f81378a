import { Chart, Testing } from 'cdk8s';
import { canary } from '../../lib/delivery/canary';
import { istioByHost } from '../../lib/delivery/routers/istio-by-host';
import { Microservice } from '../../lib/microservice/microservice';
import { checkProps, checkShape, judge, readProps } from '../../lib/shape/check';
import { least } from '../microservice/chart';
import { lines, unseen } from '../problem/lines';

const told = (name: string, value: unknown) => lines(checkShape(name, 'at', value));

test('names the functions that give a value, where nobody writes it by hand', () => {
  const pulls =
    'allowed what azureDevOps(), bitbucket(), bitbucketServer(), gitea(), github() and gitlab() give';
  expect(told('PullRequests', 5)).toEqual([`at: got 5, ${pulls}`]);
  expect(told('PullRequests', {})).toEqual([`at: got {} without kind, ${pulls}`]);
  expect(told('PullRequests', { kind: 'svn' })).toEqual([`at: got kind "svn", ${pulls}`]);
  expect(told('KedaScaling', 5)).toEqual(['at: got 5, allowed what keda() gives']);
  expect(lines(checkProps('Rollout', { template: {}, selector: {} }))).toEqual([
    'strategy: is missing: add what blueGreen() and canary() give',
  ]);
});

test('names them where a value may be a word instead, and where it has no kind', () => {
  const probes = 'execProbe(), grpcProbe(), httpProbe() and tcpProbe() give';
  expect(told('Probes', { readiness: { path: '/ready' } })).toEqual([
    `at.readiness: got an object without kind, allowed 'none' or what ${probes}`,
  ]);
  const volumes =
    'configVolume(), emptyDir(), existingClaim(), otherVolume(), projectedVolume() and secretVolume() give';
  expect(told('Volume', { mountPath: '/cache' })).toEqual([
    `at: got an object, allowed what ${volumes}`,
  ]);
});

test('tells what is to be made from what has its fields by accident', () => {
  expect(told('Release', canary({ router: istioByHost() }))).toEqual([]);
  expect(told('Release', { kind: 'canary', router: {} })).toEqual([
    'at.router: got {}, allowed a router such as istioByHost()',
  ]);
  const use = 'what use() of a template gives, { name: ... } or text';
  expect(told('AnalysisTemplateUse', {})).toEqual([`at: got {}, allowed ${use}`]);
  expect(told('AnalysisTemplateUse', { plan: 'later' })).toEqual([
    `at: got an object, allowed ${use}`,
  ]);
  expect(told('AnalysisTemplateUse', { name: 5 })).toEqual(['at.name: got 5, allowed text']);
});

test.each<[string, unknown, readonly string[]]>([
  ['none', {}, ['at: got none, allowed exactly one of matchTrafficWeight, replicas, weight']],
  [
    'two',
    { replicas: 1, weight: 2 },
    ['at: got replicas and weight, allowed exactly one of matchTrafficWeight, replicas, weight'],
  ],
  ['one of a wrong type', { weight: '2' }, ['at.weight: got "2", allowed a number']],
  ['one that is misspelt', { replica: 1 }, ["at.replica: isn't known, did you mean replicas?"]],
])('asks for exactly one of several fields: %s', (_, value, problems) => {
  expect(told('CanaryScale', value)).toEqual(problems);
});

test('asks for one of each kind of fields', () => {
  const fields = (when: object) => lines(checkShape('When', 'when', when));
  expect(fields({ cookie: 'a', exact: 'b' })).toEqual([]);
  expect(fields({})).toEqual([
    'when: got none, allowed exactly one of exact, prefix, regex',
    'when: got none, allowed exactly one of cookie, header',
  ]);
  expect(fields({ cookie: 'a', header: 'b', exact: 'c' })).toEqual([
    'when: got cookie and header, allowed exactly one of cookie, header',
  ]);
});

test('asks for the field that is missing, where only one form is left', () => {
  const props = { strategy: canary({}), template: {} };
  expect(lines(checkShape('RolloutProps', '', props))).toEqual(['selector: is missing: add it']);
});

test('refuses fields that nobody reads, but not in what is passed around', () => {
  const container = { resources: { cpu: '1', memory: '1Mi' }, note: 'a' };
  const templates = { a: { image: 'a:v1', container, team: 'a' } };
  expect(told('ExperimentProps', { templates })).toEqual([]);
  expect(told('ExperimentProps', { templates, team: 'a' })).toEqual([
    expect.stringMatching(/^at\.team: isn't known, allowed templates, analyses, /),
  ]);
  expect(told('ExperimentProps', { templates: { a: { ...templates.a, imag: 'a' } } })).toEqual([]);
});

test('refuses what is undefined where there has to be a value of any name', () => {
  expect(told('ExternalEndpointProps', { host: 'a', port: 1, cidrs: undefined })).toEqual([]);
  expect(told('EndpointPods', { namespace: 'a', labels: { app: undefined } })).toEqual([
    'at.labels.app: got undefined, allowed text',
  ]);
});

test('shows words where only words may stand, and no other text that may be a secret', () => {
  expect(told('ExperimentStepOptions', { templates: { a: { specRef: 'both' } } })).toEqual([
    "at.templates.a.specRef: got \"both\", allowed 'canary' or 'stable'",
  ]);
  const problems = told('ExperimentStepOptions', { templates: { a: 'hunter2' } });
  expect(problems).toEqual([
    expect.stringMatching(/^at\.templates\.a: got text, which isn't shown/),
  ]);
});

describe('a check of the values', () => {
  const judged = (release: unknown, ...problems: readonly string[]) =>
    lines(
      judge({ problems: checkShape('Release', 'release', unseen(release)) }, () =>
        problems.map((field) => ({ field, message: 'told' })),
      ),
    );

  test('is asked where all can be read, and knows more', () => {
    const release = { kind: 'canary', steps: [{ kind: 'setCanaryScale', scale: {} }] };
    expect(judged(release, 'release.maxSurge')).toEqual([
      'release.maxSurge: told',
      'release.steps[0].scale: got none, allowed exactly one of matchTrafficWeight, replicas, weight',
    ]);
    expect(judged(release, 'release.steps[0].scale.weight')).toEqual([
      'release.steps[0].scale.weight: told',
    ]);
    expect(judged(release, 'release.steps')).toEqual(['release.steps: told']);
  });

  test('knows more of what tells several forms apart', () => {
    const strategy = { kind: 'canary', pingPong: { pingService: 'a' } };
    const problems = checkShape('RolloutProps', '', { strategy, template: {}, selector: {} });
    const judgedBy = (field: string) =>
      lines(judge({ problems }, () => [{ field, message: 'told' }]));
    expect(judgedBy('name')).toEqual([
      'name: told',
      'strategy.pingPong.pongService: is missing: add it',
    ]);
    expect(judgedBy('strategy.pingPong.pingService')).toEqual([
      'strategy.pingPong.pingService: told',
    ]);
  });

  test('is not asked where something has another type', () => {
    expect(judged({ kind: 'canary', steps: {} }, 'release.maxSurge')).toEqual([
      'release.steps: got {}, allowed a list: [ ... ]',
    ]);
  });
});

test('tells members of maps from undefined, but where their type has it', () => {
  const props = { ...least, env: { A: undefined }, ports: { http: 80, metrics: undefined } };
  const [env, ports] = lines(checkProps('Microservice', props));
  expect(env).toMatch(/^env\.A: got undefined, allowed .*text/);
  expect(ports).toBe('ports.metrics: got undefined, allowed { port: ... } or a number');
  const secrets = { auth: { secrets: { host: undefined } } };
  expect(lines(checkProps('trigger', secrets))).toEqual([
    'auth.secrets.host: got undefined, allowed what secretKey() gives, or key() of an ExternalSecret',
  ]);
  expect(checkProps('trigger', { address: undefined }, 1)).toEqual([]);
  const service = { nodePorts: { http: undefined, metrics: 'x' } };
  expect(lines(checkProps('Microservice', { ...least, service }))).toEqual([
    'service.nodePorts.metrics: got "x", allowed a number',
  ]);
  const columns = { A: undefined };
  const boat = { group: 'example.com', kind: 'Boat', schema: {}, columns };
  expect(lines(checkProps('DefinedInstance', boat, 2))).toEqual([
    'columns.A: got undefined, allowed { jsonPath: ... } or text',
  ]);
});

test('tells what is missing where only one form is meant', () => {
  const ports = { http: { prt: 80 } };
  const readable = checkProps('Microservice', { ...least, ports });
  const told = judge({ problems: readable }, () => [{ field: 'ports.http', message: 'is wrong' }]);
  expect(lines(told)).toEqual([
    'ports.http.port: is missing: add it',
    "ports.http.prt: isn't known, did you mean port?",
  ]);
});

test('names stores where one is asked for', () => {
  expect(lines(checkProps('mySqlDump', 5))).toEqual([
    'got 5, allowed a MySql store, or what externalMySql() gives',
  ]);
  expect(lines(checkProps('postgreSqlDump', null))).toEqual([
    'got null, allowed a PostgreSql store, or what externalPostgreSql() gives',
  ]);
});

test('tells a list from an object of plain data', () => {
  const one = { ...least, securityContext: [], pod: { securityContext: [1] } };
  expect(lines(checkProps('Microservice', one))).toEqual([
    'securityContext: got [], allowed an object: { ... }',
    'pod.securityContext: got a list of 1, allowed an object: { ... }',
  ]);
});

test.each<[string, object, string]>([
  [
    'disruptionBudget',
    { disruptionBudget: 'no' },
    `got "no", allowed 'none', { maxUnavailable: ... } or { minAvailable: ... }`,
  ],
  [
    'release.antiAffinity',
    {
      ports: { http: 8080 },
      release: { ...canary({ router: istioByHost() }), antiAffinity: 'prefered' },
    },
    `got "prefered", allowed 'required' or { preferred: ... }`,
  ],
])('tells a wrong word in the place of an object: %s', (field, props, message) => {
  const chart = new Chart(Testing.app(), 'shop');
  const made: object = { ...least, ...props };
  Reflect.construct(Microservice, [chart, 'cart', made]);
  expect(chart.node.findAll().flatMap((one) => one.node.validate())).toEqual([
    `${field}: ${message}`,
  ]);
});

test('counts the items of a pair', () => {
  const cpuOf = (cpu: unknown) =>
    lines(checkProps('Microservice', { ...least, resources: { cpu, memory: '1Gi' } }));
  expect(cpuOf(['100m', '1'])).toEqual([]);
  expect(cpuOf(['100m'])).toEqual(['resources.cpu: got a list of 1, allowed one of 2']);
  expect(cpuOf(['1', '2', '3'])).toEqual(['resources.cpu: got a list of 3, allowed one of 2']);
});

test('tells the slip in a short name where what it stands for is missing', () => {
  const { ports: _, ...bare } = { ...least, ports: undefined };
  expect(lines(checkProps('Microservice', { ...bare, port: 8080 }))).toEqual([
    "port: isn't known, did you mean ports?",
  ]);
  // A wrapper of somebody's has such fields of its own.
  const wrapped = { ...bare, port: 8080, ports: { http: 8080 } };
  expect(lines(checkProps('Microservice', wrapped))).toEqual([]);
});

test("tells Kubernetes' words, with the place where they belong", () => {
  const told = (props: object) => lines(checkProps('Microservice', { ...least, ...props }));
  expect(told({ nodeSelector: {}, livenessProbe: {} })).toEqual([
    "nodeSelector: isn't known, did you mean pod.scheduling.nodeSelector?",
    "livenessProbe: isn't known, did you mean probes.liveness?",
  ]);
  expect(told({ ports: { http: { port: 80, targetPort: 8080 } } })).toEqual([
    "ports.http.targetPort: isn't known, did you mean target?",
  ]);
  expect(told({ resources: { cpu: '1', memory: '1Gi', limits: { cpu: '2' } } })).toEqual([
    "resources.limits: isn't known, did you mean cpu: [request, limit]?",
  ]);
});

test("leaves a subclass's own members alone, whatever they are", () => {
  const own = { onReady: { call: () => 1 }, builtAt: new Date(0), cache: new Map(), matching: /a/ };
  expect(lines(checkProps('Microservice', { ...least, ...own }))).toEqual([]);
});

test('tells what is wrong beside what nobody can read, where nothing refers to it', () => {
  const given: object = { ...least, env: { A: null }, ports: { http: 8080 } };
  const check = () => [
    { field: 'env', message: 'is missing' },
    { field: 'resources.cpu', message: 'is too much' },
  ];
  expect(lines(judge(readProps('Microservice', given), check))).toEqual([
    'resources.cpu: is too much',
    expect.stringContaining('env.A: got null'),
  ]);
  const ports = { ...given, ports: { http: null } };
  expect(lines(judge(readProps('Microservice', ports), check))).toEqual([
    expect.stringContaining('env.A: got null'),
    expect.stringContaining('ports.http: got null'),
  ]);
});

test('takes undefined for what is left out, however deep, so that defaults stay', () => {
  const none = undefined;
  const pod = { securityContext: { runAsNonRoot: none, runAsUser: 1 }, shutdown: { delay: none } };
  const { props } = readProps('Microservice', { ...least, pod, labels: none });
  expect(Object.keys(props)).not.toContain('labels');
  expect(props.pod).toStrictEqual({ securityContext: { runAsUser: 1 }, shutdown: {} });
  const whole = { ...least, pod: { securityContext: { runAsUser: 1 } } };
  expect(readProps('Microservice', whole).props).toBe(whole);
});

test("leaves members of a wrapper's own alone, at any depth", () => {
  const own = { created: new Date(0), teams: new Map(), onReady: () => 1 };
  const ports = { http: { port: 80, ...own } };
  const sidecars = { proxy: { image: 'proxy:v1', resources: least.resources, ...own } };
  const props = { ...least, ports, pod: { sidecars, ...own }, owner: 'a', hosts: [], roles: {} };
  expect(lines(checkProps('Microservice', { ...props, probe: {}, probes: {} }))).toEqual([]);
});

test("tells Kubernetes' words with what is left of the way, where they stand too deep", () => {
  const shutdown = { terminationGracePeriodSeconds: 90 };
  const pod = { nodeSelector: {}, containers: {}, hostNetwork: true, shutdown };
  expect(lines(checkProps('Microservice', { ...least, pod }))).toEqual([
    "pod.nodeSelector: isn't known, did you mean scheduling.nodeSelector?",
    "pod.containers: isn't known, did you mean sidecars?",
    "pod.hostNetwork: isn't known, did you mean other.hostNetwork?",
    "pod.shutdown.terminationGracePeriodSeconds: isn't known, did you mean gracePeriod?",
  ]);
});
