import type { Tests } from './fits';
import type { Shape } from './shape';

/** Finds the functions of the public door that give values of a name. */
export type FindMakers = (name: string) => readonly string[];

/** Says in words what a value may be. */
export class Words {
  constructor(
    private readonly tests: Tests,
    private readonly findMakers: FindMakers,
  ) {}

  /** What a shape allows: `'none' or { maxUnavailable: ... }`. */
  of(shape: Shape): string {
    const resolved = this.tests.resolve(shape);
    const known = this.findKnown(shape);
    if (known !== undefined) return known;
    if (typeof resolved === 'string') return SIMPLE[resolved] ?? OBJECT;
    if ('is' in resolved) return quoted(resolved.is);
    if ('any' in resolved) return either(resolved.any.flatMap((one) => this.partsOf(one)));
    if ('list' in resolved)
      return LISTS[String(resolved.list)] ?? LISTS[this.itemOf(resolved.list)] ?? 'a list: [ ... ]';
    if ('map' in resolved)
      return this.tests.resolve(resolved.map) === 'text' ? "text by key: { app: 'a' }" : OBJECT;
    return 'fields' in resolved ? outlineOf(resolved.fields) : OBJECT;
  }

  /** The words that a name has of its own: what it is, or the functions that give it. */
  findKnown(shape: Shape): string | undefined {
    if (typeof shape !== 'string' || !shape.startsWith('#')) return undefined;
    const makers = this.findMakers(shape.slice(1)).map((name) => `${name}()`);
    const last = makers.length > 1 ? ` and ${makers.pop()} give` : ' gives';
    return NAMED[shape] ?? (makers.length === 0 ? undefined : `what ${makers.join(', ')}${last}`);
  }

  /** The same for what may be one of several, some of which have a name: `'none' or what httpProbe() gives`. */
  findMade(shape: Shape): string | undefined {
    const resolved = this.tests.resolve(shape);
    const isPartKnown =
      typeof resolved === 'object' &&
      'any' in resolved &&
      resolved.any.some((one) => this.findKnown(one) !== undefined);
    return this.findKnown(shape) ?? (isPartKnown ? this.of(shape) : undefined);
  }

  /** What to write where a field is missing. @param place - a type's name and its field */
  adviceAt(place: string, shape: Shape): string {
    const known = this.findKnown(shape);
    return findAdvice(place) ?? (known === undefined ? 'add it' : `add ${known}`);
  }

  private partsOf(shape: Shape): readonly string[] {
    const resolved = this.tests.resolve(shape);
    // Among others, that it may be left out needs no words.
    if (resolved === 'nothing') return [];
    if (typeof resolved === 'string' || this.findKnown(shape) !== undefined)
      return [this.of(shape)];
    if ('is' in resolved) return literals(resolved.is);
    return 'any' in resolved
      ? resolved.any.flatMap((branch) => this.partsOf(branch))
      : [this.of(shape)];
  }

  private itemOf(shape: Shape): string {
    const item = this.tests.resolve(shape);
    if (typeof item === 'string') return item;
    return 'is' in item && item.is.every((word) => typeof word === 'string') ? 'text' : '';
  }
}

const OBJECT = 'an object: { ... }';

const SIMPLE: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  function: 'a function',
  nothing: 'nothing: leave it out',
  null: 'null',
  number: 'a number',
  text: 'text',
  value: 'plain data',
};

const LISTS: Readonly<Record<string, string>> = {
  '#Endpoint': "a list of endpoints: [cart.endpoint('grpc')]",
  '#Grant': 'a list: [{ apiGroups, resources, verbs }]',
  number: 'a list of numbers: [53]',
  text: "a list of text: ['a', 'b']",
};

/** What tells more than the functions that give it, or than its type. */
const NAMED: Readonly<Record<string, string>> = {
  '#AnalysisSource': 'what use() of a template gives',
  '#Database': 'a MySql store, or what externalMySql() gives',
  '#Database~2': 'a PostgreSql store, or what externalPostgreSql() gives',
  '#ArgumentSpec': 'text, a number, true, false, required, fromSecret() or rolloutField()',
  '#ArgumentValue':
    'text, a number, true, false, fromSecret(), rolloutField(), latestHash or stableHash',
  '#EnvSource': 'what secretKey() gives, or key() of an ExternalSecret',
  '#Endpoint': "an endpoint: cart.endpoint('grpc'), or externalEndpoint({ host, port })",
  '#Duration': "a duration: '500ms', '30s', '5m'",
  '#KeySource': "'path#property', or { key, property }",
  '#Router': 'a router such as istioByHost()',
  '#Size': "a size with its unit, such as '64Mi' or '1Gi'",
  '#TemplateData': 'a template, as analysisTemplate() gives it',
};

/** What to add where a field is missing, by the name of its type. */
const ADVICE: Readonly<Record<string, string>> = {
  'ApiServer.cidrs': 'name its addresses',
  'ClusterPods.labels': 'say which labels the pods have',
  'ClusterPods.namespace': 'say in which namespace the pods are',
  'EndpointPods.labels': 'name the labels of the pods',
  'EndpointPods.namespace': 'name the namespace of the pods',
  'ExternalEndpointProps.host': "name a DNS name or an address, 'db.example.com'",
  'ExternalEndpointProps.port': 'name a port, 5432',
  'Grant.apiGroups': "say in which: '' is that of pods and configmaps, 'apps' that of deployments",
  'Grant.resourceNames': 'leave it out for all, or name one',
  'Grant.resources': "say what, in plural: ['configmaps']",
  'Grant.verbs': "say what may be done: ['get', 'list', 'watch']",
  'PreviewsSpec.pullRequests': "add github({ owner: 'example', repository: 'shop' })",
};

/** What to write in a field, where more can be said than that it is needed. @param place - `Grant.verbs` */
export function findAdvice(place: string): string | undefined {
  return ADVICE[place];
}

/** Longer lists of words help nobody. */
const LISTED = 12;
const OUTLINED = 3;

/** Values as they are written: `'a', 'b' or 5`. */
export function quoted(words: readonly unknown[]): string {
  return either(literals(words));
}

function literals(words: readonly unknown[]): readonly string[] {
  return words.map((word) => (typeof word === 'string' ? `'${word}'` : String(word)));
}

function either(texts: readonly string[]): string {
  const outlines = new Set(texts.filter((text) => text.startsWith('{')));
  const isAny = texts.includes(OBJECT) || outlines.size > OUTLINED;
  const all = [...new Set(texts.map((text) => (isAny && outlines.has(text) ? OBJECT : text)))];
  const listed = all.slice(0, LISTED);
  if (listed.length < all.length) return `${listed.join(', ')}, ...`;
  const last = listed.pop() ?? '';
  return listed.length === 0 ? last : `${listed.join(', ')} or ${last}`;
}

/** An object by what it needs: `{ preferred: ... }`. */
function outlineOf(fields: Readonly<Record<string, Shape>>): string {
  const needed = Object.keys(fields).filter((key) => !key.endsWith('?'));
  return needed.length === 1 || needed.length === 2
    ? `{ ${needed.map((key) => `${key}: ...`).join(', ')} }`
    : OBJECT;
}
