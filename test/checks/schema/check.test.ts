import { allRules } from '../../../lib/checks/registry';
import { readYaml } from '../../../lib/manifest/read-yaml';
import { findingsIn } from '../findings';

const SCHEMA = allRules()
  .filter(({ group }) => group === 'schema')
  .map(({ id }) => id);

const schemaFindings = (yaml: string, known = {}) =>
  findingsIn(yaml, SCHEMA, known).map((line) => line.replace('[a.yaml:1] ', ''));

const service = (spec: string) =>
  `{ apiVersion: v1, kind: Service, metadata: { name: cart }, spec: ${spec} }`;

test.each([
  ['{ ports: [{ port: 80 }], selector: { app: cart } }', []],
  [
    '{ clusterIP: None, prots: [] }',
    ['error unknown-field: Service cart: spec.prots: unknown field, did you mean ports?'],
  ],
  [
    '{ ports: [{ name: http }] }',
    ['error missing-field: Service cart: spec.ports[0].port: required field is missing'],
  ],
  [
    "{ ports: [{ port: '80' }] }",
    ['error wrong-type: Service cart: spec.ports[0].port: got "80", allowed an integer'],
  ],
  [
    '{ ports: [{ port: 65536 }] }',
    ['error wrong-value: Service cart: spec.ports[0].port: got 65536, allowed 65535 or less'],
  ],
  [
    '{ ports: [{ port: 80, protocol: HTTP }] }',
    ['error wrong-value: Service cart: spec.ports[0].protocol: got "HTTP", allowed TCP, UDP, SCTP'],
  ],
  [
    '{ ports: [{ port: 80, name: a }, { port: 80, name: b, protocol: TCP }] }',
    [
      'error duplicate-item: Service cart: spec.ports: got {"port":80,"protocol":"TCP"} twice, at 0 and 1, allowed once',
    ],
  ],
  ['{ ports: [{ port: 80, name: a }, { port: 80, name: b, protocol: UDP }] }', []],
  [
    '{ selector: { app: -cart }, ports: [{ port: 80 }] }',
    [
      "error label-syntax: Service cart: spec.selector.app: got \"-cart\", allowed at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends",
    ],
  ],
])('a Service with %s', (spec, findings) => {
  expect(schemaFindings(service(spec))).toEqual(findings);
});

describe('names', () => {
  const named = (apiVersion: string, kind: string, name: string) =>
    findingsIn(`{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: '${name}' } }`, [
      'object-name',
    ]).length;

  test.each([
    ['v1', 'ConfigMap', 'a.b', 'a_b'],
    ['v1', 'Service', 'a1', '1a'],
    ['v1', 'Namespace', 'a'.repeat(63), 'a'.repeat(64)],
    ['batch/v1', 'CronJob', 'a'.repeat(52), 'a'.repeat(53)],
    ['rbac.authorization.k8s.io/v1', 'Role', 'system:a', 'a/b'],
    ['apps/v1', 'Deployment', 'a'.repeat(253), 'a'.repeat(254)],
  ])('of %s %s: %s, and not %s', (apiVersion, kind, right, wrong) => {
    expect(named(apiVersion, kind, right)).toBe(0);
    expect(named(apiVersion, kind, wrong)).toBe(1);
  });
});

describe('labels and annotations', () => {
  const labelled = (metadata: string) =>
    findingsIn(`{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, ${metadata} } }`, [
      'label-syntax',
      'annotation-syntax',
    ]);

  test('a value has 63 characters at most', () => {
    expect(labelled(`labels: { app: ${'a'.repeat(63)} }`)).toEqual([]);
    expect(labelled(`labels: { app: ${'a'.repeat(64)} }`)).toHaveLength(1);
  });

  test('a key is a name with a domain in front', () => {
    expect(
      labelled("labels: { 'example.org/a': '' }, annotations: { 'Example.org/A': '' }"),
    ).toEqual([]);
    expect(labelled("labels: { 'a/b/c': '' }, annotations: { 'a b': '' }")).toEqual([
      'error label-syntax: [a.yaml:1] ConfigMap a: metadata.labels: got "a/b/c", allowed a key such as `team` or `example.com/team`, its name at most 63 characters',
      'error annotation-syntax: [a.yaml:1] ConfigMap a: metadata.annotations: got "a b", allowed a key such as `team` or `example.com/team`, its name at most 63 characters',
    ]);
  });

  test('all annotations together have 256 KiB at most', () => {
    const text = 'a'.repeat(256 * 1024 - 1);
    expect(labelled(`annotations: { a: ${text} }`)).toEqual([]);
    expect(labelled(`annotations: { a: ${text}a }`)).toEqual([
      'error annotation-syntax: [a.yaml:1] ConfigMap a: metadata.annotations: got 262145 bytes, allowed at most 262144 in all annotations of an object',
    ]);
  });
});

