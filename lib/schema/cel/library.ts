import { isIP } from 'node:net';
import { Environment } from '@marcbachmann/cel-js';
import { findAmount } from '../../kubernetes/quantity';
import { regexOf } from '../regex';
import { Cidr, Ip } from './addresses';

/** An amount such as `500m` or `1Gi`. */
class Quantity {
  constructor(readonly amount: number) {}
}

/** An address in the web. */
class Url {
  constructor(readonly url: URL) {}
}

/**
 * What rules may say: CEL, and what Kubernetes adds to it.
 * @see https://kubernetes.io/docs/reference/using-api/cel/
 */
export function newEnvironment(): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: true,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
  });
  addTexts(environment);
  addLists(environment);
  addQuantities(environment);
  addUrls(environment);
  addAddresses(environment);
  return environment;
}

function addTexts(environment: Environment): void {
  environment
    .registerFunction('string.matchesGo(string): bool', (text: string, pattern: string) =>
      regexOf(pattern).test(text),
    )
    .registerFunction(
      'string.find(string): string',
      (text: string, pattern: string) => regexOf(pattern).findAll(text, 1)[0] ?? '',
    )
    .registerFunction('string.findAll(string): list<string>', (text: string, pattern: string) =>
      regexOf(pattern).findAll(text),
    )
    .registerFunction(
      'string.findAll(string, int): list<string>',
      (text: string, pattern: string, count: bigint) =>
        regexOf(pattern).findAll(text, count < 0 ? Infinity : Number(count)),
    )
    .registerFunction(
      'string.replace(string, string): string',
      (text: string, from: string, to: string) => text.split(from).join(to),
    )
    .registerFunction('string.charAt(int): string', (text: string, index: bigint) =>
      [...text].slice(Number(index), Number(index) + 1).join(''),
    );
}

type Ordered = bigint | number | string;

function addLists(environment: Environment): void {
  environment
    .registerFunction('list.isSorted(): bool', (list: readonly Ordered[]) =>
      list.every((item, index) => index === 0 || (list[index - 1] ?? item) <= item),
    )
    .registerFunction('list.sum(): dyn', (list: readonly (bigint | number)[]) =>
      list.every((item) => typeof item === 'bigint')
        ? list.reduce((sum, item) => sum + BigInt(item), 0n)
        : list.reduce<number>((sum, item) => sum + Number(item), 0),
    )
    .registerFunction('list.min(): dyn', (list: readonly Ordered[]) =>
      foremost(list, (a, b) => a < b),
    )
    .registerFunction('list.max(): dyn', (list: readonly Ordered[]) =>
      foremost(list, (a, b) => a > b),
    )
    .registerFunction('list.indexOf(dyn): int', (list: readonly unknown[], item: unknown) =>
      BigInt(list.indexOf(item)),
    )
    .registerFunction('list.lastIndexOf(dyn): int', (list: readonly unknown[], item: unknown) =>
      BigInt(list.lastIndexOf(item)),
    );
}

function foremost(
  list: readonly Ordered[],
  isBefore: (a: Ordered, b: Ordered) => boolean,
): Ordered {
  const [first, ...others] = list;
  if (first === undefined) throw new Error('the list is empty');
  return others.reduce((best, item) => (isBefore(item, best) ? item : best), first);
}

