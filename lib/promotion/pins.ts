import { imageChangeInWords } from '../kubernetes/image-change';

/** Pinned images of one environment: `online-boutique/frontend` to an image. */
export type Pins = Readonly<Record<string, string>>;

/** One pin that changes. */
export interface PinChange {
  /** `online-boutique/frontend` */
  readonly key: string;
  /** Undefined for a pin that is new. */
  readonly before: string | undefined;
  readonly after: string;
}

/** The changes that make some pins the wanted ones, sorted; none for those that are as wanted. */
export function changesOf(pins: Pins, wanted: Iterable<readonly [string, string]>): PinChange[] {
  return [...wanted]
    .map(([key, after]) => ({ key, before: findPin(pins, key), after }))
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The image of a key; undefined where none is pinned. */
export function findPin(pins: Pins, key: string): string | undefined {
  return Object.hasOwn(pins, key) ? pins[key] : undefined;
}

/** The pins with some of them changed. */
export function withChanges(pins: Pins, changes: readonly PinChange[]): Pins {
  return { ...pins, ...Object.fromEntries(changes.map(({ key, after }) => [key, after])) };
}

/**
 * Pins as the text of their file: sorted, one line each, as bots edit it.
 * @param like - the file as it was, whose line ends stay
 */
export function formatPins(pins: Pins, like = ''): string {
  const sorted = Object.entries(pins).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
  return like.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}

/** A line for each change: `  online-boutique/frontend  v0.10.6 -> v0.10.7`. */
export function changesInWords(changes: readonly PinChange[]): readonly string[] {
  const width = Math.max(0, ...changes.map(({ key }) => key.length));
  return changes.map(({ key, before, after }) => {
    const change = before === undefined ? `new: ${after}` : imageChangeInWords(before, after);
    return `  ${key.padEnd(width)}  ${change}`;
  });
}
