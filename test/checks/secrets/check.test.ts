import { lineOf } from '../../../lib/checks/finding';
import { checkSecretValues } from '../../../lib/checks/secrets/check';
import { readYaml } from '../../../lib/manifest/read-yaml';

function findings(document: string): readonly string[] {
  const { manifests, problems } = readYaml('shop.yaml', document);
  expect(problems).toEqual([]);
  return checkSecretValues(manifests).map(
    (finding) => `${finding.severity} ${lineOf(finding).replace(/^\[.*?\] /, '')}`,
  );
}

const metadata = 'metadata: { name: db, namespace: shop }';
const WAY =
  'which is not for git: have it made by an ExternalSecret or a SealedSecret, or in the cluster, and use existingSecret()';
const env = (name: string, value: string) => `
apiVersion: apps/v1
kind: Deployment
${metadata}
spec: { template: { spec: { containers: [{ name: a, env: [{ name: ${name}, value: '${value}' }] }] } } }`;

test('finds Secrets with data, and shows none of it', () => {
  expect(
    findings(
      `{ apiVersion: v1, kind: Secret, ${metadata}, data: { a: aHVudGVyMg== }, stringData: { b: hunter2 } }`,
    ),
  ).toEqual([
    `error Secret shop/db: data.a: holds a value, ${WAY}`,
    `error Secret shop/db: stringData.b: holds a value, ${WAY}`,
  ]);
});

test('has nothing against a Secret that the cluster fills', () => {
  expect(
    findings(
      `{ apiVersion: v1, kind: Secret, ${metadata}, type: kubernetes.io/service-account-token }`,
    ),
  ).toEqual([]);
});

test.each([
  ['DB_PASSWORD', 'hunter2'],
  ['API_KEY', 'abcdef123456'],
  ['GITHUB_TOKEN', 'ghp_0123456789'],
  ['DATABASE_URL', 'mysql://shop:hunter2@mysql/shop'],
])('warns of a variable %s', (name, value) => {
  expect(findings(env(name, value))).toEqual([
    `warning Deployment shop/db: spec.template.spec.containers[a].env.${name}: looks like a secret in plain text, ${WAY}`,
  ]);
});

test.each([
  ['MYSQL_RANDOM_ROOT_PASSWORD', 'yes'],
  ['PASSWORD_FILE', '/run/secrets/password'],
  ['DB_PASSWORD', '/run/secrets/password'],
  ['TOKEN', '$(OTHER)'],
  ['TOKENS', 'per second'],
  ['DATABASE_URL', 'mysql://shop:$(PASSWORD)@mysql/shop'],
  ['OAUTH_TOKEN', 'https://auth.example.com/token'],
])('has nothing against a variable %s of %s', (name, value) => {
  expect(findings(env(name, value))).toEqual([]);
});

test('warns of a ConfigMap', () => {
  expect(
    findings(
      `{ apiVersion: v1, kind: ConfigMap, ${metadata}, data: { password: hunter2, color: red } }`,
    ),
  ).toEqual([
    `warning ConfigMap shop/db: data.password: looks like a secret in plain text, ${WAY}`,
  ]);
});

test.each([
  ['args: [--password=hunter2]', 'args[0]'],
  ['args: [--token, hunter2]', 'args[0]'],
  ["command: [sh, -c, 'curl https://shop:hunter2@example.com']", 'command[2]'],
])('warns of a container with %s', (container, field) => {
  expect(
    findings(
      `{ apiVersion: v1, kind: Pod, ${metadata}, spec: { containers: [{ name: a, ${container} }] } }`,
    ),
  ).toEqual([
    `warning Pod shop/db: spec.containers[a].${field}: looks like a secret in plain text, ${WAY}`,
  ]);
});

test('warns of annotations, of an object and of its pods, and not of names of Secrets', () => {
  const annotations =
    'annotations: { example.com/api-key: hunter2, example.com/auth-secret: basic-auth, supercargo/allow.plain-secret: because }';
  expect(
    findings(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: db, namespace: shop, ${annotations} }
spec: { template: { metadata: { ${annotations} }, spec: {} } }`),
  ).toEqual([
    `warning Deployment shop/db: metadata.annotations["example.com/api-key"]: looks like a secret in plain text, ${WAY}`,
    `warning Deployment shop/db: spec.template.metadata.annotations["example.com/api-key"]: looks like a secret in plain text, ${WAY}`,
  ]);
});

test('warns of files in a ConfigMap, and of what a chart is given', () => {
  const helm =
    '{ parameters: [{ name: db.password, value: hunter2 }], values: "a: b\\npassword: hunter2" }';
  expect(
    findings(`
apiVersion: v1
kind: ConfigMap
${metadata}
data: { app.properties: "db.host=a\\ndb.password=hunter2" }
---
{ apiVersion: argoproj.io/v1alpha1, kind: Application, ${metadata}, spec: { source: { helm: ${helm} } } }`),
  ).toEqual([
    `warning ConfigMap shop/db: data.app.properties: looks like a secret in plain text, ${WAY}`,
    `warning Application shop/db: helm.parameters.db.password: looks like a secret in plain text, ${WAY}`,
    `warning Application shop/db: helm.values: looks like a secret in plain text, ${WAY}`,
  ]);
});

test.each(['ScaledObject', 'ScaledJob'])('warns of triggers of a %s', (kind) => {
  const triggers = `[
    { type: rabbitmq, metadata: { host: 'amqp://guest:hunter2@rabbit:5672/', queueName: mails } },
    { type: mysql, metadata: { connectionString: 'u:hunter2@tcp(db:3306)/x', query: SELECT 1, passwordFromEnv: DB_PASSWORD } },
    { type: github-runner, metadata: { personalAccessToken: hunter2 } }]`;
  const fields = [
    'spec.triggers[0].metadata.host',
    'spec.triggers[1].metadata.connectionString',
    'spec.triggers[2].metadata.personalAccessToken',
  ];
  expect(
    findings(
      `{ apiVersion: keda.sh/v1alpha1, kind: ${kind}, ${metadata}, spec: { triggers: ${triggers} } }`,
    ),
  ).toEqual(
    fields.map(
      (field) => `warning ${kind} shop/db: ${field}: looks like a secret in plain text, ${WAY}`,
    ),
  );
});
