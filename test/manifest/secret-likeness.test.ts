import { findKnownKey, isRandom } from '../../lib/manifest/secret-forms';
import {
  findSecretArgument,
  findSecretInFile,
  findSecretKind,
  findSureSecretInParameter,
} from '../../lib/manifest/secret-likeness';

/** Put together here, so that no scanner of repositories takes them for real ones. */
const key = (...parts: readonly string[]) => parts.join('');
const LETTERS = 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6';

test.each([
  ['a private key', key('-----BEGIN RSA PRIV', 'ATE KEY-----')],
  ['a private key', key('-----BEGIN PRIV', 'ATE KEY-----')],
  ['a private key', Buffer.from(key('-----BEGIN EC PRIV', 'ATE KEY-----\nabc')).toString('base64')],
  ['an access key of AWS', key('AK', 'IAQWERTYUIOPASDFGH')],
  ['an API key of Google', key('AI', 'za', LETTERS.slice(0, 35))],
  ['a token of GitHub', key('gh', 'p_', LETTERS)],
  ['a token of GitLab', key('gl', 'pat-', LETTERS.slice(0, 20))],
  ['a token of Slack', key('xo', 'xb-', '123456789012-', LETTERS)],
  ['a key of Stripe', key('sk', '_live_', LETTERS)],
  ['a token of npm', key('np', 'm_', LETTERS)],
  ['a JSON web token', key('ey', 'JhbGciOiJIUzI1.ey', 'JzdWIiOiIxMjM.', 'SflKxwRJSM')],
])('knows %s by its form', (kind, value) => {
  expect(findKnownKey(value)).toBe(kind);
  expect(findKnownKey(`before ${value} after`.replace(/^before (LS0)/, '$1'))).toBe(kind);
});

test.each([
  '-----BEGIN CERTIFICATE-----',
  Buffer.from('-----BEGIN CERTIFICATE-----\nabcdef').toString('base64'),
  '-----BEGIN PUBLIC KEY-----',
  key('AK', 'IA-is-no-key'),
  key('gh', 'p_short'),
  'eyJust a word',
  'npm_config_cache',
])('takes %s for no key', (value) => {
  expect(findKnownKey(value)).toBeUndefined();
});

test('knows random values from words, hashes and names', () => {
  expect(isRandom('SEED', LETTERS.slice(0, 24))).toBe(true);
  expect(isRandom('SEED', LETTERS.slice(0, 23))).toBe(false);
  expect(isRandom('CONFIG_HASH', LETTERS)).toBe(false);
  expect(isRandom('COMMIT', 'd488e7d0f53af78b01107f178095a3ec57eb5f30bbe5')).toBe(false);
  expect(isRandom('FEATURE', 'enableTheVeryLongFeatureNumber12OfMany')).toBe(false);
  expect(isRandom('SERVICE', 'us-central1-docker-pkg-dev-Online1-Boutique2')).toBe(false);
  expect(isRandom('REPEATED', 'aB1aB1aB1aB1aB1aB1aB1aB1')).toBe(false);
});

test.each([
  ['--db-password=hunter2', undefined],
  ['--token', 'hunter2'],
  ['-Dspring.datasource.password=hunter2', undefined],
  ['PASSWORD=hunter2', undefined],
  ['mysql://shop:hunter2@mysql', undefined],
])('warns of the arguments %s %s', (argument, next) => {
  expect(findSecretArgument(argument, next)).toBe('a secret');
});

test.each([
  ['--db-password=$(PASSWORD)', undefined],
  ['--password-file=/run/secrets/password', undefined],
  ['--token', '--verbose'],
  ['--token', undefined],
  ['--tls-secret=shop-tls', undefined],
  ['token', 'hunter2'],
  ['--requests=100', undefined],
])('has nothing against the arguments %s %s', (argument, next) => {
  expect(findSecretArgument(argument, next)).toBeUndefined();
});

test.each([
  'db:\n  password: hunter2\n',
  'db.host=a\ndb.password=hunter2',
  '{\n"api_key": "x7y8z9",\n}',
])('warns of a secret in the file %j', (file) => {
  expect(findSecretInFile(file)).toBe('a secret');
});

test.each([
  'password: hunter2',
  'db:\n  password: ${DB_PASSWORD}\n',
  'db:\n  password: ""\n',
  'secret: shop-tls\nhost: a',
  '# password: see the wiki\nhost: a',
])('has nothing against the file %j', (file) => {
  expect(findSecretInFile(file)).toBeUndefined();
});

test('says what a value is like', () => {
  expect(findSecretKind('SEED', LETTERS)).toBe('a key, being random,');
  expect(findSecretKind('COLOR', 'red')).toBeUndefined();
});

test.each([
  'shop:hunter2@tcp(mysql:3306)/shop',
  'Server=db;Database=shop;User Id=shop;Password=hunter2;',
  'host=db user=shop password=hunter2 sslmode=require',
  'jdbc:mysql://db/shop?user=shop&password=hunter2',
  'Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=all;SharedAccessKey=abc+/=',
])('warns of a password in the connection %s', (value) => {
  expect(findSecretKind('CONNECTION', value)).toBe('a secret');
  expect(findSecretInFile(`a: b\nconnection: "${value}"\n`)).toBe('a secret');
});

test.each([
  'shop:$(PASSWORD)@tcp(mysql:3306)/shop',
  'shop@tcp(mysql:3306)/shop',
  'Server=db;User Id=shop;Password=$(PASSWORD)',
  'host=db user=shop password={{ .password }}',
  'host=db user=shop passfile=/run/pgpass',
  'a sentence on password=hunter2',
  'sum(rate(logins{kind="form", password="wrong"}[2m]))',
])('has nothing against the connection %s', (value) => {
  expect(findSecretKind('CONNECTION', value)).toBeUndefined();
  expect(findSecretInFile(`a: b\nconnection: ${value}\n`)).toBeUndefined();
});

test('knows the names of parameters', () => {
  expect(findSureSecretInParameter('bearerToken', 'abcdef')).toBe('a secret');
  expect(findSureSecretInParameter('awsSecretAccessKey', 'abcdef')).toBe('a secret');
  expect(findSureSecretInParameter('passwordFromEnv', 'DB_PASSWORD')).toBeUndefined();
  expect(findSureSecretInParameter('seed', LETTERS)).toBeUndefined();
});