describe('API versions', () => {
  const cronJob = '{ apiVersion: batch/v1beta1, kind: CronJob, metadata: { name: a } }';
  const endpoints = '{ apiVersion: v1, kind: Endpoints, metadata: { name: a } }';

  test('that are removed', () => {
    expect(schemaFindings(cronJob)).toEqual([
      'error removed-api-version: CronJob a: apiVersion: got batch/v1beta1, which Kubernetes 1.25 has removed, allowed batch/v1',
    ]);
  });

  test('that are deprecated, in the version of Kubernetes that is asked for', () => {
    expect(schemaFindings(cronJob, { kubernetes: '1.24' })).toEqual([
      'warning deprecated-api-version: CronJob a: apiVersion: got batch/v1beta1, which Kubernetes 1.21 has deprecated and 1.25 removes, allowed batch/v1',
    ]);
    expect(schemaFindings(cronJob, { kubernetes: '1.20' })).toEqual([]);
    expect(schemaFindings(endpoints, { kubernetes: '1.32' })).toEqual([]);
    expect(schemaFindings(endpoints, { kubernetes: '1.33' })).toEqual([
      'warning deprecated-api-version: Endpoints a: apiVersion: got v1, which Kubernetes 1.33 has deprecated, allowed discovery.k8s.io/v1 EndpointSlice',
    ]);
  });
});

describe('a kind that nothing is known of', () => {
  const boat =
    '{ apiVersion: example.org/v1, kind: Boat, metadata: { name: a }, spec: { sails: 3 } }';
  const definition = (schema: string) => `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: boats.example.org }
spec:
  group: example.org
  names: { kind: Boat, plural: boats }
  scope: Namespaced
  versions:
    - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, properties: { spec: ${schema} } } } }
`;
  const sails = '{ type: object, properties: { sails: { type: integer, maximum: 2 } } }';
  const ruled = (rule: string) =>
    `{ type: object, properties: { sails: { type: integer, default: 1, x-kubernetes-validations: [{ rule: "${rule}", message: 'at most two sails' }] } } }`;

  test('is warned of', () => {
    expect(schemaFindings(boat)).toEqual([
      'warning unknown-kind: Boat a: kind: unknown kind example.org/v1 Boat',
    ]);
  });

  test('is compared with the definition in the set', () => {
    expect(schemaFindings(`${boat}\n${definition(sails)}`)).toEqual([
      'error wrong-value: Boat a: spec.sails: got 3, allowed 2 or less',
    ]);
  });

  test('has the rules of that evaluated, with defaults filled in', () => {
    expect(schemaFindings(`${boat}\n${definition(ruled('self <= 2'))}`)).toEqual([
      'error kind-rule: Boat a: spec.sails: at most two sails',
    ]);
    expect(
      schemaFindings(`${boat.replace('sails: 3', '')}\n${definition(ruled('self > 1'))}`),
    ).toEqual(['error kind-rule: Boat a: spec.sails: at most two sails']);
  });

  test('is warned of where a rule can’t be evaluated', () => {
    expect(schemaFindings(`${boat}\n${definition(ruled('self.unheardOf()'))}`)).toEqual([
      "warning unevaluated-rule: Boat a: spec.sails: has the rule \"self.unheardOf()\", which can't be evaluated here: found no matching overload for 'dyn.unheardOf()'",
    ]);
  });

  test('has rules about changes evaluated where it is known how it was', () => {
    const yaml = `${boat}\n${definition(ruled('self <= oldSelf'))}`;
    const [older] = readYaml('b.yaml', boat.replace('sails: 3', 'sails: 2')).manifests;
    expect(schemaFindings(yaml)).toEqual([]);
    expect(schemaFindings(yaml, { before: () => older?.manifest })).toEqual([
      'error kind-transition: Boat a: spec.sails: at most two sails',
    ]);
  });
});

describe('a rule of an imported kind', () => {
  test('in a list, with names that CEL has another use for', () => {
    const parent = (namespace: string) => `{ name: gateway, namespace: ${namespace} }`;
    const route = (...parents: readonly string[]) =>
      `{ apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: { name: a }, spec: { parentRefs: [${parents.join(', ')}] } }`;
    expect(schemaFindings(route(parent('a'), parent('b')))).toEqual([]);
    expect(schemaFindings(route(parent('a'), parent('a')))).toEqual([
      'error kind-rule: HTTPRoute a: spec.parentRefs: sectionName must be unique when parentRefs includes 2 or more references to the same parent',
    ]);
  });

  test('of Istio’s', () => {
    const entry = (spec: string) =>
      schemaFindings(
        `{ apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: { name: a }, spec: { hosts: [a.org], ${spec} } }`,
      );
    expect(entry('ports: [{ number: 80, name: http }]')).toEqual([]);
    expect(entry('ports: [{ number: 80, name: a }, { number: 80, name: b }]')).toEqual([
      'error kind-rule: ServiceEntry a: spec.ports: port number cannot be duplicated',
    ]);
  });
});

