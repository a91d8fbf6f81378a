import { checkCidr } from '../../kubernetes/cidr';
import type { StringMap } from '../../kubernetes/labels';
import { checkDnsLabel, checkLabels, checkPortNumber } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';
import { checkRegex } from '../regex';
import { checkDistinct, checkEach, checkHeaderNames, checkMembers, checkOptional } from '../values';
import { listOf } from '../wire';
import { type GatewayName, planGatewayName } from './gateway-name';

/** How a text is matched; a bare text has to be the same. Regular expressions are RE2's, over the whole. */
export type StringMatch =
  | string
  | { readonly exact: string; readonly prefix?: never; readonly regex?: never }
  | { readonly prefix: string; readonly exact?: never; readonly regex?: never }
  | { readonly regex: string; readonly exact?: never; readonly prefix?: never };

/** A header's value, or that it is there at all. */
export type HeaderValueMatch =
  | StringMatch
  | {
      readonly present: true;
      readonly exact?: never;
      readonly prefix?: never;
      readonly regex?: never;
    };

/** Conditions on a request, all of which have to hold. */
export interface HttpMatch {
  /** For metrics and logs. @default none */
  readonly name?: string;
  readonly uri?: StringMatch;
  /** Upper and lower case are the same in the URI; not with `regex`. @default false */
  readonly ignoreUriCase?: boolean;
  readonly scheme?: StringMatch;
  readonly method?: StringMatch;
  readonly authority?: StringMatch;
  readonly headers?: Readonly<Record<string, HeaderValueMatch>>;
  /** Headers that a request must not have, or not with this value. */
  readonly withoutHeaders?: Readonly<Record<string, HeaderValueMatch>>;
  readonly queryParams?: Readonly<Record<string, StringMatch>>;
  /** The port that the caller asks for. */
  readonly port?: number;
  /** Labels of the pod that calls. */
  readonly sourceLabels?: StringMap;
  /** Namespace of the pod that calls. */
  readonly sourceNamespace?: string;
  /** Gateways that the request comes through. @default those of the VirtualService */
  readonly gateways?: readonly GatewayName[];
  /** Prefix of the route's own metrics. @default none */
  readonly statPrefix?: string;
}

/** Conditions on a connection, all of which have to hold. */
export interface TcpMatch {
  /** Addresses that the caller asks for, as CIDRs. */
  readonly destinationSubnets?: readonly string[];
  /** The port that the caller asks for. */
  readonly port?: number;
  /** Labels of the pod that calls. */
  readonly sourceLabels?: StringMap;
  /** Namespace of the pod that calls. */
  readonly sourceNamespace?: string;
  /** Gateways that the connection comes through. @default those of the VirtualService */
  readonly gateways?: readonly GatewayName[];
}

/** Conditions on a connection whose server name can be seen, though nothing else of it. */
export interface TlsMatch extends TcpMatch {
  /** Server names; each has to be one of the VirtualService's hosts. */
  readonly sniHosts: readonly string[];
}

/** A match of text in Istio's words. */
export function planStringMatch(match: StringMatch) {
  return typeof match === 'string' ? { exact: match } : match;
}

function planHeaderMatch(match: HeaderValueMatch) {
  return typeof match === 'object' && 'present' in match ? {} : planStringMatch(match);
}

function planMap<M, T>(map: Readonly<Record<string, M>> | undefined, plan: (match: M) => T) {
  if (map === undefined) return undefined;
  return Object.fromEntries(Object.entries(map).map(([name, match]) => [name, plan(match)]));
}

function planText(match: StringMatch | undefined) {
  return match === undefined ? undefined : planStringMatch(match);
}

/** Conditions on a request in Istio's words. */
export function planHttpMatch(match: HttpMatch, namespace: string | undefined) {
  const { uri, scheme, method, authority, headers, withoutHeaders, queryParams, gateways } = match;
  return {
    ...match,
    uri: planText(uri),
    scheme: planText(scheme),
    method: planText(method),
    authority: planText(authority),
    headers: planMap(headers, planHeaderMatch),
    withoutHeaders: planMap(withoutHeaders, planHeaderMatch),
    queryParams: planMap(queryParams, planStringMatch),
    gateways: listOf(gateways?.map((gateway) => planGatewayName(gateway, namespace))),
  };
}

