import {
  checkAnnotations,
  checkDataKey,
  checkDnsLabel,
  checkDnsSubdomain,
  checkLabels,
  checkPortName,
  checkPortNumber,
  checkServiceName,
} from '../../lib/kubernetes/names';
import { lines, untyped } from '../problem/lines';

const DNS_LABEL =
  'a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end';

describe('a DNS label', () => {
  test.each(['a', '1', 'cart-service-2', 'a--b', 'x'.repeat(63)])('may be %s', (name) => {
    expect(checkDnsLabel('name', name)).toEqual([]);
  });

  test.each(['', 'Cart', '-cart', 'cart-', 'my_cart', 'my.cart', 'cärt', 'cart\n'])(
    'rejects %j',
    (name) => {
      expect(lines(checkDnsLabel('name', name))).toEqual([
        `name: got ${JSON.stringify(name)}, allowed ${DNS_LABEL}`,
      ]);
    },
  );

  test('rejects one that is too long, and says how long it is', () => {
    expect(lines(checkDnsLabel('name', 'x'.repeat(64)))).toEqual([
      `name: got "${'x'.repeat(64)}", allowed ${DNS_LABEL} (it has 64)`,
    ]);
  });

  test('has a bound of its own where one is given', () => {
    expect(checkDnsLabel('name', 'x'.repeat(52), 52)).toEqual([]);
    expect(lines(checkDnsLabel('name', 'x'.repeat(53), 52))).toEqual([
      `name: got "${'x'.repeat(53)}", allowed ${DNS_LABEL.replace('63', '52')} (it has 53)`,
    ]);
  });
});

describe('the name of a Service', () => {
  test.each(['cart', 'c', 'c4rt-2', 'x'.repeat(63)])('may be %s', (name) => {
    expect(checkServiceName('name', name)).toEqual([]);
  });

  test('rejects a digit in front', () => {
    expect(lines(checkServiceName('name', '3scale'))).toEqual([
      'name: got "3scale", allowed a Service name: a DNS label that begins with a letter',
    ]);
  });

  test('rejects what is no DNS label, once', () => {
    expect(lines(checkServiceName('name', '3_scale'))).toEqual([
      `name: got "3_scale", allowed ${DNS_LABEL}`,
    ]);
  });
});

describe('a DNS subdomain', () => {
  const longest = `${'x'.repeat(250)}.yz`;

  test.each(['shop', 'shop.example.com', '10.0.0.1', longest])('may be %s', (name) => {
    expect(checkDnsSubdomain('domain', name)).toEqual([]);
  });

  test.each(['', '.com', 'shop.', 'a..b', 'Shop.com', 'shop_1.com', '*.shop.com', 'http://shop'])(
    'rejects %j',
    (name) => {
      expect(lines(checkDnsSubdomain('domain', name))).toEqual([
        `domain: got "${name}", allowed DNS labels joined by dots, at most 253 characters`,
      ]);
    },
  );

  test('rejects 254 characters', () => {
    expect(lines(checkDnsSubdomain('domain', `x${longest}`))).toEqual([
      `domain: got "${'x'.repeat(75)} ..., allowed DNS labels joined by dots, at most 253 characters`,
    ]);
  });
});

describe('the name of a port', () => {
  test.each(['http', 'tcp-redis', 'h2', '2h', 'x'.repeat(15)])('may be %s', (name) => {
    expect(checkPortName('ports', name)).toEqual([]);
  });

  test.each(['', '80', 'HTTP', '-http', 'http-', 'a--b', 'my_port', 'x'.repeat(16)])(
    'rejects %j',
    (name) => {
      expect(lines(checkPortName('ports', name))).toEqual([
        `ports: got "${name}", allowed a port name: 1 to 15 lower-case letters, digits and single dashes, one of them a letter`,
      ]);
    },
  );
});

describe("a port's number", () => {
  test.each([1, 65535])('may be %d', (port) => {
    expect(checkPortNumber('port', port)).toEqual([]);
  });

  test.each([0, 65536, -1, 80.5, Number.NaN])('rejects %d', (port) => {
    expect(lines(checkPortNumber('port', port))).toEqual([
      `port: got ${port}, allowed a whole number from 1 to 65535`,
    ]);
  });
});

describe('a key of a ConfigMap or Secret', () => {
  test.each(['a', 'tls.crt', '.env', 'A_B-c.1', 'x'.repeat(253)])('may be %s', (key) => {
    expect(checkDataKey('files', key)).toEqual([]);
  });

  test.each(['', '.', '..', '..env', 'a/b', 'a b', 'ä'])('rejects %j', (key) => {
    expect(lines(checkDataKey('files', key))).toEqual([
      `files: got "${key}", allowed 1 to 253 letters, digits, '-', '_' and '.', with no '..' in front`,
    ]);
  });

  test('rejects 254 characters', () => {
    expect(lines(checkDataKey('files', 'x'.repeat(254)))).toEqual([
      `files: got "${'x'.repeat(75)} ..., allowed 1 to 253 letters, digits, '-', '_' and '.', with no '..' in front`,
    ]);
  });
});

const KEY = 'a key such as `team` or `example.com/team`, its name at most 63 characters';

describe('labels', () => {
  test.each([
    ['team', 'shop'],
    ['example.com/team-9', 'Shop_1.2-9'],
    ['9.example.com/9', '9'],
    ['empty', ''],
    ['x'.repeat(63), 'x'.repeat(63)],
    [`${'d'.repeat(253)}/team`, 'shop'],
  ])('may be %s: %s', (key, value) => {
    expect(checkLabels('labels', { [key]: value })).toEqual([]);
  });

  test.each([
    '',
    '/team',
    'a/b/c',
    '-team',
    'team-',
    'my team',
    'Example.com/team',
    'x'.repeat(64),
  ])('rejects the key %j', (key) => {
    expect(lines(checkLabels('labels', { [key]: 'shop' }))).toEqual([
      `labels: got "${key}", allowed ${KEY}`,
    ]);
  });

  test.each(['-shop', 'shop.', 'my shop', 'a/b', 'x'.repeat(64)])(
    'rejects the value %j',
    (value) => {
      expect(lines(checkLabels('labels', { team: value }))).toEqual([
        `labels.team: got "${value}", allowed at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends`,
      ]);
    },
  );

  test('rejects a value that is no text', () => {
    expect(lines(checkLabels('labels', untyped({ team: true })))).toEqual([
      "labels.team: got true, allowed at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends",
    ]);
  });
});

describe('annotations', () => {
  test('may have any text as value, and an upper-case prefix', () => {
    const annotations = { 'Example.com/note': 'any text\nof {any} length', note: '' };
    expect(checkAnnotations('annotations', annotations)).toEqual([]);
  });

  test('rejects a wrong key, and shows it as it was written', () => {
    expect(lines(checkAnnotations('annotations', { 'My Note': '1' }))).toEqual([
      `annotations: got "My Note", allowed ${KEY}`,
    ]);
  });

  test('rejects a value that is no text', () => {
    expect(lines(checkAnnotations('annotations', untyped({ note: 1 })))).toEqual([
      'annotations.note: got 1, allowed a string',
    ]);
  });
});
