import type { JsonObject } from '../../manifest/manifest';
import { objectAt, objectsAt, textAt } from '../../schema/json';
import { TYPED_BY_HAND } from '../../schema/typed-by-hand';
import { perSet } from '../objects';

/**
 * Schemas of the kinds that the set itself defines, and of some that nobody imports, by `apiVersion/kind`; one that
 * isn't there allows all.
 */
export const definedSchemas = perSet(
  (objects): ReadonlyMap<string, JsonObject> =>
    new Map([
      ...TYPED_BY_HAND,
      ...objects
        .ofKind('apiextensions.k8s.io/CustomResourceDefinition')
        .flatMap(({ manifest }): readonly (readonly [string, JsonObject])[] => {
          const spec = objectAt(manifest, 'spec');
          const kind = textAt(objectAt(spec, 'names'), 'kind');
          return objectsAt(spec, 'versions').map((version) => [
            `${textAt(spec, 'group')}/${textAt(version, 'name')}/${kind}`,
            objectAt(objectAt(version, 'schema'), 'openAPIV3Schema'),
          ]);
        }),
    ]),
);
