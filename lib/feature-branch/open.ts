import type { Construct } from 'constructs';
import type { SystemBranches } from '../environment/branches';
import { onArrival } from '../microservice/arrivals';
import { Microservice } from '../microservice/microservice';
import { findNearest } from '../problem/nearest';
import { formatProblem, wrongValue } from '../problem/problem';
import { FeatureBranch, LATER } from './feature-branch';

/**
 * Opens feature branches that are data: has each variant made when its microservice has been made below a
 * scope. That a microservice is never made is found when the tree is synthesized.
 */
export function openBranches(scope: Construct, branches: SystemBranches): void {
  for (const [name, { expires, when, microservices }] of Object.entries(branches)) {
    const branch = new FeatureBranch(scope, name, { expires, when, microservices: LATER });
    const arrivals = new Set<string>();
    onArrival(scope, (arrived) => {
      if (!(arrived instanceof Microservice)) return;
      arrivals.add(arrived.name);
      const variant = microservices[arrived.name];
      if (variant !== undefined && Object.hasOwn(microservices, arrived.name))
        branch.add({ ...variant, of: arrived });
    });
    branch.node.addValidation({
      validate: () => Object.keys(microservices).flatMap((wanted) => missing(wanted, arrivals)),
    });
  }
}

function missing(wanted: string, arrivals: ReadonlySet<string>): readonly string[] {
  if (arrivals.has(wanted)) return [];
  const known = [...arrivals].map((name) => `'${name}'`).join(', ') || 'none: the system has none';
  const near = findNearest(wanted, arrivals);
  const allowed = near === undefined ? known : `${known}: did you mean '${near}'?`;
  return [formatProblem(wrongValue('microservices', wanted, allowed))];
}
