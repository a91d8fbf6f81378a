import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import { show } from '../../problem/problem';
import { namespaceOf, perSet } from '../objects';
import { rule } from '../rule';

/** What Istio knows, as the first word of a port's name or as its `appProtocol`. */
const PROTOCOLS = [
  'grpc',
  'grpc-web',
  'http',
  'http2',
  'https',
  'mongo',
  'mysql',
  'redis',
  'tcp',
  'tls',
  'udp',
];

/** What Kubernetes has added, and Istio knows. */
const STANDARD = ['kubernetes.io/h2c', 'kubernetes.io/ws', 'kubernetes.io/wss'];

export const meshProtocols = rule({
  id: 'mesh-protocol',
  group: 'sense',
  severity: 'warning',
  summary: "a Service's port in the mesh has a protocol that the mesh does not know",
  kinds: ['Service'],
  check: (objects) =>
    objects.ofKind('Service').flatMap((entry) => {
      const { type, ports } = fieldsOf(entry.manifest.spec);
      const place = `${entry.cluster} ${namespaceOf(entry.manifest)}`;
      if (type === 'ExternalName' || !meshed(objects).has(place)) return [];
      return itemsOf(ports).flatMap((item, index) => {
        const { name, appProtocol, protocol } = fieldsOf(item);
        if (protocol === 'UDP' || protocol === 'SCTP') return [];
        const said = findText(appProtocol);
        const at = `spec.ports[${findText(name) ?? index}]`;
        if (said !== undefined)
          return [...PROTOCOLS, ...STANDARD].includes(said.toLowerCase())
            ? []
            : [{ entry, field: `${at}.appProtocol`, message: wrong(said) }];
        const word = findText(name)?.toLowerCase() ?? '';
        const isKnown = PROTOCOLS.some((one) => word === one || word.startsWith(`${one}-`));
        return isKnown
          ? []
          : [{ entry, field: `${at}.name`, message: wrong(findText(name) ?? undefined) }];
      });
    }),
});

function wrong(got: string | undefined): string {
  return `${got === undefined ? 'is missing' : `got ${show(got)}`}, so the mesh guesses the protocol, and takes what it can't tell for TCP; allowed ${PROTOCOLS.join(', ')}, alone or followed by '-' and more, or appProtocol`;
}

/** Namespaces whose pods are in the mesh. */
const meshed = perSet(
  (objects) =>
    new Set(
      objects.ofKind('Namespace').flatMap(({ cluster, manifest }) => {
        const labels = fieldsOf(manifest.metadata.labels);
        const isIn =
          labels['istio-injection'] === 'enabled' ||
          findText(labels['istio.io/rev']) !== undefined ||
          labels['istio.io/dataplane-mode'] === 'ambient';
        return isIn ? [`${cluster} ${manifest.metadata.name}`] : [];
      }),
    ),
);
