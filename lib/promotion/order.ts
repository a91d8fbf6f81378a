import { ANNOTATION } from '../kubernetes/annotations';
import { apiGroupOf } from '../kubernetes/scope';
import { fieldsOf, findText } from '../manifest/fields';
import type { ManifestSet } from '../manifest/manifest-set';

/** Each environment, and the one that it is promoted from; undefined for the first of the order. */
export type PromotionOrder = ReadonlyMap<string, string | undefined>;

/** Reads the promotion order out of the AppProjects of a manifest set. */
export function promotionOrderOf(manifests: ManifestSet): PromotionOrder {
  const projects = manifests
    .map(({ manifest }) => manifest)
    .filter(({ apiVersion, kind }) => kind === 'AppProject' && apiGroupOf(apiVersion) === ARGO);
  return new Map(
    projects.map(({ metadata }) => [
      metadata.name,
      findText(fieldsOf(metadata.annotations)[ANNOTATION.promotedFrom]),
    ]),
  );
}

const ARGO = 'argoproj.io';

/** The environments from one to another along the order, both included; undefined where none leads there. */
export function findWay(
  order: PromotionOrder,
  from: string,
  to: string,
): readonly string[] | undefined {
  const way = [to];
  // A circle is refused when the environments are defined, but this may be anyone's YAML.
  for (let at = order.get(to); at !== undefined && !way.includes(at); at = order.get(at)) {
    way.unshift(at);
    if (at === from) return way;
  }
  return undefined;
}
