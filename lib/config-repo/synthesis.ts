import type { Finding } from '../checks/finding';
import type { WaivedFinding } from '../checks/waivers';
import type { ManifestSet } from '../manifest/manifest-set';

/** What a synthesis gives: objects without a problem, or problems. */
export interface Synthesis {
  readonly manifests: ManifestSet;
  /** One line each: `[prod/shop/cart] ports.http: ...`. */
  readonly problems: readonly string[];
  /** What may be wrong, and stops nothing; one line each. @default none */
  readonly warnings?: readonly string[];
  /** What rules have found in the objects, which is among problems and warnings, too. @default nothing */
  readonly findings?: readonly Finding[];
  /** What they have found and somebody has allowed. @default nothing */
  readonly waived?: readonly WaivedFinding[];
  /** What stands in the files, if that is more than the objects: the configuration of older versions. @default they */
  readonly asWritten?: (manifests: ManifestSet) => ManifestSet;
}
