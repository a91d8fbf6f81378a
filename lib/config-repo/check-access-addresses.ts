import type { ManifestSet } from '../manifest/manifest-set';
import { type AddressRange, findRange, isWithin } from '../reachability/network/address';
import type { ExternalAddress } from '../reachability/spec';

/** Addresses of some blocks without those of others. */
export interface Addresses {
  readonly cidrs: readonly string[];
  readonly except: readonly string[];
}

/** Addresses that all policies treat alike, with one that stands for them. */
export interface Stretch extends ExternalAddress {
  readonly range: AddressRange;
}

const BITS = { 4: 32, 6: 128 } as const;

/**
 * Cuts all addresses wherever one of the blocks begins or ends. No policy that is made of these blocks can
 * tell the addresses of a stretch apart, so one of each is enough to ask for.
 */
export function stretchesOf(cidrs: Iterable<string>): readonly Stretch[] {
  const ranges = [...new Set(cidrs)].flatMap((cidr) => findRange(cidr) ?? []);
  return ([4, 6] as const).flatMap((family) => {
    const end = 1n << BigInt(BITS[family]);
    const own = ranges.filter((range) => range.family === family);
    const starts = new Set([0n, ...own.flatMap(({ first, last }) => [first, last + 1n])]);
    starts.delete(end);
    const sorted = [...starts].sort((a, b) => (a < b ? -1 : 1));
    return sorted.map((first, index) => {
      const range = { family, first, last: (sorted[index + 1] ?? end) - 1n };
      return { name: nameOf(range), cidr: textOf(family, first), range };
    });
  });
}

/** Whether the addresses of a stretch are meant. */
export function isAmong({ range }: Stretch, { cidrs, except }: Addresses): boolean {
  const covers = (cidr: string) => {
    const block = findRange(cidr);
    return block !== undefined && isWithin(range, block);
  };
  return cidrs.some(covers) && !except.some(covers);
}

/** Whether a block of addresses lies in another one. */
export function isBlockWithin(inner: string, outer: string): boolean {
  const [own, around] = [findRange(inner), findRange(outer)];
  return own !== undefined && around !== undefined && isWithin(own, around);
}

/** All blocks of addresses that policies name. */
export function cidrsIn(manifests: ManifestSet): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { manifest } of manifests)
    if (POLICIES.includes(manifest.kind)) addCidrs(manifest.spec, found);
  return found;
}

const POLICIES: readonly string[] = ['NetworkPolicy', 'AuthorizationPolicy'];

function addCidrs(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    if (/^[\da-fA-F:.]+\/\d+$/.test(value)) found.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) addCidrs(member, found);
  }
}

function nameOf({ family, first, last }: AddressRange): string {
  const size = last - first + 1n;
  const zeros = size.toString(2).length - 1;
  const isBlock = size === 1n << BigInt(zeros) && first % size === 0n;
  return isBlock
    ? `${textOf(family, first)}/${BITS[family] - zeros}`
    : `${textOf(family, first)} to ${textOf(family, last)}`;
}

function textOf(family: 4 | 6, address: bigint): string {
  const [count, bits, radix, between] = family === 4 ? [4, 8n, 10, '.'] : [8, 16n, 16, ':'];
  const mask = (1n << BigInt(bits)) - 1n;
  const groups = Array.from({ length: Number(count) }, (_, index) =>
    ((address >> (BigInt(bits) * BigInt(Number(count) - 1 - index))) & mask).toString(
      Number(radix),
    ),
  );
  const text = groups.join(String(between));
  // What a URL is made of has its zeros left out.
  return family === 4 ? text : new URL(`http://[${text}]`).hostname.slice(1, -1);
}
