import { ApiObject, type JsonPatch, Lazy } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { findConfigVersion } from './config-version';
import { isJsonWithoutNull, isManifest, type JsonValue, type Manifest } from './manifest';
import { findPlainMetadata } from './plain-metadata';

/** Parts of an object that are worked out when it is rendered, by field: `{ spec: () => ... }`. */
export type LateParts = Readonly<Record<string, () => JsonValue | undefined>>;

/** What makes another manifest of one. */
export type Amendment = (manifest: Manifest) => Manifest;

/**
 * An `ApiObject` made from plain data. It is what any other is, and can be read without cdk8s's search for
 * values to resolve, which takes longer than all else that a synthesis does.
 */
export class ManifestObject extends ApiObject {
  #isPatched = false;
  #amendments: readonly Amendment[] = [];

  /** To be asked instead of `instanceof`, which takes every `ApiObject` for one of these. */
  static isManifestObject(construct: IConstruct): construct is ManifestObject {
    return #isPatched in construct;
  }

  constructor(
    scope: Construct,
    id: string,
    private readonly manifest: Manifest,
    private readonly late?: LateParts,
  ) {
    super(scope, id, late === undefined ? manifest : Object.assign({}, manifest, asLazy(late)));
  }

  override addJsonPatch(...operations: JsonPatch[]): void {
    this.#isPatched = true;
    super.addJsonPatch(...operations);
  }

  /** Changes the object whenever it is rendered, after all else, JSON patches included. */
  amend(amendment: Amendment): void {
    this.#amendments = [...this.#amendments, amendment];
  }

  override toJson(): unknown {
    const json: unknown = super.toJson();
    return isManifest(json) ? this.amended(json) : json;
  }

  /** What `toJson` gives, keys unsorted; undefined when only cdk8s can work it out. Not to be changed. */
  findPlain(): Manifest | undefined {
    if (this.#isPatched) return undefined;
    const metadata = findPlainMetadata(this.metadata);
    const parts = this.late === undefined ? {} : produced(this.late);
    const isPlain =
      metadata !== undefined && isJsonWithoutNull(parts) && hasPlainBody(this.manifest);
    return isPlain
      ? this.amended(Object.assign({}, this.manifest, parts, { metadata }))
      : undefined;
  }

  private amended(manifest: Manifest): Manifest {
    return this.#amendments.reduce((json, amendment) => amendment(json), manifest);
  }
}

/**
 * Creates an object below the construct that it is part of. The object's id is its kind, with its name where that isn't
 * the construct's. What a name has of the configuration, its hash, is left out: a path doesn't change with it.
 */
export function createObject(
  owner: Construct,
  manifest: Manifest,
  late?: LateParts,
): ManifestObject {
  return new ManifestObject(owner, idBelow(owner.node.id, manifest), manifest, late);
}

function idBelow(owner: string, manifest: Manifest): string {
  const { kind, metadata } = manifest;
  const { name } = metadata;
  if (name === owner) return kind;
  const isHashed = findConfigVersion(manifest) !== undefined && name.startsWith(`${owner}-`);
  return `${kind}-${isHashed ? name.slice(owner.length + 1, name.lastIndexOf('-')) : name}`;
}

/** Whether all but the metadata is data. */
function hasPlainBody(manifest: Manifest): boolean {
  for (const key in manifest)
    if (key !== 'metadata' && !isJsonWithoutNull(manifest[key])) return false;
  return true;
}

function asLazy(late: LateParts): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(late).map(([key, produce]) => [key, Lazy.any({ produce })]),
  );
}

function produced(late: LateParts): Readonly<Record<string, JsonValue | undefined>> {
  const parts: Record<string, JsonValue | undefined> = {};
  for (const key of Object.keys(late)) parts[key] = late[key]?.();
  return parts;
}
