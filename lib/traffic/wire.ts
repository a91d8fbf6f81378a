import type { StringMap } from '../kubernetes/labels';
import { recommendedLabels } from '../kubernetes/labels';
import { isManifest, type Manifest } from '../manifest/manifest';
import { withoutUndefined } from '../manifest/wire';

/** What all objects of this room may say about themselves. */
export interface ObjectOptions {
  /** @default the recommended ones */
  readonly labels?: StringMap;
  /** @default none */
  readonly annotations?: StringMap;
}

/** A kind, as objects name it. */
export interface Gvk {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Metadata of an object, as plans have it. */
export interface PlainMetadata extends ObjectOptions {
  readonly name: string;
  /** @default the chart's */
  readonly namespace?: string;
}

/** An object as plain data, without what is undefined. */
export function toManifest(gvk: Gvk, metadata: PlainMetadata, spec: object): Manifest {
  const { apiVersion, kind } = gvk;
  const manifest: unknown = withoutUndefined({ apiVersion, kind, metadata, spec });
  if (!isManifest(manifest)) throw new TypeError(`${kind}: metadata.name is missing`);
  return manifest;
}

/** Metadata with the recommended labels. */
export function metadataOf(name: string, { labels, annotations }: ObjectOptions): PlainMetadata {
  const hasAnnotations = Object.keys(annotations ?? {}).length > 0;
  return {
    name,
    labels: { ...recommendedLabels({ name }), ...labels },
    annotations: hasAnnotations ? annotations : undefined,
  };
}

/** A list that is left out where it is empty. */
export function listOf<T>(items: readonly T[] | undefined): readonly T[] | undefined {
  return items === undefined || items.length === 0 ? undefined : items;
}
