import { BlockList, isIPv6 } from 'node:net';
import type { Access } from './spec';

/** The addresses of pods that lie in a block: those that "from outside" leaves out of it. */
export function podAddressesIn(cidr: string, { podCidrs }: Pick<Access, 'podCidrs'>) {
  return podCidrs.filter((pods) => isPartOf(pods, cidr));
}

/** Whether a block is a part of another one, and not the whole. */
export function isPartOf(inner: string, outer: string): boolean {
  const [innerAddress, innerBits] = split(inner);
  const [outerAddress, outerBits] = split(outer);
  if (innerBits <= outerBits || isIPv6(innerAddress) !== isIPv6(outerAddress)) return false;
  const family = isIPv6(outerAddress) ? 'ipv6' : 'ipv4';
  const block = new BlockList();
  block.addSubnet(outerAddress, outerBits, family);
  return block.check(innerAddress, family);
}

function split(cidr: string): readonly [address: string, bits: number] {
  const [address = '', bits = ''] = cidr.split('/');
  return [address, Number(bits)];
}
