import { checkDnsLabel, checkDnsSubdomain, checkPortNumber } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';
import { checkDestination, checkWeights } from '../destination';
import { checkRegex } from '../regex';
import {
  checkDistinct,
  checkEach,
  checkHeaderNames,
  checkHost,
  checkMembers,
  checkObject,
  checkOptional,
  checkTime,
  checkWhole,
  findMilliseconds,
  type TrafficDuration,
} from '../values';
import type {
  CommonFilters,
  HeaderModifier,
  ParentReference,
  RouteOptions,
  ValueMatch,
  WeightedBackend,
} from './route-spec';

/** Checks what any route says. */
export function checkRouteOptions(name: string, props: RouteOptions): readonly Problem[] {
  const { parents, hostnames } = props;
  return [
    ...checkObject(name, props),
    ...(parents.length === 0 ? [{ field: 'parents', message: 'is empty: name a Gateway' }] : []),
    ...checkEach('parents', parents, checkParent),
    ...checkEach('hostnames', hostnames, checkHostname),
    ...checkMost('hostnames', hostnames, 16),
  ];
}

function checkParent(field: string, parent: ParentReference): readonly Problem[] {
  const { name, namespace, sectionName, port } = parent;
  return [
    ...checkDnsSubdomain(`${field}.name`, name),
    ...checkOptional(`${field}.namespace`, namespace, checkDnsLabel),
    ...checkOptional(`${field}.sectionName`, sectionName, checkDnsSubdomain),
    ...checkOptional(`${field}.port`, port, checkPortNumber),
  ];
}

/** Checks a host, which must have a name. */
export function checkHostname(field: string, host: string): readonly Problem[] {
  return host === '*'
    ? [wrongValue(field, host, "hosts with a name, or '*.' and such a name; none for all")]
    : checkHost(field, host);
}

/** Checks the length of a list. */
export function checkMost(
  field: string,
  list: readonly unknown[] | undefined,
  max: number,
): readonly Problem[] {
  const count = list?.length ?? 0;
  return count <= max ? [] : [wrongValue(field, `${count} items`, `at most ${max}`)];
}

/** Checks the rules of a route, as far as all have it. */
export function checkRules(
  rules: readonly {
    readonly name?: string;
    readonly matches?: readonly unknown[];
  }[],
): readonly Problem[] {
  return [
    ...checkMost('rules', rules, 16),
    ...checkEach('rules', rules, (field, { name, matches }) => [
      ...checkOptional(`${field}.name`, name, checkDnsSubdomain),
      ...checkMost(`${field}.matches`, matches, 64),
    ]),
    ...checkDistinct(
      'rules.name',
      rules.map(({ name }) => name),
    ),
  ];
}

/** Checks the Services of a rule. */
export function checkBackends<F extends object>(
  field: string,
  backends: readonly WeightedBackend<F>[],
  checkFilter: (field: string, filter: F) => readonly Problem[],
): readonly Problem[] {
  return [
    ...checkEach(field, backends, (place, { to, filters }) => [
      ...checkDestination(`${place}.to`, to),
      ...checkEach(`${place}.filters`, filters, checkFilter),
      ...checkFiltersOnce(`${place}.filters`, filters ?? []),
    ]),
    ...checkWeights(
      field,
      backends.map(({ weight }) => weight),
    ),
    ...checkMost(field, backends, 16),
  ];
}

/** Kinds of filters of which there may be several. */
const REPEATED = ['requestMirror', 'extensionRef'];

/** Checks that no filter but a mirror stands twice. */
export function checkFiltersOnce(field: string, filters: readonly object[]): readonly Problem[] {
  const kinds = filters.flatMap((filter) => Object.keys(filter));
  return [
    ...checkDistinct(
      field,
      kinds.filter((kind) => !REPEATED.includes(kind)),
    ),
    ...checkMost(field, filters, 16),
  ];
}

/** Checks that a filter does one thing, and what it may do with any request. */
export function checkCommonFilter(
  field: string,
  filter: Partial<CommonFilters>,
): readonly Problem[] {
  const { requestHeaderModifier, responseHeaderModifier, requestMirror, extensionRef } = filter;
  return [
    ...(Object.keys(filter).length === 1
      ? []
      : [wrongValue(field, Object.keys(filter).join(' and '), 'one thing in each filter')]),
    ...checkOptional(`${field}.requestHeaderModifier`, requestHeaderModifier, checkModifier),
    ...checkOptional(`${field}.responseHeaderModifier`, responseHeaderModifier, checkModifier),
    ...checkOptional(`${field}.requestMirror`, requestMirror, checkMirror),
    ...checkOptional(`${field}.extensionRef.name`, extensionRef?.name, checkDnsSubdomain),
  ];
}

function checkModifier(field: string, { set, add, remove }: HeaderModifier): readonly Problem[] {
  return [
    ...checkHeaderNames(`${field}.set`, Object.keys(set ?? {})),
    ...checkHeaderNames(`${field}.add`, Object.keys(add ?? {})),
    ...checkHeaderNames(`${field}.remove`, remove ?? []),
  ];
}

function checkMirror(field: string, mirror: CommonFilters['requestMirror']): readonly Problem[] {
  const { to, percent, fraction } = mirror;
  const { numerator, denominator = 100 } = fraction ?? {};
  return [
    ...checkDestination(`${field}.to`, to),
    ...checkWhole(`${field}.percent`, percent, 0, 100),
    ...checkWhole(`${field}.fraction.denominator`, denominator, 1),
    ...checkWhole(`${field}.fraction.numerator`, numerator, 0, denominator),
  ];
}

/** Checks matches of named values. */
export function checkValues(
  field: string,
  values: Readonly<Record<string, ValueMatch>> | undefined,
): readonly Problem[] {
  return [
    ...checkHeaderNames(field, Object.keys(values ?? {})),
    ...checkMembers(field, values, (place, match) =>
      typeof match === 'object' && match.regex !== undefined
        ? checkRegex(`${place}.regex`, match.regex)
        : [],
    ),
    ...checkMost(field, Object.keys(values ?? {}), 16),
  ];
}

/** Five digits are all that the Gateway API takes. */
const LONGEST = /^\d{1,5}\D/;

/** Checks a duration as the Gateway API has it. */
export function checkGatewayTime(
  field: string,
  duration: TrafficDuration | undefined,
): readonly Problem[] {
  const problems = checkTime(field, duration);
  if (problems.length > 0 || duration === undefined || LONGEST.test(duration)) return problems;
  return [wrongValue(field, duration, 'a duration of at most five digits')];
}

/** Checks that a part isn't longer than the whole. */
export function checkWithin(
  field: string,
  part: TrafficDuration | undefined,
  whole: TrafficDuration | undefined,
): readonly Problem[] {
  const [short, long] = [part, whole].map((time) => findMilliseconds(time ?? ''));
  return short === undefined || long === undefined || short <= long
    ? []
    : [wrongValue(field, part, `at most ${whole}`)];
}
