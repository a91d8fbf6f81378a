import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fields, fieldsOf, findText, itemsOf } from '../../lib/manifest/fields';
import { EVERYTHING } from './everything';
import { made } from './shop';

/** What is left out on purpose: docs/traffic.md says why, and how to get there all the same. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  'networking.istio.io/v1/VirtualService': [
    'spec.http[].corsPolicy.allowOrigin',
    'spec.http[].fault.abort.http2Error',
    'spec.http[].fault.delay.exponentialDelay',
    'spec.http[].fault.delay.percent',
    'spec.http[].mirror',
    'spec.http[].mirrorPercent',
    'spec.http[].mirrorPercentage',
    'spec.http[].mirror_percent',
    'spec.tcp[].match[].sourceSubnet',
  ],
  'networking.istio.io/v1/DestinationRule': [
    'loadBalancer.consistentHash.minimumRingSize',
    'loadBalancer.warmupDurationSecs',
    'outlierDetection.consecutiveErrors',
  ],
  'networking.istio.io/v1/Gateway': [
    'spec.servers[].defaultEndpoint',
    'spec.servers[].port.targetPort',
    'tls.caCertificates',
    'tls.caCrl',
    'tls.privateKey',
    'tls.serverCertificate',
    'tls.tlsCertificates',
  ],
  'networking.istio.io/v1/ServiceEntry': [],
  'networking.istio.io/v1/Sidecar': [
    'spec.egress[].bind',
    'spec.egress[].port',
    'spec.ingress[].port.targetPort',
    'tls.caCertificates',
    'tls.caCrl',
    'tls.httpsRedirect',
    'tls.privateKey',
    'tls.serverCertificate',
    'tls.tlsCertificates',
    'spec.outboundTrafficPolicy.egressProxy.subset',
  ],
  'gateway.networking.k8s.io/v1/HTTPRoute': [
    'parentRefs[].group',
    'parentRefs[].kind',
    'backendRefs[].group',
    'backendRefs[].kind',
    'backendRefs[].filters[]',
    'backendRef.group',
    'backendRef.kind',
  ],
  'gateway.networking.k8s.io/v1/GRPCRoute': [
    'parentRefs[].group',
    'parentRefs[].kind',
    'parentRefs[].namespace',
    'parentRefs[].port',
    'parentRefs[].sectionName',
    'backendRefs[].group',
    'backendRefs[].kind',
    'backendRefs[].filters[]',
    'requestMirror.fraction',
    'requestMirror.percent',
    'backendRef.group',
    'backendRef.kind',
  ],
  'gateway.networking.k8s.io/v1beta1/ReferenceGrant': [],
  'networking.k8s.io/v1/Ingress': [
    'backend.resource',
    'defaultBackend.resource',
    'service.port.name',
  ],
};

const SCHEMAS = join(__dirname, '../../imports/schemas');
const manifests = Object.values(EVERYTHING).flatMap((build) => made(build));

test.each(Object.entries(LEFT_OUT))('%s is made with all of its fields', (kind, leftOut) => {
  const said = new Set<string>();
  for (const manifest of manifests)
    if (`${manifest.apiVersion}/${manifest.kind}` === kind) collect(manifest.spec, 'spec', said);
  const missing = [...knownPaths(kind)].filter(
    (path) => !said.has(path) && !isTextMatch(path) && !leftOut.some((out) => includes(path, out)),
  );
  expect(missing).toEqual([]);
});

test.each(Object.entries(LEFT_OUT))('%s leaves out nothing that is made', (kind, leftOut) => {
  const known = knownPaths(kind);
  expect(leftOut.filter((out) => ![...known].some((path) => includes(path, out)))).toEqual([]);
});

/** Text is matched in the same ways everywhere: `uri` shows them all. */
function isTextMatch(path: string): boolean {
  return /\.(exact|prefix|regex)$/.test(path) && !path.startsWith('spec.http[].match[].uri.');
}

/** A whole path, or a part of one, with all below it. */
function includes(path: string, out: string): boolean {
  return ['.', '['].some((next) => `.${path}.`.includes(`.${out}${next}`));
}

function collect(value: unknown, path: string, into: Set<string>): void {
  into.add(path);
  for (const item of itemsOf(value)) collect(item, `${path}[]`, into);
  for (const [key, member] of Object.entries(fieldsOf(value))) {
    collect(member, `${path}.${key}`, into);
    // Maps of the user's keys have one place for all of them.
    collect(member, `${path}.*`, into);
  }
}

function knownPaths(kind: string): ReadonlySet<string> {
  const index = fieldsOf(JSON.parse(readFileSync(join(SCHEMAS, 'index.json'), 'utf8')));
  const into = new Set<string>();
  const start = resolve('', fieldsOf({ $ref: index[kind] }));
  walk(start.file, fieldsOf(fieldsOf(start.schema.properties).spec), 'spec', into);
  return into;
}

function walk(from: string, at: Fields, path: string, into: Set<string>): void {
  const { file, schema } = resolve(from, at);
  const properties = Object.entries(fieldsOf(schema.properties));
  if (schema.items !== undefined) walk(file, fieldsOf(schema.items), `${path}[]`, into);
  else if (Object.keys(fieldsOf(schema.additionalProperties)).length > 0)
    walk(file, fieldsOf(schema.additionalProperties), `${path}.*`, into);
  else if (properties.length === 0) into.add(path);
  for (const [key, member] of properties) walk(file, fieldsOf(member), `${path}.${key}`, into);
}

function resolve(file: string, schema: Fields): { readonly file: string; readonly schema: Fields } {
  const reference = findText(schema.$ref);
  if (reference === undefined) return { file, schema };
  const [other = '', place = ''] = reference.split('#/definitions/');
  const next = other === '' ? file : other;
  const { definitions } = fieldsOf(JSON.parse(readFileSync(join(SCHEMAS, next), 'utf8')));
  return resolve(next, fieldsOf(fieldsOf(definitions)[place]));
}
