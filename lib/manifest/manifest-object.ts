import { ApiObject, type JsonPatch, Lazy } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { isJsonWithoutNull, type JsonValue, type Manifest } from './manifest';

/** Parts of an object that are worked out when it is rendered, by field: `{ spec: () => ... }`. */
export type LateParts = Readonly<Record<string, () => JsonValue | undefined>>;

/**
 * An `ApiObject` made from plain data. It is what any other is, and can be read without cdk8s's search for
 * values to resolve, which takes longer than all else that a synthesis does.
 */
export class ManifestObject extends ApiObject {
  #isPatched = false;

  /** To be asked instead of `instanceof`, which takes every `ApiObject` for one of these. */
  static isManifestObject(construct: IConstruct): construct is ManifestObject {
    return #isPatched in construct;
  }

  constructor(
    scope: Construct,
    id: string,
    private readonly manifest: Manifest,
    private readonly late: LateParts = {},
  ) {
    const lazy = Object.entries(late).map(
      ([key, produce]) => [key, Lazy.any({ produce })] as const,
    );
    super(scope, id, { ...manifest, ...Object.fromEntries(lazy) });
  }

  override addJsonPatch(...operations: JsonPatch[]): void {
    this.#isPatched = true;
    super.addJsonPatch(...operations);
  }

  /** What `toJson` gives, keys unsorted; undefined when only cdk8s can work it out. Not to be changed. */
  findPlain(): Manifest | undefined {
    if (this.#isPatched) return undefined;
    const late = Object.entries(this.late).map(([key, produce]) => [key, produce()] as const);
    const rest = { ...this.manifest, ...Object.fromEntries(late), metadata: {} };
    if (!isJsonWithoutNull(rest)) return undefined;
    return { ...rest, metadata: this.metadata.toJson() };
  }
}
