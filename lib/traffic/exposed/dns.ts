import type { IngressFacts } from '../../environment/ingress';
import { checkDuration, type Duration, findSeconds } from '../../kubernetes/duration';
import type { StringMap } from '../../kubernetes/labels';
import { checkDnsSubdomain } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';

/** What external-dns is told of a host: `'none'` keeps it out of DNS. */
export type ExposedDns =
  | 'none'
  | {
      /** How long resolvers may keep the record. @default external-dns' own */
      readonly ttl?: Duration;
      /** A name or address that the host leads to. @default that of the gateway or the load balancer */
      readonly target?: string;
    };

/** Prefix of its annotations since release 0.22; before, it was `external-dns.alpha.kubernetes.io`. */
const PREFIX = 'external-dns.kubernetes.io';

/** Annotations of what external-dns reads hosts from. */
export function dnsAnnotations(dns: ExposedDns | undefined, facts: IngressFacts): StringMap {
  const { annotationPrefix = PREFIX } = facts.dns ?? {};
  if (dns === undefined) return {};
  // Any other name than its own has it leave the object alone.
  if (dns === 'none') return { [`${annotationPrefix}/controller`]: 'none' };
  const { ttl, target } = dns;
  return {
    ...(target !== undefined && { [`${annotationPrefix}/target`]: target }),
    ...(ttl !== undefined && { [`${annotationPrefix}/ttl`]: String(findSeconds(ttl)) }),
  };
}

/** Checks what external-dns is told. */
export function checkDns(field: string, dns: ExposedDns): readonly Problem[] {
  if (dns === 'none') return [];
  const { ttl, target } = dns;
  return [
    ...(ttl === undefined && target === undefined
      ? [wrongValue(field, dns, "'none', ttl, target: the host alone needs no word")]
      : []),
    ...checkDuration(`${field}.ttl`, ttl, 1),
    ...(target === undefined ? [] : checkDnsSubdomain(`${field}.target`, target)),
  ];
}
