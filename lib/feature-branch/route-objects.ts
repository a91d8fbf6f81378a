import type { ApiObject } from 'cdk8s';
import { fieldsOf, findText, itemsOf, textsOf } from '../manifest/fields';
import { ManifestObject } from '../manifest/manifest-object';
import type { Microservice } from '../microservice/microservice';
import { isRoute } from './routes';

/** The objects of a microservice that say where its requests go. */
export function routeObjectsOf({ node }: Microservice<string>): readonly ManifestObject[] {
  return node.children.filter(
    (child): child is ManifestObject =>
      ManifestObject.isManifestObject(child) && isRoute(child.kind),
  );
}

/** Whether a route is for calls from inside: for the Service's own name, or attached to the Service. */
export function isForCallers(object: ManifestObject, service: string): boolean {
  const { hosts, parentRefs } = specOf(object);
  return (
    textsOf(hosts).includes(service) ||
    itemsOf(parentRefs).some((parent) => fieldsOf(parent).kind === 'Service')
  );
}

/** Whether a route is for requests from outside, to a host. */
export function isForHost(object: ManifestObject, host: string): boolean {
  const { hosts, hostnames, parentRefs } = specOf(object);
  if (hosts !== undefined) return textsOf(hosts).includes(host);
  const isAttached = itemsOf(parentRefs).some(
    (parent) => findText(fieldsOf(parent).kind) !== 'Service',
  );
  return isAttached && (hostnames === undefined || textsOf(hostnames).includes(host));
}

/**
 * Whether another VirtualService tells callers inside where a Service's requests go. Of two, Istio takes
 * either, and never both.
 */
export function isRival(object: ApiObject, service: string): boolean {
  if (object.kind !== 'VirtualService') return false;
  const { hosts, gateways } = specOf(object);
  const isInside = gateways === undefined || textsOf(gateways).includes('mesh');
  return isInside && textsOf(hosts).some((host) => host.split('.')[0] === service);
}

function specOf(object: ApiObject) {
  const plain = ManifestObject.isManifestObject(object) ? object.findPlain() : undefined;
  const json: unknown = plain ?? object.toJson();
  return fieldsOf(fieldsOf(json).spec);
}
