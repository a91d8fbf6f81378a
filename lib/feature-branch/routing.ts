import { ApiObject, Chart } from 'cdk8s';
import { isHttp } from '../delivery/routers/istio';
import { createObject, type ManifestObject } from '../manifest/manifest-object';
import { labelsOf } from '../microservice/context';
import type { Microservice } from '../microservice/microservice';
import { servicePorts } from '../microservice/service-plan';
import type { VirtualHttpRoute } from '../traffic/istio/http';
import { planVirtualService } from '../traffic/istio/virtual-service-plan';
import { isForCallers, isRival, routeObjectsOf } from './route-objects';
import { type BranchRoute, withBranches } from './routes';

/** The branches that the routes of a microservice know, by name. */
const routed = new WeakMap<Microservice<string>, readonly BranchRoute[]>();

/** The branches to which requests of a microservice go, in the order of their names. */
export function branchRoutesOf(microservice: Microservice<string>): readonly BranchRoute[] {
  return routed.get(microservice) ?? [];
}

/** Has the routes of a microservice send what fits to a variant; what is missing for it is made. */
export function addBranchRoute(microservice: Microservice<string>, route: BranchRoute): void {
  const isFirst = !routed.has(microservice);
  routed.set(microservice, [...branchRoutesOf(microservice), route].sort(byBranch));
  if (!isFirst) return;
  if (needsMeshRoute(microservice)) createMeshRoute(microservice);
  for (const object of routeObjectsOf(microservice))
    object.amend((manifest) => withBranches(manifest, branchRoutesOf(microservice)));
}

/** The same order, whichever branch was opened first. */
function byBranch(one: BranchRoute, other: BranchRoute): number {
  return one.branch < other.branch ? -1 : 1;
}

/** Whether calls from inside are told by the mesh where to go, and nothing tells them yet. */
function needsMeshRoute(microservice: Microservice<string>): boolean {
  if (microservice.context.environment.mesh === undefined) return false;
  return !routeObjectsOf(microservice).some((object) => isForCallers(object, microservice.name));
}

/** A VirtualService by which calls from inside go where they went: what branches put their rules into. */
function createMeshRoute(microservice: Microservice<string>): void {
  const { name, props, context } = microservice;
  const tcp = servicePorts(props).filter(({ protocol }) => protocol === 'TCP');
  const endpoints = tcp.filter(isHttp).map((port) => microservice.endpoint(port.name));
  const [first] = endpoints;
  if (first === undefined) return;
  const isTaken = routeObjectsOf(microservice).some(
    (object) => object.kind === 'VirtualService' && object.name === name,
  );
  const manifest = planVirtualService(
    isTaken ? `${name}-mesh` : name,
    {
      hosts: [first],
      labels: labelsOf(props, context),
      http: endpoints.map((to): VirtualHttpRoute => {
        const route = [{ to }];
        return tcp.length === 1
          ? { route }
          : { name: to.portName, match: [{ port: to.port }], route };
      }),
    },
    context.namespace,
  );
  const own = createObject(microservice, manifest);
  own.node.addValidation({ validate: () => findRivals(own, name) });
}

/** VirtualServices of the system for the same host, whenever they are made. */
function findRivals(own: ManifestObject, service: string): string[] {
  return Chart.of(own)
    .node.findAll()
    .filter((other) => other !== own && ApiObject.isApiObject(other) && isRival(other, service))
    .map(
      ({ node }) =>
        `is for callers of '${service}', as [${node.path}] is, and Istio takes only one: take that one out, ` +
        'or make it what the release of the microservice routes by',
    );
}