/** Conditions on a connection in Istio's words. */
export function planTcpMatch<M extends TcpMatch>(match: M, namespace: string | undefined) {
  return {
    ...match,
    gateways: listOf(match.gateways?.map((gateway) => planGatewayName(gateway, namespace))),
  };
}

/** Checks a match of text. */
export function checkStringMatch(field: string, match: HeaderValueMatch): readonly Problem[] {
  if (typeof match === 'string' || match.regex === undefined) return [];
  return checkRegex(`${field}.regex`, match.regex);
}

/** Checks conditions on a request. */
export function checkHttpMatch(field: string, match: HttpMatch): readonly Problem[] {
  const { uri, headers, withoutHeaders, queryParams } = match;
  const texts = { uri, scheme: match.scheme, method: match.method, authority: match.authority };
  return [
    ...Object.entries(texts).flatMap(([name, text]) =>
      checkOptional(`${field}.${name}`, text, checkStringMatch),
    ),
    ...(match.ignoreUriCase === true && isRegex(uri)
      ? [
          wrongValue(
            `${field}.ignoreUriCase`,
            true,
            "beside an exact uri or a prefix: begin the regex with '(?i)' instead",
          ),
        ]
      : []),
    ...checkHeaderNames(`${field}.headers`, Object.keys(headers ?? {})),
    ...checkMembers(`${field}.headers`, headers, checkStringMatch),
    ...checkHeaderNames(`${field}.withoutHeaders`, Object.keys(withoutHeaders ?? {})),
    ...checkMembers(`${field}.withoutHeaders`, withoutHeaders, checkStringMatch),
    ...checkMembers(`${field}.queryParams`, queryParams, checkStringMatch),
    ...checkSource(field, match),
  ];
}

/** Checks conditions on a connection. */
export function checkTcpMatch(field: string, match: TcpMatch): readonly Problem[] {
  return [
    ...checkEach(`${field}.destinationSubnets`, match.destinationSubnets, checkCidr),
    ...checkSource(field, match),
  ];
}

function checkSource(
  field: string,
  { port, sourceLabels, sourceNamespace }: HttpMatch | TcpMatch,
): readonly Problem[] {
  return [
    ...checkOptional(`${field}.port`, port, checkPortNumber),
    ...checkLabels(`${field}.sourceLabels`, sourceLabels ?? {}),
    ...checkOptional(`${field}.sourceNamespace`, sourceNamespace, checkDnsLabel),
  ];
}

/** Checks server names: each has to be one of the hosts, or below one that has a `*`. */
export function checkTlsMatch(
  field: string,
  match: TlsMatch,
  hosts: readonly string[],
): readonly Problem[] {
  const { sniHosts } = match;
  return [
    ...checkTcpMatch(field, match),
    ...(sniHosts.length === 0
      ? [{ field: `${field}.sniHosts`, message: 'is empty: name at least one server name' }]
      : []),
    ...sniHosts.flatMap((sni, index) =>
      hosts.some((host) => covers(host, sni))
        ? []
        : [wrongValue(`${field}.sniHosts[${index}]`, sni, `hosts of it: ${hosts.join(', ')}`)],
    ),
    ...checkDistinct(`${field}.sniHosts`, sniHosts),
  ];
}

function covers(host: string, sni: string): boolean {
  if (host === '*' || host === sni) return true;
  return host.startsWith('*.') && sni.endsWith(host.slice(1));
}

/** Whether a text is matched by a regular expression. */
export function isRegex(match: HeaderValueMatch | undefined): boolean {
  return typeof match === 'object' && match.regex !== undefined;
}

/** Whether a request can be other than this: a match without conditions is none. */
export function isConditional(match: HttpMatch): boolean {
  const { name: _, statPrefix: __, ignoreUriCase: ___, uri, ...conditions } = match;
  const isRoot = typeof uri === 'object' && uri.prefix === '/';
  return (uri !== undefined && !isRoot) || Object.values(conditions).some(isSaid);
}

function isSaid(condition: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return condition !== undefined;
  return Object.keys(condition).length > 0;
}
