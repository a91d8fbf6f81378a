import type { ManifestSet } from '../manifest/manifest-set';

/** What a synthesis gives: objects without a problem, or problems. */
export interface Synthesis {
  readonly manifests: ManifestSet;
  /** One line each: `[prod/shop/cart] ports.http: ...`. */
  readonly problems: readonly string[];
  /** What may be wrong, and stops nothing; one line each. @default none */
  readonly warnings?: readonly string[];
}
