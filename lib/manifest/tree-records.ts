import type { IConstruct } from 'constructs';

/**
 * What constructs have recorded of themselves while their tree was built. It is found below any construct around
 * them without a walk over all objects, of which there are ten for each that records.
 */
export class TreeRecords<Value> {
  private readonly values = new WeakMap<IConstruct, Value>();
  private readonly below = new WeakMap<IConstruct, Set<IConstruct>>();

  /** Records a construct's value; said again, it takes the place of what was said before. */
  set(construct: IConstruct, value: Value): void {
    if (!this.values.has(construct))
      for (const scope of construct.node.scopes) {
        const known = this.below.get(scope);
        if (known === undefined) this.below.set(scope, new Set([construct]));
        else known.add(construct);
      }
    this.values.set(construct, value);
  }

  /** What one construct has recorded. */
  get(construct: IConstruct): Value | undefined {
    return this.values.get(construct);
  }

  /** The values of a construct and of all below it that are in the tree still, the first that recorded first. */
  under(root: IConstruct): readonly Value[] {
    const found: Value[] = [];
    for (const construct of this.below.get(root) ?? []) {
      const value = this.values.get(construct);
      if (value !== undefined && isStillIn(construct, root)) found.push(value);
    }
    return found;
  }
}

/** Whether nobody has removed a construct, or what it is in, from the tree. */
function isStillIn(construct: IConstruct, root: IConstruct): boolean {
  for (let at = construct; at !== root; ) {
    const { scope, id } = at.node;
    if (scope?.node.tryFindChild(id) !== at) return false;
    at = scope;
  }
  return true;
}
