import { isIP } from 'node:net';

const BITS = { 4: 32, 6: 128 } as const;

/** An IP address. */
export class Ip {
  private constructor(
    readonly family: 4 | 6,
    readonly bits: bigint,
  ) {}

  /** @throws Error for what is none */
  static of(text: string): Ip {
    const family = isIP(text);
    if (family === 4) return new Ip(4, bitsOf(text.split('.').map(Number), 8));
    if (family === 6) return new Ip(6, bitsOf(groupsOf(text), 16));
    throw new Error(`'${text}' is no IP address`);
  }

  isLoopback(): boolean {
    return this.family === 4 ? this.bits >> 24n === 127n : this.bits === 1n;
  }
}

/** A range of IP addresses. */
export class Cidr {
  private constructor(
    readonly ip: Ip,
    readonly prefix: number,
  ) {}

  /** Undefined for what is none. */
  static find(text: string): Cidr | undefined {
    const [address = '', prefix = ''] = text.split(/\/(?=\d{1,3}$)/);
    if (isIP(address) === 0 || prefix === '') return undefined;
    const ip = Ip.of(address);
    return Number(prefix) <= BITS[ip.family] ? new Cidr(ip, Number(prefix)) : undefined;
  }

  /** @throws Error for what is none */
  static of(text: string): Cidr {
    const cidr = Cidr.find(text);
    if (cidr === undefined) throw new Error(`'${text}' is no CIDR`);
    return cidr;
  }

  contains(ip: Ip): boolean {
    const rest = BigInt(BITS[this.ip.family] - this.prefix);
    return ip.family === this.ip.family && ip.bits >> rest === this.ip.bits >> rest;
  }

  containsAll({ ip, prefix }: Cidr): boolean {
    return prefix >= this.prefix && this.contains(ip);
  }
}

function bitsOf(parts: readonly number[], width: number): bigint {
  return parts.reduce((bits, part) => (bits << BigInt(width)) | BigInt(part), 0n);
}

/** The eight groups of an IPv6 address, with those that `::` stands for. */
function groupsOf(text: string): readonly number[] {
  const [address = ''] = text.split('%');
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [before = [], after = []] = plain
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''));
  const missing = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...missing, ...after].map((group) => Number.parseInt(group, 16));
}
