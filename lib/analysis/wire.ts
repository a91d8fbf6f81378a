import { isManifest, type Manifest } from '../manifest/manifest';
import { withoutUndefined } from '../manifest/wire';

/** An object as plain data, without what is undefined. */
export function toManifest(object: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: object;
  readonly spec: object;
}): Manifest {
  const manifest: unknown = withoutUndefined(object);
  if (!isManifest(manifest)) throw new TypeError(`${object.kind}: metadata.name is missing`);
  return manifest;
}