function addQuantities(environment: Environment): void {
  const compare = (a: Quantity, b: Quantity) => BigInt(Math.sign(a.amount - b.amount));
  environment
    .registerType('Quantity', Quantity)
    .registerFunction('isQuantity(string): bool', (text: string) => findAmount(text) !== undefined)
    .registerFunction('quantity(string): Quantity', (text: string) => quantityOf(text))
    .registerFunction('Quantity.compareTo(Quantity): int', compare)
    .registerFunction('Quantity.isGreaterThan(Quantity): bool', (a, b) => compare(a, b) > 0n)
    .registerFunction('Quantity.isLessThan(Quantity): bool', (a, b) => compare(a, b) < 0n)
    .registerFunction('Quantity.isInteger(): bool', (a: Quantity) => Number.isInteger(a.amount))
    .registerFunction('Quantity.asInteger(): int', (a: Quantity) => BigInt(a.amount))
    .registerFunction('Quantity.asApproximateFloat(): double', (a: Quantity) => a.amount)
    .registerFunction('Quantity.sign(): int', (a: Quantity) => BigInt(Math.sign(a.amount)))
    .registerFunction(
      'Quantity.add(Quantity): Quantity',
      (a: Quantity, b: Quantity) => new Quantity(a.amount + b.amount),
    )
    .registerFunction(
      'Quantity.sub(Quantity): Quantity',
      (a: Quantity, b: Quantity) => new Quantity(a.amount - b.amount),
    );
}

function quantityOf(text: string): Quantity {
  const amount = findAmount(text);
  if (amount === undefined) throw new Error(`'${text}' is no quantity`);
  return new Quantity(amount);
}

function addUrls(environment: Environment): void {
  environment
    .registerType('Url', Url)
    .registerFunction('isURL(string): bool', (text: string) => isUrl(text))
    .registerFunction('url(string): Url', (text: string) => new Url(new URL(text)))
    .registerFunction('Url.getScheme(): string', ({ url }: Url) => url.protocol.slice(0, -1))
    .registerFunction('Url.getHost(): string', ({ url }: Url) => url.host)
    .registerFunction('Url.getHostname(): string', ({ url }: Url) =>
      url.hostname.replace(/^\[|\]$/g, ''),
    )
    .registerFunction('Url.getPort(): string', ({ url }: Url) => url.port)
    .registerFunction('Url.getEscapedPath(): string', ({ url }: Url) => url.pathname)
    .registerFunction(
      'Url.getQuery(): map<string, list<string>>',
      ({ url }: Url) =>
        new Map(
          [...url.searchParams.keys()].map((key) => [key, [...url.searchParams.getAll(key)]]),
        ),
    );
}

/** As Go has it: absolute, or a path. */
function isUrl(text: string): boolean {
  return URL.canParse(text) || (text.startsWith('/') && URL.canParse(text, 'http://host'));
}

function addAddresses(environment: Environment): void {
  environment
    .registerType('Ip', Ip)
    .registerType('Cidr', Cidr)
    .registerFunction('isIP(string): bool', (text: string) => isIP(text) !== 0)
    .registerFunction('ip(string): Ip', (text: string) => Ip.of(text))
    .registerFunction('Ip.family(): int', ({ family }: Ip) => BigInt(family))
    .registerFunction('Ip.isUnspecified(): bool', (ip: Ip) => ip.bits === 0n)
    .registerFunction('Ip.isLoopback(): bool', (ip: Ip) => ip.isLoopback())
    .registerFunction('isCIDR(string): bool', (text: string) => Cidr.find(text) !== undefined)
    .registerFunction('cidr(string): Cidr', (text: string) => Cidr.of(text))
    .registerFunction('Cidr.ip(): Ip', ({ ip }: Cidr) => ip)
    .registerFunction('Cidr.prefixLength(): int', ({ prefix }: Cidr) => BigInt(prefix))
    .registerFunction('Cidr.containsIP(string): bool', (cidr: Cidr, ip: string) =>
      cidr.contains(Ip.of(ip)),
    )
    .registerFunction('Cidr.containsIP(Ip): bool', (cidr: Cidr, ip: Ip) => cidr.contains(ip))
    .registerFunction('Cidr.containsCIDR(string): bool', (cidr: Cidr, other: string) =>
      cidr.containsAll(Cidr.of(other)),
    )
    .registerFunction('Cidr.containsCIDR(Cidr): bool', (cidr: Cidr, other: Cidr) =>
      cidr.containsAll(other),
    );
}
