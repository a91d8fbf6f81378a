import type { ManifestSet } from '../manifest/manifest-set';

/** What a synthesis gives: objects without a problem, or problems. */
export interface Synthesis {
  readonly manifests: ManifestSet;
  /** One line each: `[prod/shop/cart] ports.http: ...`. */
  readonly problems: readonly string[];
}
