import type { IConstruct } from 'constructs';
import { ANNOTATION } from '../kubernetes/annotations';
import { fieldsOf } from './fields';
import { describe } from './identity';
import type { ManifestSet } from './manifest-set';

/** Where an app keeps what is allowed in it. */
const KEY = 'supercargo:allow';

/** What a rule finds, and somebody has answered for. */
export interface Waiver {
  readonly rule: string;
  /** Empty where none is given. */
  readonly reason: string;
  /** Construct path: it holds for all that is there and below. Of a waiver on an object, the object's origin. */
  readonly origin: string;
  /** The object in words, where the waiver is on one: `Deployment shop/cart`. */
  readonly object?: string;
}

/** Allows a construct, and what is below it, what a rule finds there. */
export function addWaiver(construct: IConstruct, rule: string, reason: string): void {
  construct.node.root.node.addMetadata(KEY, { construct, rule, reason });
}

/** The waivers of a construct tree. */
export function waiversIn(root: IConstruct): readonly Waiver[] {
  return root.node.metadata.flatMap(({ type, data }) => {
    const { construct, rule, reason } = fieldsOf(type === KEY ? data : undefined);
    if (!isConstruct(construct)) return [];
    return [{ rule: String(rule), reason: textOf(reason), origin: construct.node.path }];
  });
}

/** The waivers that stand in annotations: `supercargo/allow.shared-service: because ...`. */
export function waiversOn(manifests: ManifestSet): readonly Waiver[] {
  const waivers: Waiver[] = [];
  for (const { manifest, origin } of manifests)
    for (const [key, reason] of Object.entries(fieldsOf(manifest.metadata.annotations)))
      if (key.startsWith(ANNOTATION.allow))
        waivers.push({
          rule: key.slice(ANNOTATION.allow.length),
          reason: textOf(reason),
          origin,
          object: describe(manifest),
        });
  return waivers;
}

function textOf(reason: unknown): string {
  return typeof reason === 'string' ? reason.trim() : '';
}

function isConstruct(value: unknown): value is IConstruct {
  return typeof value === 'object' && value !== null && 'node' in value;
}
