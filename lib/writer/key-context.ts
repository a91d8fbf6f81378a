import { DOCUMENT_KEYS, ITEM_KEYS, KEY_TABLE, MAP_KEYS } from './key-table';

/** What is known about the place of a map: how its keys are ordered, and the places below it. */
export interface KeyContext {
  /** The position of each known key; empty where the user chose the keys. */
  readonly ranks: ReadonlyMap<string, number>;
  /** Maps below that differ from the same key elsewhere, by key. */
  readonly maps: ReadonlyMap<string, KeyContext>;
  /** Items of lists below that differ from the same key elsewhere, by the list's key. */
  readonly items: ReadonlyMap<string, KeyContext>;
  /** The same place with fewer keys above it: where to look for what is not found here. */
  readonly shorter: KeyContext | undefined;
}

/**
 * The context of a whole document.
 *
 * @param kind the document's `kind`; anything but a known kind is a document like any other
 */
export function documentContext(kind: unknown): KeyContext {
  const known =
    typeof kind === 'string' && KIND.test(kind) ? contexts().root.maps.get(kind) : undefined;
  return known ?? contexts().anyDocument;
}

/** The context of the map under `key` in a map of the given context. */
export function mapContext(context: KeyContext, key: string): KeyContext {
  for (let at: KeyContext | undefined = context; at !== undefined; at = at.shorter) {
    const found = at.maps.get(key);
    if (found !== undefined) return found;
  }
  return contexts().root;
}

/** The context of the items of the list under `key` in a map of the given context. */
export function itemContext(context: KeyContext, key: string): KeyContext {
  for (let at: KeyContext | undefined = context; at !== undefined; at = at.shorter) {
    const found = at.items.get(key);
    if (found !== undefined) return found;
  }
  return contexts().anyItem;
}

/** Kinds are the only keys that begin a place with a capital letter. */
const KIND = /^[A-Z]/;

/** A context while places below are still being added. */
interface OpenContext extends KeyContext {
  readonly maps: Map<string, KeyContext>;
  readonly items: Map<string, KeyContext>;
}

/** The tables as contexts, and the contexts of places that no table names. */
interface Contexts {
  /** Of any map, and above all places: `maps` has those of a single key. */
  readonly root: KeyContext;
  readonly anyDocument: KeyContext;
  readonly anyItem: KeyContext;
}

/** Built when first needed: that takes milliseconds, and importing a module takes none. */
let built: Contexts | undefined;

function contexts(): Contexts {
  built ??= buildContexts();
  return built;
}

function buildContexts(): Contexts {
  const root = buildTree();
  return {
    root,
    anyDocument: openContext(ranksOf(DOCUMENT_KEYS), root),
    anyItem: openContext(ranksOf(ITEM_KEYS), root),
  };
}

/** The tables as a tree of places, from the uppermost key down; returns its root. */
function buildTree(): KeyContext {
  const root = openContext(ranksOf(MAP_KEYS), undefined);
  const tree = new Map([['', root]]);
  for (const place of placesFromShortToLong()) {
    const shorter = longestEnding(place, tree) ?? root;
    const context = openContext(placeRanks(place, shorter, root), shorter);
    tree.set(place, context);
    const dot = place.lastIndexOf('.');
    const parent = tree.get(place.slice(0, Math.max(dot, 0))) ?? root;
    const key = place.slice(dot + 1);
    if (key.endsWith('[]')) parent.items.set(key.slice(0, -2), context);
    else parent.maps.set(key, context);
  }
  return root;
}

/** All places of the tables, and those on the way to them. */
function placesFromShortToLong(): readonly string[] {
  const paths = Object.keys(KEY_TABLE).map((place) => place.split('.'));
  const beginnings = paths.flatMap((path) => path.map((_, index) => path.slice(0, index + 1)));
  beginnings.sort((a, b) => a.length - b.length);
  return [...new Set(beginnings.map((path) => path.join('.')))];
}

/** The context of the place without its first key, or first keys. */
function longestEnding(
  place: string,
  tree: ReadonlyMap<string, OpenContext>,
): OpenContext | undefined {
  for (let dot = place.indexOf('.'); dot !== -1; dot = place.indexOf('.', dot + 1)) {
    const found = tree.get(place.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function placeRanks(place: string, shorter: KeyContext, root: KeyContext): KeyContext['ranks'] {
  const words = KEY_TABLE[place];
  if (words !== undefined) return ranksOf(words);
  if (shorter !== root) return shorter.ranks;
  if (place.endsWith('[]')) return ranksOf(ITEM_KEYS);
  return KIND.test(place) ? ranksOf(DOCUMENT_KEYS) : root.ranks;
}

function openContext(ranks: KeyContext['ranks'], shorter: KeyContext | undefined): OpenContext {
  return { ranks, maps: new Map(), items: new Map(), shorter };
}

function ranksOf(words: string): KeyContext['ranks'] {
  return new Map((words.match(/\S+/g) ?? []).map((word, rank) => [word, rank]));
}
