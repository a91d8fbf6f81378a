import { isIPv4, isIPv6 } from 'node:net';

/** Addresses from `first` to `last`, as numbers. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

const BITS = { 4: 32, 6: 128 } as const;

/** The addresses of a CIDR, or of a single address; undefined when it is neither. */
export function findRange(cidr: string): AddressRange | undefined {
  const [address = '', length, ...rest] = cidr.split('/');
  const family = isIPv4(address) ? 4 : isIPv6(address) && !address.includes('%') ? 6 : undefined;
  if (family === undefined || rest.length > 0) return undefined;
  if (length !== undefined && !/^(0|[1-9]\d{0,2})$/.test(length)) return undefined;
  const prefix = length === undefined ? BITS[family] : Number(length);
  if (prefix > BITS[family]) return undefined;
  const size = 1n << BigInt(BITS[family] - prefix);
  const number = family === 4 ? numberOf4(address) : numberOf6(address);
  const first = number - (number % size);
  return { family, first, last: first + size - 1n };
}

/** Whether one range lies within another. */
export function isWithin(inner: AddressRange, outer: AddressRange): boolean {
  return inner.family === outer.family && inner.first >= outer.first && inner.last <= outer.last;
}

/** What is left of ranges when others are taken out. */
export function without(
  ranges: readonly AddressRange[],
  taken: readonly AddressRange[],
): readonly AddressRange[] {
  return taken.reduce((left, hole) => left.flatMap((range) => cut(range, hole)), ranges);
}

/** How much of `ranges` the others cover; nothing of an empty list. */
export function coverage(
  ranges: readonly AddressRange[],
  covers: readonly AddressRange[],
): 'all' | 'part' | 'none' {
  if (ranges.length === 0 || covers.length === 0) return 'none';
  const left = without(ranges, covers);
  if (left.length === 0) return 'all';
  return countOf(left) < countOf(ranges) ? 'part' : 'none';
}

function cut(range: AddressRange, hole: AddressRange): readonly AddressRange[] {
  if (range.family !== hole.family || hole.last < range.first || hole.first > range.last)
    return [range];
  return [
    ...(hole.first > range.first ? [{ ...range, last: hole.first - 1n }] : []),
    ...(hole.last < range.last ? [{ ...range, first: hole.last + 1n }] : []),
  ];
}

function countOf(ranges: readonly AddressRange[]): bigint {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
}

function numberOf4(address: string): bigint {
  return address.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
}

function numberOf6(address: string): bigint {
  const [head = '', tail] = address.split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array.from({ length: zeros }, () => 0n), ...after].reduce(
    (sum, group) => (sum << 16n) + group,
    0n,
  );
}

/** The groups of 16 bits; the last two may be written as an IPv4 address. */
function groupsOf(text: string): readonly bigint[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)];
    const number = numberOf4(group);
    return [number >> 16n, number & 0xffffn];
  });
}
