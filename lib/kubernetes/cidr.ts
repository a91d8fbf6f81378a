import { isIP } from 'node:net';
import { type Problem, wrongValue } from '../problem/problem';

/** Networks that are never "outside": what a public name doesn't resolve to. */
export const PRIVATE_NETWORKS: readonly string[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '100.64.0.0/10',
];

/** Checks a block of addresses: `10.0.0.0/8`, `2001:db8::/32`. */
export function checkCidr(field: string, cidr: string): readonly Problem[] {
  const [address = '', bits, ...rest] = typeof cidr === 'string' ? cidr.split('/') : [];
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const right =
    bits !== undefined && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
  return right ? [] : [wrongValue(field, cidr, "a block of addresses such as '10.0.0.0/8'")];
}

/** Checks an address: `10.0.0.7`, `2001:db8::7`. */
export function checkIpAddress(field: string, address: string): readonly Problem[] {
  return typeof address === 'string' && isIP(address) !== 0
    ? []
    : [wrongValue(field, address, "an address such as '10.0.0.7'")];
}
