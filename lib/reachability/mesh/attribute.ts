import { type AddressRange, coverage, findRange, without } from '../network/address';
import type { Peer, Pod, Request } from '../spec';
import { allOf, anyOf, type Match, unsure } from './match';
import { meets, meetsPath } from './pattern';
import { type AttributeTest, isOfHttp } from './policy';

/** Who a workload proves to be. */
export interface Identity {
  readonly trustDomain: string;
  readonly namespace: string;
  /** `shop/cart` */
  readonly account: string;
  /** `cluster.local/ns/shop/sa/cart`, under all names of the trust domain. */
  readonly principals: readonly string[];
}

/** What is known of a connection, and of a request on it. */
export interface Situation {
  readonly from: Peer;
  readonly to: Pod;
  readonly port: number;
  /** Absent in plain text. */
  readonly identity: Identity | undefined;
  /** Whether the proxy takes it for HTTP. */
  readonly protocol: 'http' | 'tcp' | 'unknown';
  readonly request: Request;
}

/** The alias that every mesh knows its own trust domain by. */
const OWN_TRUST_DOMAIN = 'cluster.local';

/** The identity of a pod's workload. */
export function identityOf(trustDomain: string, { namespace, serviceAccount }: Pod): Identity {
  const domains = [...new Set([trustDomain, OWN_TRUST_DOMAIN])];
  return {
    trustDomain,
    namespace,
    account: `${namespace}/${serviceAccount}`,
    principals: domains.map((domain) => `${domain}/ns/${namespace}/sa/${serviceAccount}`),
  };
}

/** Whether a test passes. */
export function passes(test: AttributeTest, situation: Situation): Match {
  const { values, notValues } = test;
  if (test.key === 'source.ip' && isElsewhere(test, situation.from)) return 'no';
  return allOf([
    values.length === 0 ? 'yes' : oneOf(test, values, situation),
    notValues.length === 0 ? 'yes' : noneOf(test, notValues, situation),
  ]);
}

/** Whether none of a peer's addresses is in a block and in none of those that are taken out of it. */
function isElsewhere({ values, notValues }: AttributeTest, { addresses }: Peer): boolean {
  if (values.length === 0 || addresses.length === 0) return false;
  const blocks = without(rangesOf(values), rangesOf(notValues));
  return coverage(addresses, blocks) === 'none';
}

function rangesOf(blocks: readonly string[]): readonly AddressRange[] {
  return blocks.flatMap((block) => findRange(block) ?? []);
}

function oneOf(test: AttributeTest, values: readonly string[], situation: Situation): Match {
  return known(test, values, situation) ?? unsure(`${test.key} is ${values.join(' or ')}`);
}

function noneOf(test: AttributeTest, values: readonly string[], situation: Situation): Match {
  const match = known(test, values, situation);
  if (match === undefined) return unsure(`${test.key} is not ${values.join(' or ')}`);
  return match === 'yes' ? 'no' : 'yes';
}

/** Undefined where it isn't known. */
function known(
  test: AttributeTest,
  values: readonly string[],
  situation: Situation,
): Known | undefined {
  return isOfHttp(test)
    ? requestMatch(test.key, values, situation.request)
    : connectionMatch(test.key, values, situation);
}

type Known = 'yes' | 'no';

function connectionMatch(
  key: string,
  values: readonly string[],
  { from, port, identity }: Situation,
): Known | undefined {
  const some = (matches: (value: string) => boolean) => (values.some(matches) ? 'yes' : 'no');
  switch (key) {
    case 'source.principal':
      return some((value) => identity !== undefined && isPrincipal(value, identity));
    case 'source.namespace':
      return some((value) => identity !== undefined && meets(value, identity.namespace));
    case 'source.serviceAccount':
      return some((value) => identity !== undefined && value === identity.account);
    case 'source.trustDomain':
      return some((value) => identity !== undefined && meets(value, identity.trustDomain));
    case 'source.ip':
      return addressMatch(values, from);
    case 'destination.port':
      return some((value) => Number(value) === port);
    default:
      return undefined;
  }
}

function requestMatch(
  key: string,
  values: readonly string[],
  { method, path, host, headers, principal }: Request,
): Known | undefined {
  const some = (text: string | undefined, matches: typeof meets) =>
    text === undefined ? undefined : values.some((value) => matches(value, text)) ? 'yes' : 'no';
  const header = /^request\.headers\[(.+)\]$/.exec(key)?.[1];
  if (header !== undefined) return some(headers && (headers[header.toLowerCase()] ?? ''), meets);
  switch (key) {
    case 'request.method':
      return some(method, meets);
    case 'request.path':
      return some(path, meetsPath);
    case 'request.host':
      return some(host, (value, text) => meets(value.toLowerCase(), text.toLowerCase()));
    case 'request.auth.principal':
      return some(principal, meets);
    default:
      return undefined;
  }
}

/** The IPs of pods aren't known before they run. */
function addressMatch(blocks: readonly string[], from: Peer): Known | undefined {
  if (from.addresses.length === 0) return undefined;
  const share = coverage(from.addresses, rangesOf(blocks));
  return share === 'part' ? undefined : share === 'all' ? 'yes' : 'no';
}

function isPrincipal(pattern: string, { principals }: Identity): boolean {
  return principals.some((principal) => meets(pattern, principal));
}

/** Whether a list of alternatives, each of which is a list of tests, matches. */
export function matchesOne(
  alternatives: readonly (readonly AttributeTest[])[],
  situation: Situation,
): Match {
  if (alternatives.length === 0) return 'yes';
  return anyOf(alternatives.map((tests) => allOf(tests.map((test) => passes(test, situation)))));
}
