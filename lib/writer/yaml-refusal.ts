import type { JsonObject } from '../manifest/manifest';
import { hasLoneSurrogate, MAX_KEY_LENGTH } from './yaml-string';

/** Where a map or a list stands in its document. */
export interface Place {
  /** Undefined for the document itself. */
  readonly parent: Place | undefined;
  /** Its key or index in the parent. */
  readonly key: string | number;
  readonly node: object;
  /** How many maps and lists stand around it. */
  readonly depth: number;
  /** Which document of the file it is in, from 0. */
  readonly document: number;
}

/** Data that no YAML carries, such as NaN, a function, or data that holds itself. */
export class UnwritableError extends Error {
  override readonly name = 'UnwritableError';

  /**
   * @param path where, such as `spec.containers[0].image`; empty for the document itself
   * @param document which document of the file it is in, from 0
   * @param problem what was got and what is allowed
   */
  constructor(
    readonly path: string,
    readonly document: number,
    readonly problem: string,
  ) {
    super(`${path === '' ? 'document' : path}: ${problem}`);
  }
}

/** Kubernetes' deepest objects, its CRDs, have some 40 levels; far beyond, parsers give up. */
const MAX_DEPTH = 200;

/**
 * The place of a whole document.
 *
 * @param index which document of the file it is, from 0
 * @throws UnwritableError if it is not a plain object
 */
export function enterDocument(document: JsonObject, index: number): Place {
  const place = { parent: undefined, key: '', node: document, depth: 0, document: index };
  if (typeof document !== 'object' || document === null)
    throw unwritable(place, document === null ? 'null' : `a ${typeof document}`, 'an object');
  requirePlain(document, place);
  if (Array.isArray(document)) throw unwritable(place, 'an array', 'an object');
  return place;
}

/**
 * The place of a map or list below `parent`.
 *
 * @throws UnwritableError if the node is neither a plain object nor an array, holds itself, or has
 *   200 maps and lists around it
 */
export function enter(node: object, key: string | number, parent: Place): Place {
  const place = { parent, key, node, depth: parent.depth + 1, document: parent.document };
  // Data that holds itself gets here, too, and needs no look at all that is above each node.
  if (place.depth >= MAX_DEPTH)
    throw findCycle(place) ?? unwritable(place, 'more levels', `at most ${MAX_DEPTH}`);
  requirePlain(node, place);
  return place;
}

/**
 * Refuses a scalar.
 *
 * @throws UnwritableError always
 */
export function refuse(value: unknown, key: string | number, parent: Place): never {
  const place = { ...parent, parent, key };
  if (typeof value === 'number') throw unwritable(place, String(value), 'a finite number');
  if (typeof value === 'string') throw unwritable(place, 'half a surrogate pair', 'Unicode text');
  const got = typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`;
  throw unwritable(place, got, 'JSON data');
}

/**
 * Refuses a key.
 *
 * @throws UnwritableError always
 */
export function refuseKey(key: string, parent: Place): never {
  throw hasLoneSurrogate(key)
    ? unwritable(parent, `half a surrogate pair in the key ${JSON.stringify(key)}`, 'Unicode text')
    : unwritable(parent, `a key of ${key.length} characters`, `at most ${MAX_KEY_LENGTH} as YAML`);
}

function unwritable(place: Place, got: string, allowed: string): UnwritableError {
  return new UnwritableError(pathOf(place), place.document, `got ${got}, allowed ${allowed}`);
}

/** The first place, on the way down to a place, whose data stands further above, too. */
function findCycle(place: Place): UnwritableError | undefined {
  const seen = new Map<object, Place>();
  for (const at of wayTo(place)) {
    const above = seen.get(at.node);
    if (above !== undefined)
      return unwritable(at, `a cycle back to ${pathOf(above) || 'document'}`, 'JSON data');
    seen.set(at.node, at);
  }
  return undefined;
}

/** From the document down. */
function wayTo(place: Place): readonly Place[] {
  const way: Place[] = [];
  for (let at: Place | undefined = place; at !== undefined; at = at.parent) way.push(at);
  return way.reverse();
}

/** The keys from the document down to the place; in the middle of a long path, dots. */
function pathOf(place: Place): string {
  let path = '';
  for (let at: Place | undefined = place; at?.parent !== undefined; at = at.parent) {
    path = segmentOf(at.key) + path;
  }
  const whole = path.startsWith('.') ? path.slice(1) : path;
  return whole.length > 200 ? `${whole.slice(0, 100)} ... ${whole.slice(-95)}` : whole;
}

function segmentOf(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** The root of a prototype chain may be another realm's `Object.prototype`, as in a test runner. */
function requirePlain(node: object, place: Place): void {
  if (Array.isArray(node)) return;
  const prototype: unknown = Object.getPrototypeOf(node);
  if (prototype === Object.prototype || prototype === null) return;
  if (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null) return;
  throw unwritable(place, instance(node), 'JSON data');
}

function instance(node: object): string {
  const { name } = node.constructor;
  return `an instance of ${name === '' ? 'a class without a name' : name}`;
}
