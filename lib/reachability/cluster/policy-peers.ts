import { Field } from './field';
import type { ClusterObject } from './objects';

/** Whether an object is a NetworkPolicy of Kubernetes' own. */
export function isNetworkPolicy({ group, kind }: ClusterObject): boolean {
  return group === 'networking.k8s.io' && kind === 'NetworkPolicy';
}

/** An object's spec, for those who only look: what is wrong with it, the reader of its kind tells. */
export function specOf({ manifest }: ClusterObject): Field {
  return new Field(manifest, '', () => undefined).get('spec');
}

/** All peers that a NetworkPolicy's rules name. */
export function peersIn(policy: ClusterObject): readonly Field[] {
  const spec = specOf(policy);
  const sides = [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const;
  return sides.flatMap(([direction, side]) =>
    spec
      .get(direction)
      .items()
      .flatMap((rule) => rule.get(side).items()),
  );
}
