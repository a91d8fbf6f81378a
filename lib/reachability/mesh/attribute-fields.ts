import type { Field } from '../cluster/field';
import { findRange } from '../network/address';
import type { AttributeTest } from './policy';

/** The attribute that each field of a source tests; `not` before it turns the test around. */
const SOURCE = {
  principals: 'source.principal',
  requestPrincipals: 'request.auth.principal',
  namespaces: 'source.namespace',
  serviceAccounts: 'source.serviceAccount',
  trustDomains: 'source.trustDomain',
  ipBlocks: 'source.ip',
  remoteIpBlocks: 'remote.ip',
} as const;

const OPERATION = {
  hosts: 'request.host',
  ports: 'destination.port',
  methods: 'request.method',
  paths: 'request.path',
} as const;

/** @see https://istio.io/latest/docs/reference/config/security/conditions/ */
const WHEN_KEYS: readonly string[] = [
  'source.ip',
  'remote.ip',
  'source.namespace',
  'source.principal',
  'source.serviceAccount',
  'request.auth.principal',
  'request.auth.audiences',
  'request.auth.presenter',
  'destination.ip',
  'destination.port',
  'connection.sni',
];
const WHEN_PATTERN =
  /^(request\.headers\[.+\]|request\.auth\.claims(\[.+\])+|experimental\.envoy\.filters\..+)$/;

/** Reads the source of a rule. */
export function readSource(field: Field, namespace: string): readonly AttributeTest[] {
  const tests = readTests(field, SOURCE);
  const accounts = tests.some(({ key }) => key === 'source.serviceAccount');
  if (accounts && tests.some(({ key }) => key === 'source.principal' || key === 'source.namespace'))
    field.wrong('serviceAccounts, or principals and namespaces');
  return tests.map((test) => withNamespace(test, namespace));
}

/** Reads the operation of a rule. */
export function readOperation(field: Field): readonly AttributeTest[] {
  return readTests(field, OPERATION);
}

/** Reads a condition of a rule. */
export function readWhen(field: Field): readonly AttributeTest[] {
  field.only('key', 'values', 'notValues');
  const key = field.get('key').text() ?? '';
  if (!WHEN_KEYS.includes(key) && !WHEN_PATTERN.test(key))
    field
      .get('key')
      .wrong(`${WHEN_KEYS.join(', ')}, request.headers[...] or request.auth.claims[...]`);
  const test = testOf(key, field.get('values'), field.get('notValues'));
  if (test.values.length + test.notValues.length === 0) field.wrong('values or notValues');
  return [test];
}

function readTests(field: Field, keys: Readonly<Record<string, string>>): readonly AttributeTest[] {
  const names = Object.keys(keys);
  field.only(...names.flatMap((name) => [name, negated(name)]));
  const tests = Object.entries(keys)
    .map(([name, key]) => testOf(key, field.get(name), field.get(negated(name))))
    .filter(({ values, notValues }) => values.length + notValues.length > 0);
  if (field.present && field.members().every(([, member]) => isEmptyList(member)))
    field.wrong(`at least one of ${names.join(', ')}`);
  return tests;
}

function isEmptyList({ value }: Field): boolean {
  return Array.isArray(value) && value.length === 0;
}

function testOf(key: string, values: Field, notValues: Field): AttributeTest {
  return { key, values: readValues(key, values), notValues: readValues(key, notValues) };
}

function readValues(key: string, field: Field): readonly string[] {
  const values = field.texts();
  for (const item of field.items()) {
    if (item.value === '') item.wrong('text that is not empty');
    else if (typeof item.value === 'string') checkValue(key, item, item.value);
  }
  return values;
}

function checkValue(key: string, item: Field, value: string): void {
  if (key.endsWith('.ip') && findRange(value) === undefined) item.wrong('an address or a CIDR');
  if (key === 'destination.port' && !isPort(value)) item.wrong('a port from 0 to 65535');
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) <= 65535;
}

function negated(name: string): string {
  return `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** A service account without a namespace is one of the policy's own. */
function withNamespace(test: AttributeTest, namespace: string): AttributeTest {
  if (test.key !== 'source.serviceAccount') return test;
  const full = (account: string) => (account.includes('/') ? account : `${namespace}/${account}`);
  return { ...test, values: test.values.map(full), notValues: test.notValues.map(full) };
}
