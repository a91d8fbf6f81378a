import { parse } from 'yaml';
import type { Manifest } from '../../lib/manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../../lib/manifest/manifest-set';

/** One way to break a manifest. */
export interface Mutation {
  readonly line: number;
  /** The rule that finds it. */
  readonly rule: string;
  /** `prod/shop/Service/cart` */
  readonly object: string;
  /** Without one, the object as a whole goes. */
  readonly field: string;
  /** Undefined where the field goes. */
  readonly value: unknown;
}

/** Reads the lines of `mutations.txt`. */
export function readMutations(text: string): readonly Mutation[] {
  return text.split('\n').flatMap((line, index) => {
    if (/^\s*(#|$)/.test(line)) return [];
    const [, rule, object, removed, field = removed, yaml] =
      /^(\S+)\s+(\S+)\s+(?:without(?:\s+(\S+))?|(\S.*?) = (.*))$/.exec(line) ?? [];
    if (rule === undefined || object === undefined)
      throw new Error(`mutations.txt:${index + 1} isn't RULE OBJECT FIELD = VALUE: ${line}`);
    const value: unknown = yaml === undefined ? undefined : parse(yaml);
    return [{ line: index + 1, rule, object, field: field ?? '', value }];
  });
}

/** A manifest set in which one object is broken. */
export function mutate(manifests: ManifestSet, { object, field, value }: Mutation): ManifestSet {
  const found = manifests.filter(isNamed(object));
  if (found.length !== 1) throw new Error(`${found.length} objects are ${object}`);
  return manifests.flatMap((entry) => {
    if (entry !== found[0]) return [entry];
    return field === '' ? [] : [{ ...entry, manifest: change(entry.manifest, field, value) }];
  });
}

/** A name may end in `*`, where it has a hash. */
function isNamed(object: string): (entry: ManifestEntry) => boolean {
  if (!object.endsWith('*')) return (entry) => nameOf(entry) === object;
  return (entry) => nameOf(entry).startsWith(object.slice(0, -1));
}

/** `prod/shop/Service/cart` */
export function nameOf({ file, manifest: { kind, metadata } }: ManifestEntry): string {
  return `${file.slice(0, file.lastIndexOf('/') + 1)}${kind}/${metadata.name}`;
}

const STEP = /\["([^"]+)"\]|\[(\d+|\+)\]|\.?([^.[\]]+)/y;

function change(manifest: Manifest, field: string, value: unknown): Manifest {
  const copy: Manifest = JSON.parse(JSON.stringify(manifest));
  let place: unknown = copy;
  const steps = stepsOf(field);
  for (const [index, step] of steps.entries()) {
    if (typeof place !== 'object' || place === null) throw new Error(`nothing is at ${field}`);
    const key = step === '+' && Array.isArray(place) ? place.length : step;
    if (index < steps.length - 1) {
      const next = Object.getOwnPropertyDescriptor(place, key)?.value;
      place = next ?? put(place, key, steps[index + 1] === '+' ? [] : {});
    } else if (value !== undefined) put(place, key, value);
    else if (!Object.hasOwn(place, key)) throw new Error(`there is no ${field}`);
    else if (Array.isArray(place)) place.splice(Number(key), 1);
    else Reflect.deleteProperty(place, key);
  }
  return copy;
}

function put(place: object, key: string | number, value: unknown): unknown {
  Reflect.set(place, key, value);
  return value;
}

function stepsOf(field: string): readonly string[] {
  const steps = [...field.matchAll(new RegExp(STEP, 'gy'))];
  if (steps.map(([text]) => text).join('') !== field) throw new Error(`no field: ${field}`);
  return steps.map(([, quoted, index, name]) => quoted ?? index ?? name ?? '');
}
