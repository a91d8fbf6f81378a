import type { k8s } from 'cdk8s-plus-28';
import { type Address, endpointsIn, isAddress, renderAddress } from '../endpoint/address';
import type { Endpoint } from '../endpoint/endpoint';
import { problemsOf } from '../endpoint/problems';
import { checkDataKey, checkDnsSubdomain } from '../kubernetes/names';
import { quantity } from '../manifest/kube-manifest';
import { gather, gatherAll } from '../problem/gather';
import { InputError, type Problem, wrongValue } from '../problem/problem';
import { requireAll, requireCall } from '../shape/check';
import { wrongHere } from '../shape/data';

/** A value that the kubelet looks up when it starts the container. */
export type EnvSource =
  | {
      readonly kind: 'secret-key' | 'config-key';
      readonly object: string;
      readonly key: string;
      readonly optional: boolean;
    }
  | { readonly kind: 'field'; readonly fieldPath: string }
  | {
      readonly kind: 'resource';
      readonly resource: string;
      readonly container?: string;
      readonly divisor?: string;
    };

/** What an environment variable holds: a literal, an address, or a value looked up at start. */
export type EnvValue = string | number | boolean | Address | EnvSource;

/** Environment variables by name. */
export type Env = Readonly<Record<string, EnvValue>>;

/** All keys of an existing ConfigMap or Secret as environment variables. */
export type EnvFrom = (
  | { readonly configMap: string; readonly secret?: never }
  | { readonly secret: string; readonly configMap?: never }
) & {
  /** Put before each key. */
  readonly prefix?: string;
  /** Start without the object when it doesn't exist. @default false */
  readonly optional?: boolean;
};

/** A key of an existing Secret. The value itself never enters a manifest. */
export function secretKey(
  secret: string,
  key: string,
  options: { optional?: boolean } = {},
): EnvSource {
  requireCall('secretKey', secret, key, options);
  return { kind: 'secret-key', object: secret, key, optional: options.optional ?? false };
}

/** A key of an existing ConfigMap. */
export function configKey(
  configMap: string,
  key: string,
  options: { optional?: boolean } = {},
): EnvSource {
  requireCall('configKey', configMap, key, options);
  return { kind: 'config-key', object: configMap, key, optional: options.optional ?? false };
}

/** Fields of a pod that the downward API offers as environment variables. */
export type PodField =
  | 'metadata.name'
  | 'metadata.namespace'
  | 'metadata.uid'
  | `metadata.labels['${string}']`
  | `metadata.annotations['${string}']`
  | 'spec.nodeName'
  | 'spec.serviceAccountName'
  | 'status.hostIP'
  | 'status.hostIPs'
  | 'status.podIP'
  | 'status.podIPs';

/**
 * A field of the pod, by the downward API.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
 */
export function podField(fieldPath: PodField): EnvSource {
  requireCall('podField', fieldPath);
  return { kind: 'field', fieldPath };
}

/** A container's request or limit, by the downward API. */
export function containerResource<R extends ContainerResource>(
  resource: R,
  options: { container?: string; divisor?: Divisor<R> } = {},
): EnvSource {
  requireAll('containerResource', resource, options);
  requireDivisor(resource, options.divisor);
  return { kind: 'resource', resource, ...options };
}

/** Bytes have no thousandth, and nobody counts CPUs by thousands. */
function requireDivisor(resource: ContainerResource, divisor: string = '1'): void {
  const isCpu = resource.endsWith('.cpu');
  if (divisor === '1' || (divisor === '1m') === isCpu) return;
  const allowed = isCpu ? "'1' or '1m'" : "'1', or a unit of bytes: '1Mi'";
  throw new InputError([wrongValue('containerResource().divisor', divisor, allowed)]);
}

/** Requests and limits that the downward API offers. */
export type ContainerResource =
  `${'requests' | 'limits'}.${'cpu' | 'memory' | 'ephemeral-storage'}`;

/** The units in which a request or limit can be had. */
export type Divisor<R extends ContainerResource> = R extends `${string}.cpu`
  ? '1' | '1m'
  : `1${'' | 'k' | 'M' | 'G' | 'T' | 'P' | 'E' | 'Ki' | 'Mi' | 'Gi' | 'Ti' | 'Pi' | 'Ei'}`;

/** The endpoints that env values name. */
export function endpointsInEnv(env: Readonly<Record<string, unknown>> = {}): readonly Endpoint[] {
  return Object.values(env).flatMap((value) => (isAddress(value) ? endpointsIn(value) : []));
}

