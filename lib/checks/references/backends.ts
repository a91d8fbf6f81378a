import { type Fields, fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { namespaceOf, type Objects, perSet } from '../objects';
import { serviceOfHost } from './hosts';
import { portOf } from './ports';

/** A Service that something leads to. */
export interface Backend {
  readonly entry: ManifestEntry;
  readonly field: string;
  readonly name: string;
  readonly namespace: string;
  readonly port: number | string | undefined;
  readonly portField: string;
}

/** A destination of a VirtualService. */
export interface Destination {
  readonly entry: ManifestEntry;
  readonly field: string;
  readonly host: string;
  readonly subset: string | undefined;
  readonly port: number | undefined;
}

/** Routes of the Gateway API. */
export const GATEWAY_ROUTES = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'].map(
  (kind) => `gateway.networking.k8s.io/${kind}`,
);

/** Where VirtualServices lead to. */
export const destinations = perSet((objects): readonly Destination[] =>
  objects
    .ofKind('networking.istio.io/VirtualService')
    .flatMap((entry) =>
      (['http', 'tls', 'tcp'] as const).flatMap((list) =>
        itemsOf(fieldsOf(entry.manifest.spec)[list]).flatMap((item, index) =>
          destinationsOf(entry, `spec.${list}`, fieldsOf(item), index),
        ),
      ),
    ),
);

function destinationsOf(
  entry: ManifestEntry,
  list: string,
  route: Fields,
  index: number,
): readonly Destination[] {
  const path = `${list}[${findText(route.name) ?? index}]`;
  const all: readonly (readonly [string, unknown])[] = [
    ...itemsOf(route.route).map(
      (one, number) => [`${path}.route[${number}].destination`, fieldsOf(one).destination] as const,
    ),
    [`${path}.mirror`, route.mirror],
    ...itemsOf(route.mirrors).map(
      (one, number) =>
        [`${path}.mirrors[${number}].destination`, fieldsOf(one).destination] as const,
    ),
  ];
  return all.flatMap(([field, value]) => {
    const { host, subset, port } = fieldsOf(value);
    if (typeof host !== 'string') return [];
    const { number } = fieldsOf(port);
    return [
      {
        entry,
        field,
        host,
        subset: findText(subset),
        port: typeof number === 'number' ? number : undefined,
      },
    ];
  });
}

/** All Services that objects lead to. */
export const backends = perSet((objects): readonly Backend[] => [
  ...objects.ofKind('networking.k8s.io/Ingress').flatMap(ofIngress),
  ...GATEWAY_ROUTES.flatMap((kind) => objects.ofKind(kind).flatMap(ofRoute)),
  ...destinations(objects).flatMap(ofDestination),
  ...objects.ofKind('networking.istio.io/DestinationRule').flatMap(ofRule),
  ...ofWebhooks(objects),
]);

function ofIngress(entry: ManifestEntry): readonly Backend[] {
  const { defaultBackend, rules } = fieldsOf(entry.manifest.spec);
  const paths = itemsOf(rules).flatMap((rule, index) => {
    const { host, http } = fieldsOf(rule);
    return itemsOf(fieldsOf(http).paths).map((item, number) => {
      const { path, backend } = fieldsOf(item);
      const place = `spec.rules[${findText(host) ?? index}].http.paths[${findText(path) ?? number}]`;
      return [`${place}.backend`, backend] as const;
    });
  });
  return [['spec.defaultBackend', defaultBackend] as const, ...paths].flatMap(
    ([field, backend]) => {
      const { name, port } = fieldsOf(fieldsOf(backend).service);
      const { number, name: portName } = fieldsOf(port);
      // The load balancer's controller of AWS: an action by its name, and no Service.
      if (typeof name !== 'string' || portName === 'use-annotation') return [];
      return [
        {
          entry,
          field: `${field}.service.name`,
          name,
          namespace: namespaceOf(entry.manifest),
          port: typeof number === 'number' ? number : findText(portName),
          portField: `${field}.service.port`,
        },
      ];
    },
  );
}

function ofRoute(entry: ManifestEntry): readonly Backend[] {
  return itemsOf(fieldsOf(entry.manifest.spec).rules).flatMap((item, index) => {
    const { backendRefs, filters } = fieldsOf(item);
    const path = `spec.rules[${index}]`;
    const all = [
      ...itemsOf(backendRefs).map(
        (one, number) => [`${path}.backendRefs[${number}]`, one] as const,
      ),
      ...itemsOf(filters).map(
        (one, number) =>
          [
            `${path}.filters[${number}].requestMirror.backendRef`,
            fieldsOf(fieldsOf(one).requestMirror).backendRef,
          ] as const,
      ),
    ];
    return all.flatMap(([field, value]) => {
      const { group, kind, name, namespace, port } = fieldsOf(value);
      if (typeof name !== 'string' || (group ?? '') !== '' || (kind ?? 'Service') !== 'Service')
        return [];
      return [
        {
          entry,
          field,
          name,
          namespace: findText(namespace) ?? namespaceOf(entry.manifest),
          port: portOf(port),
          portField: `${field}.port`,
        },
      ];
    });
  });
}

function ofDestination({ entry, field, host, port }: Destination): readonly Backend[] {
  const service = serviceOfHost(entry, host);
  if (service === undefined) return [];
  return [{ entry, field: `${field}.host`, ...service, port, portField: `${field}.port.number` }];
}

function ofRule(entry: ManifestEntry): readonly Backend[] {
  const { host } = fieldsOf(entry.manifest.spec);
  const service = typeof host === 'string' ? serviceOfHost(entry, host) : undefined;
  if (service === undefined) return [];
  return [{ entry, field: 'spec.host', ...service, port: undefined, portField: '' }];
}

const WEBHOOKS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

function ofWebhooks(objects: Objects): readonly Backend[] {
  const hooks = WEBHOOKS.flatMap((kind) =>
    objects.ofKind(`admissionregistration.k8s.io/${kind}`),
  ).flatMap((entry) =>
    itemsOf(entry.manifest.webhooks).map((hook, index) => {
      const { name, clientConfig } = fieldsOf(hook);
      const field = `webhooks[${findText(name) ?? index}].clientConfig.service`;
      return { entry, field, service: fieldsOf(fieldsOf(clientConfig).service) };
    }),
  );
  const apis = objects.ofKind('apiregistration.k8s.io/APIService').map((entry) => ({
    entry,
    field: 'spec.service',
    service: fieldsOf(fieldsOf(entry.manifest.spec).service),
  }));
  return [...hooks, ...apis].flatMap(({ entry, field, service: { name, namespace, port } }) =>
    typeof name === 'string' && typeof namespace === 'string'
      ? [{ entry, field, name, namespace, port: portOf(port) ?? 443, portField: `${field}.port` }]
      : [],
  );
}