test('what a construct has been told of isn’t told again', () => {
  const yaml = service('{ clusterIP: None, prots: [] }');
  expect(schemaFindings(yaml, { told: ['[a.yaml:1] ports: got ...'] })).toEqual([]);
});

describe('a definition that is broken', () => {
  const definition = (schema: string) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: boats.example.org }
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Boat, plural: boats }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: ${schema} } } }
---
apiVersion: example.org/v1
kind: Boat
metadata: { name: a }
spec: jib
`;
  const AT =
    'CustomResourceDefinition boats.example.org: spec.versions[0].schema.openAPIV3Schema.properties.spec';

  test.each([
    ['{ $ref: "#/x" }', '$ref: got "#/x", allowed nothing: write here what it refers to'],
    ['{ type: text }', 'type: got "text", allowed array, boolean, integer, number, object, string'],
    ['{ type: 5 }', 'type: got 5, allowed a string'],
    ['{ enum: x }', 'enum: got "x", allowed a list'],
    ['{ minLength: x }', 'minLength: got "x", allowed an integer'],
    [
      '{ additionalProperties: 3 }',
      'additionalProperties: got 3, allowed the schema of all values, true or false',
    ],
    [
      '{ items: [{ type: string }] }',
      'items: got [{"type":"string"}], allowed the schema of all items',
    ],
    [
      '{ pattern: "(?=a)" }',
      'pattern: got "(?=a)", allowed a regular expression of Go: invalid or unsupported Perl syntax: `(?=`',
    ],
    [
      '{ allOf: [{ pattern: "[" }] }',
      'allOf[0].pattern: got "[", allowed a regular expression of Go: missing closing ]: `[`',
    ],
  ])('is told with %s', (schema, message) => {
    expect(schemaFindings(definition(schema))).toEqual([
      expect.stringContaining(`${AT}.${message}`),
    ]);
  });

  test('takes no longer than others', () => {
    const long = 'a'.repeat(10_000);
    const found = schemaFindings(
      definition('{ type: string, pattern: "^(a+)+$" }').replace('jib', `${long}!`),
    );
    expect(found).toEqual([expect.stringContaining('allowed a string that matches ^(a+)+$')]);
  });
});

test('kinds that are newer than the schemas are held against those before', () => {
  const flow = (version: string, spec: string) =>
    `{ apiVersion: flowcontrol.apiserver.k8s.io/${version}, kind: FlowSchema, metadata: { name: a }, spec: ${spec} }`;
  const right = '{ priorityLevelConfiguration: { name: a } }';
  expect(schemaFindings(flow('v1', right), { kubernetes: '1.30' })).toEqual([]);
  expect(schemaFindings(flow('v1', '{ prio: 1 }'), { kubernetes: '1.30' })).toHaveLength(2);
  expect(schemaFindings(flow('v1', right))[0]).toContain('unknown-kind');
  expect(schemaFindings(flow('v1beta2', right))[0]).toMatch(/allowed \S+\/v1beta3$/);
});

test('an object that a cluster names is a hook', () => {
  const job = (annotation: string) =>
    findingsIn(
      `{ apiVersion: batch/v1, kind: Job, metadata: { generateName: migrate-, annotations: { ${annotation} } } }`,
      ['object-name', 'duplicate-object'],
    );
  expect(job("'argocd.argoproj.io/hook': PreSync")).toEqual([]);
  expect(job('')).toEqual([expect.stringContaining('Job migrate-: metadata.generateName: is no')]);
});

test('an annotation says what is outside, or is told', () => {
  const service = (external: string) =>
    findingsIn(
      `{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, annotations: { supercargo/external: '${external}' } } }`,
      ['wrong-value'],
    );
  expect(service('v1/Secret/shop/db, v1/ConfigMap/ca')).toEqual([]);
  expect(service('nonsense, v1/Secret/shop/db')).toEqual([
    expect.stringContaining('metadata.annotations["supercargo/external"]: got "nonsense"'),
  ]);
});

test('fields that hold nothing are filled in for every rule, as they are in a cluster', () => {
  const yaml = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart }
spec:
  strategy: { type: "" }
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec:
      restartPolicy: ""
      containers:
      - { name: cart, image: "cart:1.0.0", ports: [{ containerPort: 80, name: "", protocol: "" }] }
---
${service('{ type: "", selector: { app: cart }, ports: [{ port: 80, targetPort: 0, name: "" }] }')}
`;
  expect(findingsIn(yaml, [...SCHEMA, 'restart-policy', 'missing-pod-port'])).toEqual([]);
});
