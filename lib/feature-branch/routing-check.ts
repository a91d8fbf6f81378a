import type { Release } from '../delivery/release';
import { isHttp } from '../delivery/routers/istio';
import type { Condition } from '../environment/branches';
import { ingressOf } from '../environment/ingress';
import type { Microservice } from '../microservice/microservice';
import { servicePorts } from '../microservice/service-plan';
import type { Problem } from '../problem/problem';
import { describeCondition } from './condition';
import { checkNginxConditions } from './nginx';
import { isForHost, routeObjectsOf } from './route-objects';
import type { BranchRoute } from './routes';
import { branchRoutesOf } from './routing';

/** Checks that something can send requests of a microservice to a variant of it, and to this one only. */
export function checkBranchRoute(
  microservice: Microservice<string>,
  route: BranchRoute,
): readonly Problem[] {
  const { name, props } = microservice;
  if (servicePorts(props).length === 0)
    return [problem(`'${name}' has no Service by which requests could be sent to a variant of it`)];
  return [
    ...(props.exposed === undefined
      ? checkInside(microservice)
      : checkOutside(microservice, route, props.exposed.host)),
    ...checkDistinct(microservice, route),
  ];
}

function checkInside({ name, props, context }: Microservice<string>): readonly Problem[] {
  if (context.environment.mesh === undefined)
    return [
      problem(
        `nothing can send requests of '${name}' to a variant: it isn't reached from outside, and the environment has no mesh: ` +
          "add mesh: { kind: 'istio' } to the environment, or `exposed` to the microservice",
      ),
    ];
  const ports = servicePorts(props);
  if (ports.some(isHttp)) return [];
  const names = ports.map((port) => `'${port.name}'`).join(', ');
  return [
    problem(
      `the mesh can't tell requests of '${name}' apart, whose ports are ${names}: name one 'http', 'http2' or 'grpc', alone or with '-' and more, if that is what it speaks`,
    ),
  ];
}

function checkOutside(
  microservice: Microservice<string>,
  route: BranchRoute,
  host: string,
): readonly Problem[] {
  const { name, context } = microservice;
  const { kind } = ingressOf(context.environment);
  if (kind === 'ingress')
    return [
      problem(
        `requests of '${name}' come by ingress 'ingress', which can't tell them by header or cookie: use 'nginx', 'gateway-api' or 'istio'`,
      ),
    ];
  if (kind === 'nginx') return checkNginx(microservice, route);
  if (routeObjectsOf(microservice).some((object) => isForHost(object, host))) return [];
  return [
    problem(
      `requests of '${name}' to ${host} are in no route that could tell them by header or cookie: give its release a router of '${kind}' with this host`,
    ),
  ];
}

/** The controller takes one canary Ingress for each host and path. */
function checkNginx(
  microservice: Microservice<string>,
  { conditions }: BranchRoute,
): readonly Problem[] {
  const { name, props } = microservice;
  const [other] = branchRoutesOf(microservice);
  const taken = other === undefined ? splitting(props.release) : `branch '${other.branch}'`;
  return [
    ...(taken === undefined
      ? []
      : [
          problem(
            `NGINX takes one canary Ingress for '${name}', which is that of ${taken}: close one of the two, or use a mesh`,
          ),
        ]),
    ...checkNginxConditions('when', conditions),
  ];
}

/** A release that has a canary Ingress of its own, in words. */
function splitting(release: Release | undefined): string | undefined {
  if (release?.kind === 'canary') return release.router && 'its canary';
  return release?.kind === 'canary-by-ingress' ? 'its canary' : undefined;
}

/** Of two branches with the same condition, only one would get requests. */
function checkDistinct(
  microservice: Microservice<string>,
  { conditions }: BranchRoute,
): readonly Problem[] {
  return branchRoutesOf(microservice).flatMap((other) => {
    const known = other.conditions.map(likeness);
    return conditions
      .filter((condition) => known.includes(likeness(condition)))
      .map(describeCondition)
      .map((condition) => ({
        field: 'when',
        message: `'${condition}' leads to branch '${other.branch}' already: take another value`,
      }));
  });
}

/** Names of headers are the same in any case. */
function likeness(condition: Condition): string {
  return describeCondition(
    condition.header === undefined
      ? condition
      : { ...condition, header: condition.header.toLowerCase() },
  );
}

function problem(message: string): Problem {
  return { field: '', message };
}