const NAME = /^(?!\.$|\.\.)[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const NAME_RULE = "letters, digits, '-', '_' and '.', with no digit and no '..' in front";

/** Checks names and values of environment variables. */
export function checkEnv(field: string, env: Env = {}): readonly Problem[] {
  return gatherAll(
    Object.entries(env).map(([name, value]) => {
      const at = `${field}.${name}`;
      return gather(
        NAME.test(name) ? [] : [wrongValue(field, name, `a variable name: ${NAME_RULE}`)],
        checkEnvValue(at, value),
        typeof value === 'string' ? checkLength(at, value, `${name}=`) : [],
      );
    }),
  );
}

/** Linux starts no program with a longer argument or variable. */
const MAX_BYTES = 128 * 1024 - 1;

/** Bytes of UTF-8 that one unit of JavaScript's text takes, at most. */
const MAX_BYTES_OF_UNIT = 3;

function checkLength(field: string, text: string, before = ''): readonly Problem[] {
  if ((before.length + text.length) * MAX_BYTES_OF_UNIT <= MAX_BYTES) return [];
  const bytes = Buffer.byteLength(before) + Buffer.byteLength(text);
  return bytes <= MAX_BYTES
    ? []
    : [
        {
          field,
          message: `got ${bytes} bytes, allowed at most ${MAX_BYTES}: Linux starts no program with a longer argument or variable; put it into a file, by config.files`,
        },
      ];
}

/** Checks what a program is started with. */
export function checkArguments(field: string, texts: unknown): readonly Problem[] {
  if (texts === undefined) return [];
  if (!Array.isArray(texts)) return [wrongValue(field, texts, "a list of text: ['npm', 'start']")];
  return Array.from<unknown>(texts).flatMap((text, index) =>
    typeof text === 'string' && !text.includes('\0')
      ? checkLength(`${field}[${index}]`, text)
      : [wrongValue(`${field}[${index}]`, text, 'text without NUL characters')],
  );
}

/** Checks the names of objects whose keys become environment variables, and their prefixes. */
export function checkEnvFrom(field: string, sources: readonly EnvFrom[] = []): readonly Problem[] {
  return sources.flatMap(({ configMap, secret, prefix }, index) => [
    ...(configMap === undefined
      ? []
      : checkDnsSubdomain(`${field}[${index}].configMap`, configMap)),
    ...(secret === undefined ? [] : checkDnsSubdomain(`${field}[${index}].secret`, secret)),
    ...(prefix === undefined || NAME.test(prefix)
      ? []
      : [wrongValue(`${field}[${index}].prefix`, prefix, NAME_RULE)]),
  ]);
}

function checkEnvValue(field: string, value: unknown): readonly Problem[] {
  if (isAddress(value))
    return endpointsIn(value).flatMap((endpoint) => problemsOf(field, endpoint));
  if (typeof value === 'string')
    return value.includes('\0') ? [wrongValue(field, value, 'text without NUL characters')] : [];
  if (isEnvSource(value)) return 'key' in value ? checkKeyOf(field, value) : [];
  if (typeof value === 'boolean') return [];
  if (typeof value === 'number' && Number.isFinite(value)) return [];
  return [
    wrongHere(
      field,
      value,
      'a string, a number, a boolean, an endpoint, secretKey(), configKey(), podField() or containerResource()',
    ),
  ];
}

function checkKeyOf(
  field: string,
  { object, key }: { readonly object: string; readonly key: string },
): readonly Problem[] {
  return [...checkDnsSubdomain(field, object), ...checkDataKey(field, key)];
}

function isEnvSource(value: unknown): value is EnvSource {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    ['secret-key', 'config-key', 'field', 'resource'].includes(value.kind)
  );
}

/** The `env` list of a container, in the order of the spec. */
export function planEnv(env: Env = {}, namespace: string | undefined): k8s.EnvVar[] | undefined {
  const entries = Object.entries(env);
  if (entries.length === 0) return undefined;
  return entries.map(([name, value]) =>
    isEnvSource(value)
      ? { name, valueFrom: planEnvSource(value) }
      : { name, value: renderLiteral(value, namespace) },
  );
}

/** A literal or an address as text. */
export function renderLiteral(
  value: string | number | boolean | Address,
  namespace: string | undefined,
): string {
  return isAddress(value) ? renderAddress(value, namespace) : String(value);
}

/** The `envFrom` list of a container. */
export function planEnvFrom(sources: readonly EnvFrom[] = []): k8s.EnvFromSource[] | undefined {
  if (sources.length === 0) return undefined;
  return sources.map(({ configMap, secret, prefix, optional }) => {
    const name = configMap ?? secret;
    const reference = { name, ...(optional === true && { optional }) };
    return configMap === undefined
      ? { prefix, secretRef: reference }
      : { prefix, configMapRef: reference };
  });
}

function planEnvSource(source: EnvSource): k8s.EnvVarSource {
  switch (source.kind) {
    case 'field':
      return { fieldRef: { fieldPath: source.fieldPath } };
    case 'resource':
      return {
        resourceFieldRef: {
          resource: source.resource,
          containerName: source.container,
          ...(source.divisor !== undefined && { divisor: quantity(source.divisor) }),
        },
      };
    case 'secret-key':
      return { secretKeyRef: keyOf(source) };
    case 'config-key':
      return { configMapKeyRef: keyOf(source) };
  }
}

function keyOf(source: { object: string; key: string; optional: boolean }): k8s.SecretKeySelector {
  return {
    name: source.object,
    key: source.key,
    ...(source.optional && { optional: true }),
  };
}
