import type { JsonObject } from '../manifest/manifest';

/** Any value, of a field that is rarely written. */
const ANY: JsonObject = { 'x-kubernetes-preserve-unknown-fields': true };
const TEXT: JsonObject = { type: 'string' };
const NAME: JsonObject = { type: 'string', minLength: 1 };
/** Texts by name. */
const TEXTS: JsonObject = { type: 'object', additionalProperties: TEXT };

const SELECTOR = object({
  matchLabels: TEXTS,
  matchExpressions: list(
    object({ key: TEXT, operator: TEXT, values: list(TEXT) }, ['key', 'operator']),
  ),
});

/** @see https://kubernetes.io/docs/concepts/storage/volume-snapshots/ */
const VOLUME_SNAPSHOT = kind(
  object(
    {
      volumeSnapshotClassName: NAME,
      source: {
        ...object({ persistentVolumeClaimName: NAME, volumeSnapshotContentName: NAME }),
        // One of the two, and not both.
        minProperties: 1,
        maxProperties: 1,
      },
    },
    ['source'],
  ),
);

const PORT_RULE = object({
  ports: list(
    object(
      {
        port: NAME,
        endPort: { type: 'integer' },
        protocol: { type: 'string', enum: ['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPV6', 'ANY'] },
      },
      ['port'],
    ),
  ),
  rules: object({
    http: list(
      object({
        method: TEXT,
        path: TEXT,
        host: TEXT,
        headers: list(TEXT),
        headerMatches: list(ANY),
      }),
    ),
    dns: list(object({ matchName: TEXT, matchPattern: TEXT })),
    kafka: list(ANY),
    l7proto: TEXT,
    l7: list(ANY),
  }),
  serverNames: list(TEXT),
  terminatingTLS: ANY,
  originatingTLS: ANY,
  listener: ANY,
});

/** @see https://docs.cilium.io/en/stable/network/kubernetes/policy/#ciliumnetworkpolicy */
const CILIUM_NETWORK_POLICY = kind(
  object({
    endpointSelector: SELECTOR,
    nodeSelector: SELECTOR,
    description: TEXT,
    enableDefaultDeny: object({ ingress: { type: 'boolean' }, egress: { type: 'boolean' } }),
    labels: list(ANY),
    log: object({ value: TEXT }),
    ingress: list(peers('from')),
    ingressDeny: list(peers('from')),
    egress: list(peers('to')),
    egressDeny: list(peers('to')),
  }),
);

const CONTAINER_POLICY = object({
  containerName: TEXT,
  mode: { type: 'string', enum: ['Auto', 'Off'] },
  minAllowed: { type: 'object', additionalProperties: ANY },
  maxAllowed: { type: 'object', additionalProperties: ANY },
  controlledResources: list({ type: 'string', enum: ['cpu', 'memory'] }),
  controlledValues: { type: 'string', enum: ['RequestsAndLimits', 'RequestsOnly'] },
  oomBumpUpRatio: ANY,
  oomMinBumpUp: ANY,
  startupBoost: ANY,
});

/** @see https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/api.md */
const VERTICAL_POD_AUTOSCALER = kind(
  object(
    {
      targetRef: object({ apiVersion: TEXT, kind: NAME, name: NAME }, ['kind', 'name']),
      updatePolicy: object({
        updateMode: {
          type: 'string',
          enum: ['Off', 'Initial', 'Recreate', 'InPlaceOrRecreate', 'InPlace', 'Auto'],
        },
        minReplicas: { type: 'integer' },
        evictionRequirements: list(ANY),
        evictAfterOOMSeconds: ANY,
      }),
      resourcePolicy: object({ containerPolicies: list(CONTAINER_POLICY) }),
      recommenders: list(object({ name: NAME }, ['name'])),
      startupBoost: ANY,
    },
    ['targetRef'],
  ),
);

/** @see https://github.com/bitnami-labs/sealed-secrets */
const SEALED_SECRET = kind(
  object(
    {
      encryptedData: TEXTS,
      data: TEXT,
      template: object({
        type: TEXT,
        immutable: { type: 'boolean' },
        metadata: object({
          name: TEXT,
          namespace: TEXT,
          labels: TEXTS,
          annotations: TEXTS,
          finalizers: list(TEXT),
        }),
        data: TEXTS,
      }),
    },
    ['encryptedData'],
  ),
);

/**
 * Kinds that are written here without being imported: their structure as far as it is used, by `apiVersion/kind`.
 */
export const TYPED_BY_HAND: ReadonlyMap<string, JsonObject> = new Map([
  ['snapshot.storage.k8s.io/v1/VolumeSnapshot', VOLUME_SNAPSHOT],
  ['cilium.io/v2/CiliumNetworkPolicy', CILIUM_NETWORK_POLICY],
  ['autoscaling.k8s.io/v1/VerticalPodAutoscaler', VERTICAL_POD_AUTOSCALER],
  ['bitnami.com/v1alpha1/SealedSecret', SEALED_SECRET],
]);

/** One rule of a policy of Cilium's. */
function peers(side: 'from' | 'to'): JsonObject {
  const entity = {
    type: 'string',
    enum: [
      'all',
      'world',
      'world-ipv4',
      'world-ipv6',
      'cluster',
      'host',
      'init',
      'ingress',
      'unmanaged',
      'remote-node',
      'health',
      'none',
      'kube-apiserver',
    ],
  };
  const cidrSet = object({ cidr: NAME, cidrGroupRef: NAME, except: list(NAME) });
  return object({
    [`${side}Endpoints`]: list(SELECTOR),
    [`${side}Requires`]: list(SELECTOR),
    [`${side}Nodes`]: list(SELECTOR),
    [`${side}Entities`]: list(entity),
    [`${side}CIDR`]: list(NAME),
    [`${side}CIDRSet`]: list(cidrSet),
    [`${side}Groups`]: list(ANY),
    ...(side === 'to' && {
      toFQDNs: list(object({ matchName: NAME, matchPattern: NAME })),
      toServices: list(ANY),
    }),
    toPorts: list(PORT_RULE),
    icmps: list(ANY),
    authentication: ANY,
  });
}

function kind(spec: JsonObject): JsonObject {
  return object({ apiVersion: TEXT, kind: TEXT, metadata: { type: 'object' }, spec, status: ANY }, [
    'spec',
  ]);
}

function object(properties: JsonObject, required: readonly string[] = []): JsonObject {
  return { type: 'object', properties, ...(required.length > 0 && { required: [...required] }) };
}

function list(items: JsonObject): JsonObject {
  return { type: 'array', items };
}
