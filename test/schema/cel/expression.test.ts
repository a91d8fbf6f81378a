import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate, findObstacle } from '../../../lib/schema/cel/expression';

const SCHEMAS = join(__dirname, '../../../imports/schemas');

/** Rules of the imported kinds that can't be evaluated here, with the reason: none. */
const UNEVALUATED: readonly string[] = [];

test('every rule of the imported kinds can be evaluated', () => {
  const rules = readdirSync(SCHEMAS).flatMap((file) =>
    rulesIn(JSON.parse(readFileSync(join(SCHEMAS, file), 'utf8'))),
  );
  expect(new Set(rules).size).toBeGreaterThan(100);
  const obstacles = [...new Set(rules)].flatMap((rule) => {
    const obstacle = findObstacle(rule);
    return obstacle === undefined ? [] : [`${rule}: ${obstacle}`];
  });
  expect(obstacles).toEqual(UNEVALUATED);
});

test.each<readonly [expression: string, self: unknown]>([
  // CEL itself
  ['has(self.a) && !has(self.b)', new Map([['a', 1n]])],
  ['self.all(key, key.size() > 0)', new Map([['a', 1n]])],
  ['self.exists_one(x, x == 1)', [1n, 2n]],
  ['self.filter(x, x > 1).map(x, x * 2) == [4]', [1n, 2n]],
  ['self.?x.orValue(3) == 3', new Map()],
  ["self[?'x'].hasValue()", new Map([['x', 1n]])],
  ["duration(self) > duration('59s')", '1m'],
  ["timestamp(self) < timestamp('2030-01-01T00:00:00Z')", '2029-12-31T23:59:59Z'],
  ['size(self) == 1', '😀'],
  ["int(self) == 12 && self.matches('^[0-9]+$')", '12'],
  ['self.x == 1 || true', new Map()],
  [
    'has(self[0].a) && !has(self[1].a) && has(self[0].a.b)',
    [new Map([['a', new Map([['b', 1n]])]]), new Map()],
  ],
  // what Kubernetes adds
  ["self.matches('^(?i)\\\\.?[a-z]+$')", '.ABC'],
  ["self.matches('^[[:alpha:]]+\\\\z')", 'abc'],
  ["self.find('[0-9]+') == '12' && self.findAll('[0-9]').size() == 2", 'a12'],
  ["self.findAll('[0-9]', 1) == ['1']", 'a12'],
  ["self.replace('a', 'b') == 'bb' && self.charAt(1) == 'a'", 'aa'],
  ["self.lowerAscii().split(',').join(';') == 'a;b'", 'A,B'],
  ['self.isSorted() && self.sum() == 3 && self.min() == 1 && self.max() == 2', [1n, 2n]],
  ['self.indexOf(2) == 1 && self.lastIndexOf(1) == 2', [1n, 2n, 1n]],
  ["isQuantity(self) && quantity(self).compareTo(quantity('1G')) == 1", '1Gi'],
  ["quantity(self).isGreaterThan(quantity('100m')) && !quantity(self).isInteger()", '500m'],
  ["quantity(self).add(quantity('1')).asInteger() == 3", '2'],
  ["isURL(self) && url(self).getHost() == 'a.org:8080'", 'https://a.org:8080/b?c=d'],
  ["url(self).getPort() == '8080' && url(self).getQuery()['c'] == ['d']", 'http://a:8080/b?c=d'],
  ["isURL(self) && !isURL('a b')", '/path'],
  ['isIP(self) && ip(self).family() == 6 && ip(self).isLoopback()', '::1'],
  ["cidr(self).containsIP('10.1.2.3') && !cidr(self).containsIP('11.0.0.1')", '10.0.0.0/8'],
  [
    "cidr(self).containsCIDR('2001:db8:1::/48') && cidr(self).prefixLength() == 32",
    '2001:db8::/32',
  ],
  ["cidr(self).containsIP('::ffff:10.0.0.1')", '::ffff:10.0.0.0/120'],
  ["!isCIDR(self) && isCIDR('10.0.0.0/32')", '10.0.0.0/33'],
])('%s holds', (expression, self) => {
  expect(evaluate(expression, { self })).toEqual({ value: true });
});

test.each([
  ['self ==', 'Unexpected token: EOF'],
  ["self.matches('(?<a>')", 'missing closing ): `(?<a>`'],
  ['self.unheardOf()', "found no matching overload for 'dyn.unheardOf()'"],
])('%s is nothing that is known here', (expression, error) => {
  expect(evaluate(expression, { self: 'a' })).toEqual({ error, isOurs: true });
});

test('a mistake of the object’s is told apart', () => {
  expect(evaluate('self.a.b == 1', { self: new Map([['a', new Map()]]) })).toEqual({
    error: 'No such key: b',
    isOurs: false,
  });
});

function rulesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(rulesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(key === 'x-kubernetes-validations' && Array.isArray(member)
      ? member.map(({ rule }) => String(rule).trim())
      : []),
    ...rulesIn(member),
  ]);
}
