import { type Address, isAddress } from '../endpoint/address';
import { type Problem, wrongValue } from '../problem/problem';
import { wrongHere } from '../shape/data';

/** An address of a trigger; what is none is told, and left out. */
export function addressIn(address: unknown): string | Address | undefined {
  return typeof address === 'string' || isAddress(address) ? address : undefined;
}

/** Several addresses as one text, with commas between. */
export function joined(addresses: readonly (string | Address)[]): string | Address {
  const known = addresses.flatMap((one) => addressIn(one) ?? []);
  const parts = known.flatMap((one, index) => {
    const own = typeof one !== 'string' && one.kind === 'endpoint-text' ? one.parts : [one];
    return index === 0 ? own : [',', ...own];
  });
  return parts.every((part) => typeof part === 'string')
    ? parts.join('')
    : { kind: 'endpoint-text', parts };
}

/** What has only host and port gets a scheme. */
export function asUrl(given: string | Address): string | Address | undefined {
  const address = addressIn(given);
  if (typeof address !== 'object' || address.kind === 'endpoint-text') return address;
  return { kind: 'endpoint-text', parts: ['http://', address] };
}

const URL = "a URL: 'http://prometheus.monitoring:9090'";

/** What is asked for, in words. */
export const HOST_AND_PORT = "host and port: 'redis.example.com:6379'";

/** Checks what may be text or an endpoint, for those whose compiler hasn't told them. */
export function checkAddress(field: string, address: unknown, allowed: string): readonly Problem[] {
  if (addressIn(address) !== undefined) return [];
  return [wrongHere(field, address, `${allowed}, or an endpoint`)];
}

/** Checks what is called by HTTP. */
export function checkUrl(field: string, address: string | Address): readonly Problem[] {
  const url = asUrl(address);
  if (url === undefined) return checkAddress(field, address, URL);
  const text = firstText(url);
  return /^https?:\/\//.test(text) ? [] : [wrongValue(field, text, URL)];
}

/** An endpoint has a port; of text, the end is looked at. */
export function checkHostAndPort(field: string, address: string | Address): readonly Problem[] {
  if (typeof address !== 'string') return checkAddress(field, address, HOST_AND_PORT);
  if (/^[^\s:/]+:\d{1,5}$|^\[[^\s\]]+\]:\d{1,5}$/.test(address)) return [];
  return [wrongValue(field, address, HOST_AND_PORT)];
}

/** What an address begins with, up to an endpoint. */
function firstText(address: string | Address): string {
  if (typeof address === 'string') return address;
  const [first] = address.kind === 'endpoint-text' ? address.parts : [];
  return typeof first === 'string' ? first : '';
}
