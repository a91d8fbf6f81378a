import { hasLoneSurrogate } from './yaml-string';

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

/** Twice as deep as any Kubernetes object known; a limit keeps parsers' stacks whole. */
const MAX_DEPTH = 200;

/**
 * The place of a map or list below `parent`.
 *
 * @param document which document of the file it is, from 0; inherited from the parent
 * @throws UnwritableError if the node is neither a plain object nor an array, holds itself, or has
 *   200 maps and lists around it
 */
export function enter(
  node: object,
  key: string | number,
  parent?: Place,
  document: number = parent?.document ?? 0,
): Place {
  const place = { parent, key, node, depth: parent === undefined ? 0 : parent.depth + 1, document };
  for (let above = parent; above !== undefined; above = above.parent) {
    if (above.node === node) throw cycle(place, above);
  }
  if (place.depth >= MAX_DEPTH) throw unwritable(place, 'more levels', `at most ${MAX_DEPTH}`);
  if (!isPlain(node)) throw unwritable(place, instance(node), 'JSON data');
  return place;
}

/** Refuses a scalar. @throws UnwritableError always */
export function refuse(value: unknown, key: string | number, parent: Place): never {
  const place = { ...parent, parent, key };
  if (typeof value === 'number') throw unwritable(place, String(value), 'a finite number');
  if (typeof value === 'string') throw unwritable(place, 'half a surrogate pair', 'Unicode text');
  throw unwritable(place, typeof value === 'function' ? 'a function' : String(value), 'JSON data');
}

/** Refuses a key. @throws UnwritableError always */
export function refuseKey(key: string, parent: Place): never {
  throw hasLoneSurrogate(key)
    ? unwritable(parent, `half a surrogate pair in the key ${JSON.stringify(key)}`, 'Unicode text')
    : unwritable(parent, `a key of ${key.length} characters`, 'at most 1024 as YAML');
}

function unwritable(place: Place, got: string, allowed: string): UnwritableError {
  return new UnwritableError(pathOf(place), place.document, `got ${got}, allowed ${allowed}`);
}

function cycle(place: Place, above: Place): UnwritableError {
  return unwritable(place, `a cycle back to ${pathOf(above) || 'document'}`, 'JSON data');
}

function pathOf(place: Place): string {
  if (place.parent === undefined) return '';
  const parent = pathOf(place.parent);
  if (typeof place.key === 'number') return `${parent}[${place.key}]`;
  if (!/^[\w-]+$/.test(place.key)) return `${parent}[${JSON.stringify(place.key)}]`;
  return parent === '' ? place.key : `${parent}.${place.key}`;
}

/** The root of a prototype chain may be another realm's `Object.prototype`, as in a test runner. */
function isPlain(node: object): boolean {
  if (Array.isArray(node)) return true;
  const prototype: unknown = Object.getPrototypeOf(node);
  return (
    prototype === Object.prototype ||
    prototype === null ||
    (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null)
  );
}

function instance(node: object): string {
  const { name } = node.constructor;
  return `an instance of ${name === '' ? 'a class without a name' : name}`;
}
