import { readYaml } from '../../lib/manifest/read-yaml';
import { validateStructural } from '../../lib/schema/structural';
import { TYPED_BY_HAND } from '../../lib/schema/typed-by-hand';

function problemsIn(yaml: string): readonly string[] {
  const [entry] = readYaml('a.yaml', yaml).manifests;
  if (entry === undefined) throw new Error('no object');
  const { manifest } = entry;
  const schema = TYPED_BY_HAND.get(`${manifest.apiVersion}/${manifest.kind}`);
  if (schema === undefined) throw new Error(`${manifest.kind} isn't known`);
  return validateStructural(schema, manifest).map(({ path, message }) => `${path}: ${message}`);
}

const snapshot = (spec: string) =>
  problemsIn(
    `{ apiVersion: snapshot.storage.k8s.io/v1, kind: VolumeSnapshot, metadata: { name: a }, spec: ${spec} }`,
  );
const policy = (spec: string) =>
  problemsIn(
    `{ apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: { name: a }, spec: ${spec} }`,
  );

test('knows the fields of a VolumeSnapshot', () => {
  expect(snapshot('{ source: { persistentVolumeClaimName: data } }')).toEqual([]);
  expect(
    snapshot('{ source: { volumeSnapshotContentName: c }, volumeSnapshotClassName: b }'),
  ).toEqual([]);
});

test('rejects a VolumeSnapshot of nothing, of two, and with unknown fields', () => {
  expect(snapshot('{}')).toHaveLength(1);
  expect(snapshot('{ source: {} }')).toHaveLength(1);
  expect(
    snapshot('{ source: { persistentVolumeClaimName: a, volumeSnapshotContentName: b } }'),
  ).toHaveLength(1);
  expect(snapshot('{ source: { claim: a } }')).toEqual([
    'spec.source.claim: unknown field, allowed persistentVolumeClaimName, volumeSnapshotContentName',
  ]);
});

test("knows the fields of Cilium's policies", () => {
  expect(
    policy(`{ endpointSelector: {}, ingress: [{}], egress: [{
      toFQDNs: [{ matchName: db.example.com }],
      toPorts: [{ ports: [{ port: '53', protocol: UDP }], rules: { dns: [{ matchPattern: '*' }] } }] }] }`),
  ).toEqual([]);
});

test("rejects a number for a port, an entity that isn't one, and sides that are mixed up", () => {
  expect(policy('{ egress: [{ toPorts: [{ ports: [{ port: 53 }] }] }] }')).toEqual([
    'spec.egress[0].toPorts[0].ports[0].port: got 53, allowed a string',
  ]);
  expect(policy('{ ingress: [{ fromEntities: [gateway] }] }')).toHaveLength(1);
  expect(policy('{ ingress: [{ toEndpoints: [{}] }] }')).toHaveLength(1);
});

const of = (apiVersion: string, kind: string, spec: string) =>
  problemsIn(`{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: a }, spec: ${spec} }`);
const vertical = (spec: string) => of('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', spec);
const sealed = (spec: string) => of('bitnami.com/v1alpha1', 'SealedSecret', spec);

test('knows the fields of a VerticalPodAutoscaler', () => {
  expect(
    vertical(`{ targetRef: { apiVersion: apps/v1, kind: Deployment, name: cart },
      updatePolicy: { updateMode: "Off", minReplicas: 1 },
      resourcePolicy: { containerPolicies: [{ containerName: '*', minAllowed: { cpu: 100m, memory: 1Gi }, controlledValues: RequestsOnly }] } }`),
  ).toEqual([]);
});

test('rejects a VerticalPodAutoscaler of nothing, of an unknown mode, and with unknown fields', () => {
  expect(vertical('{}')).toEqual(['spec.targetRef: required field is missing']);
  const target = 'targetRef: { kind: Deployment, name: cart }';
  expect(vertical(`{ ${target}, updatePolicy: { updateMode: Never } }`)).toHaveLength(1);
  expect(vertical(`{ ${target}, updateMode: "Off" }`)).toHaveLength(1);
});

test('knows the fields of a SealedSecret', () => {
  expect(
    sealed(`{ encryptedData: { a: AgB }, template: { type: Opaque, immutable: true,
      metadata: { labels: { a: b }, annotations: { c: d } }, data: { dsn: '{{ .a }}' } } }`),
  ).toEqual([]);
});

test('rejects a SealedSecret without data, and with a number in it', () => {
  expect(sealed('{}')).toEqual(['spec.encryptedData: required field is missing']);
  expect(sealed('{ encryptedData: { a: 7 } }')).toHaveLength(1);
  expect(sealed('{ encryptedData: { a: AgB }, template: { stringData: { a: b } } }')).toHaveLength(
    1,
  );
});
