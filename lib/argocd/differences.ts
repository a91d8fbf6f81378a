import type { IConstruct } from 'constructs';
import type { ControllerOwned } from '../delivery/context';

/** Fields that Argo CD leaves alone, of one object. */
export interface IgnoredDifference extends ControllerOwned {
  readonly namespace?: string;
}

/** What the constructs below a system say that controllers write, one entry for each object, sorted. */
export function ignoredDifferences(system: IConstruct): readonly IgnoredDifference[] {
  const objects = new Map<string, { object: ControllerOwned; fields: Set<string> }>();
  for (const object of controllerOwnedIn(system)) {
    const key = `${object.group}/${object.kind}/${object.name}`;
    const { fields } = objects.get(key) ?? { fields: new Set<string>() };
    for (const field of object.fields) fields.add(field);
    objects.set(key, { object, fields });
  }
  return [...objects.keys()].toSorted().flatMap((key) => {
    const found = objects.get(key);
    return found === undefined ? [] : [{ ...found.object, fields: [...found.fields].toSorted() }];
  });
}

/** Whatever records it speaks for all that is below it. */
function controllerOwnedIn(construct: IConstruct): readonly ControllerOwned[] {
  const own = mayOwn(construct) ? construct.controllerOwned : undefined;
  return Array.isArray(own) ? own : construct.node.children.flatMap(controllerOwnedIn);
}

/** A construct that records what controllers write: a Microservice, a Rollout, or one of the user's. */
function mayOwn(
  construct: IConstruct,
): construct is IConstruct & { readonly controllerOwned: readonly ControllerOwned[] } {
  return 'controllerOwned' in construct;
}
