import { fieldsOf, itemsOf, textsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { namespaceOf, type Objects, type PodsEntry, perSet } from '../objects';
import { whenComplete } from '../references/complete';
import { containersOf } from '../references/uses';
import { rule, rules } from '../rule';

/** What is open to more than it needs to be. */
export const openings = rules(
  'safety',
  {
    'external-ips': ['warning', 'a Service takes over addresses of others'],
    'node-port': ['warning', 'a Service is open on all nodes'],
    'plain-ingress': ['warning', 'an Ingress or a gateway takes requests without encryption'],
    'ssh-port': ['warning', 'a container has the port of SSH'],
  },
  {
    check: (objects) => [
      ...objects.ofKind('Service').flatMap((entry) => {
        const { type, externalIPs } = fieldsOf(entry.manifest.spec);
        const ips = textsOf(externalIPs);
        const warn = (id: string, field: string, message: string) =>
          findingOf(id, entry, { field: `spec.${field}`, message }, 'warning');
        return [
          ...(type === 'NodePort'
            ? [
                warn(
                  'node-port',
                  'type',
                  'got "NodePort", past all that guards the cluster; allowed ClusterIP behind a gateway, or LoadBalancer',
                ),
              ]
            : []),
          ...(ips.length > 0
            ? [
                warn(
                  'external-ips',
                  'externalIPs',
                  `got ${show(ips)}, whose traffic it draws to itself, whoever they belong to; allowed a LoadBalancer`,
                ),
              ]
            : []),
        ];
      }),
      ...objects.ofKind('networking.k8s.io/Ingress').flatMap((entry) => {
        if (itemsOf(fieldsOf(entry.manifest.spec).tls).length > 0) return [];
        return [plain(entry, 'spec.tls', 'is missing', 'add hosts and a secretName')];
      }),
      ...objects.ofKind('gateway.networking.k8s.io/Gateway').flatMap(checkListeners),
      ...objects.ofKind('networking.istio.io/Gateway').flatMap(checkServers),
      ...objects.pods().flatMap(checkSsh),
    ],
  },
);

function plain(entry: ManifestEntry, field: string, got: string, way: string): Finding {
  const message = `${got}, so requests can be read on their way: ${way}`;
  return findingOf('plain-ingress', entry, { field, message }, 'warning');
}

/** A listener for HTTP is for redirects where another one has a certificate. */
function checkListeners(entry: ManifestEntry): readonly Finding[] {
  const protocols = itemsOf(fieldsOf(entry.manifest.spec).listeners).map(
    (listener) => fieldsOf(listener).protocol,
  );
  if (!protocols.includes('HTTP') || protocols.some((one) => one === 'HTTPS' || one === 'TLS'))
    return [];
  return [plain(entry, 'spec.listeners', 'has HTTP alone', 'add a listener for HTTPS')];
}

function checkServers(entry: ManifestEntry): readonly Finding[] {
  const servers = itemsOf(fieldsOf(entry.manifest.spec).servers).map((server) => {
    const { port, tls } = fieldsOf(server);
    return { protocol: String(fieldsOf(port).protocol), tls: fieldsOf(tls) };
  });
  const isGuarded = ({ protocol, tls }: (typeof servers)[number]) =>
    protocol === 'HTTPS' || protocol === 'TLS' || tls.httpsRedirect === true;
  const isPlain = ({ protocol }: (typeof servers)[number]) =>
    ['HTTP', 'HTTP2', 'GRPC'].includes(protocol);
  if (!servers.some(isPlain) || servers.some(isGuarded) || isForWayOut(entry)) return [];
  return [plain(entry, 'spec.servers', 'has HTTP alone', 'add a server for HTTPS')];
}

/** Whether a gateway is for what leaves the mesh, which encrypts it until there. */
function isForWayOut({ manifest }: ManifestEntry): boolean {
  return Object.values(fieldsOf(fieldsOf(manifest.spec).selector)).some((label) =>
    String(label).includes('egress'),
  );
}

function checkSsh(pods: PodsEntry): readonly Finding[] {
  return containersOf(pods).flatMap(({ fields, path }) =>
    itemsOf(fields.ports).flatMap((item, index) => {
      const { containerPort, protocol = 'TCP' } = fieldsOf(item);
      if (containerPort !== 22 || protocol !== 'TCP') return [];
      const message = 'got 22, the port of SSH: leave it to `kubectl exec`, or take another one';
      const field = `${path}.ports[${index}].containerPort`;
      return [findingOf('ssh-port', pods.entry, { field, message }, 'warning')];
    }),
  );
}

/** Kinds that start pods which run as long as they are wanted. */
const RUNNING = new Set(['DaemonSet', 'Deployment', 'Pod', 'Rollout', 'StatefulSet']);

export const unguarded = whenComplete(
  rule({
    id: 'missing-network-policy',
    group: 'safety',
    severity: 'warning',
    summary: 'no policy says who may reach a pod',
    check: (objects) =>
      objects.pods().flatMap((pods) => {
        const { entry, template } = pods;
        if (!RUNNING.has(entry.manifest.kind) || guarded(objects).has(pods)) return [];
        if (template.spec.hostNetwork === true || isGuarded(objects, pods)) return [];
        const message = `is selected by no NetworkPolicy, so everything in the cluster may reach it: add one with its labels, or one for all of namespace '${namespaceOf(entry.manifest)}'`;
        return [{ entry, field: '', message }];
      }),
  }),
);

/** Pods that policies select. */
const guarded = perSet((objects) => {
  const found = new Set<PodsEntry>();
  const add = (kind: string, key: string) => {
    for (const entry of objects.ofKind(kind)) {
      const selector = fieldsOf(entry.manifest.spec)[key] ?? {};
      const labels = { matchLabels: fieldsOf(selector).matchLabels };
      const read = key === 'selector' ? labels : selector;
      for (const pods of objects.select(entry, read)) found.add(pods);
    }
  };
  add('networking.k8s.io/NetworkPolicy', 'podSelector');
  add('cilium.io/CiliumNetworkPolicy', 'endpointSelector');
  add('security.istio.io/AuthorizationPolicy', 'selector');
  return found;
});

/** Whether something that isn't of its namespace may guard it. */
function isGuarded(objects: Objects, { entry }: PodsEntry): boolean {
  return wide(objects).has(entry.cluster);
}

/** Clusters with policies that are for all namespaces. */
const wide = perSet(
  (objects) =>
    new Set(
      [
        ...objects.ofKind('cilium.io/CiliumClusterwideNetworkPolicy'),
        ...objects.ofKind('policy.networking.k8s.io/AdminNetworkPolicy'),
        ...objects
          .ofKind('security.istio.io/AuthorizationPolicy')
          .filter(({ manifest }) => namespaceOf(manifest) === 'istio-system'),
      ].map(({ cluster }) => cluster),
    ),
);
