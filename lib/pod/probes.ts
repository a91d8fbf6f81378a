import { isIP } from 'node:net';
import type { k8s } from 'cdk8s-plus-28';
import { checkDuration, type Duration, findSeconds } from '../kubernetes/duration';
import { checkDnsSubdomain } from '../kubernetes/names';
import { intOrString } from '../manifest/kube-manifest';
import { gather, gatherAll } from '../problem/gather';
import { type Problem, wrongValue } from '../problem/problem';
import { requireCall } from '../shape/check';
import type { Port } from './ports';

/** When a probe runs, and how often it may fail. Kubernetes' defaults apply where nothing is said. */
export interface ProbeTimings {
  /** Wait after the container's start. @default 0s */
  readonly initialDelay?: Duration;
  /** From probe to probe, at least 1s. @default 10s */
  readonly period?: Duration;
  /** At least 1s. @default 1s */
  readonly timeout?: Duration;
  /** At least 1; must be 1 for liveness and startup. @default 1 */
  readonly successThreshold?: number;
  /** At least 1. @default 3 */
  readonly failureThreshold?: number;
  /** From a failed liveness or startup probe to the kill, at least 1s. @default the pod's */
  readonly terminationGracePeriod?: Duration;
}

/** Port and headers of an HTTP request to the container. */
export interface HttpProbeOptions<P extends string> extends ProbeTimings {
  /** A port's name. @default the first TCP port */
  readonly port?: P;
  /**
   * Name or address that the kubelet connects to, instead of the pod's; a virtual host is `headers: { Host: ... }`.
   * From Kubernetes 1.34 on, namespaces that enforce *baseline* or *restricted* refuse it. @default the pod's address
   */
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default 'HTTP' */
  readonly scheme?: 'HTTP' | 'HTTPS';
}

/** What the kubelet does to see whether a container is well. */
export type Probe<P extends string = string> =
  | (HttpProbeOptions<P> & { readonly kind: 'http'; readonly path: string })
  | (ProbeTimings & { readonly kind: 'grpc'; readonly port?: P; readonly service?: string })
  | (ProbeTimings & { readonly kind: 'tcp'; readonly port?: P })
  | (ProbeTimings & { readonly kind: 'exec'; readonly command: readonly string[] });

/** The three probes of a container. */
export interface Probes<P extends string = string> {
  /**
   * Traffic comes only while it passes; with 'none', as soon as the container has started.
   * @default a TCP connection to the first port, in a microservice
   */
  readonly readiness?: Probe<P> | 'none';
  /** The container is restarted when it fails. */
  readonly liveness?: Probe<P>;
  /** The other two wait until it has passed. */
  readonly startup?: Probe<P>;
}

/** An HTTP GET that must answer 200 to 399. */
export function httpProbe<P extends string = never>(
  path: string,
  options: HttpProbeOptions<P> = {},
): Probe<NoInfer<P>> {
  requireCall('httpProbe', path, options);
  return { kind: 'http', path, ...options };
}

/** A call of the gRPC health service. */
export function grpcProbe<P extends string = never>(
  options: ProbeTimings & { readonly port?: P; readonly service?: string } = {},
): Probe<NoInfer<P>> {
  requireCall('grpcProbe', options);
  return { kind: 'grpc', ...options };
}

/** A TCP connection that must open. */
export function tcpProbe<P extends string = never>(
  options: ProbeTimings & { readonly port?: P } = {},
): Probe<NoInfer<P>> {
  requireCall('tcpProbe', options);
  return { kind: 'tcp', ...options };
}

/** A command in the container that must exit with 0. */
export function execProbe(command: readonly string[], timings: ProbeTimings = {}): Probe<never> {
  requireCall('execProbe', command, timings);
  return { kind: 'exec', command, ...timings };
}

/** Readiness and liveness by the gRPC health service; startup too where its timings are given. */
export function grpcProbes<P extends string = never>(
  options: {
    readonly port?: P;
    readonly readiness?: ProbeTimings;
    readonly liveness?: ProbeTimings;
    readonly startup?: ProbeTimings;
  } = {},
): Probes<NoInfer<P>> {
  requireCall('grpcProbes', options);
  const { port, readiness, liveness, startup } = options;
  return {
    readiness: grpcProbe({ port, ...readiness }),
    liveness: grpcProbe({ port, ...liveness }),
    ...(startup && { startup: grpcProbe({ port, ...startup }) }),
  };
}

const NOT_FOR_READINESS = 'is for liveness and startup, which end a container: leave it out';

/** Checks ports, timings and thresholds of a container's probes. */
export function checkProbes(
  field: string,
  probes: Probes = {},
  ports: readonly Port[],
): readonly Problem[] {
  const checkOne = (name: 'readiness' | 'liveness' | 'startup') => {
    const probe = probes[name];
    if (probe === undefined || probe === 'none') return [];
    const most = name === 'readiness' ? undefined : 1;
    return gather(
      checkProbePort(`${field}.${name}`, probe, ports),
      checkAction(`${field}.${name}`, probe),
      checkTimings(`${field}.${name}`, probe, most),
      name === 'readiness' && probe.terminationGracePeriod !== undefined
        ? [{ field: `${field}.readiness.terminationGracePeriod`, message: NOT_FOR_READINESS }]
        : [],
    );
  };
  return gather(checkOne('readiness'), checkOne('liveness'), checkOne('startup'));
}

/** Checks the names of HTTP headers. */
export function checkHeaders(
  field: string,
  headers: Readonly<Record<string, string>> = {},
): readonly Problem[] {
  return Object.keys(headers)
    .filter((name) => !/^[-A-Za-z0-9]+$/.test(name))
    .map((name) => wrongValue(field, name, 'a header name: letters, digits and dashes'));
}

/** Checks that there is something to run in the container. */
export function checkCommand(field: string, command: readonly string[]): readonly Problem[] {
  return command.length > 0 ? [] : [{ field, message: 'is empty: name the program to run' }];
}

/** A probe as Kubernetes has it. @param ports - the container's ports, of which the first is the default */
export function planProbe(
  probe: Probe | 'none' | undefined,
  ports: readonly Port[],
): k8s.Probe | undefined {
  if (probe === undefined || probe === 'none') return undefined;
  return Object.assign(planAction(probe, ports), planTimings(probe));
}

/** The pod port that a probe or hook means: the named one, or else the first TCP port. */
export function findTarget(name: string | undefined, ports: readonly Port[]): number | undefined {
  const isMeant = (port: Port) =>
    name === undefined ? port.protocol === 'TCP' : port.name === name;
  return ports.find(isMeant)?.target;
}

function planAction(probe: Probe, ports: readonly Port[]): k8s.Probe {
  if (probe.kind === 'exec') return { exec: { command: [...probe.command] } };
  const target = findTarget(probe.port, ports) ?? 0;
  if (probe.kind === 'grpc') return { grpc: { port: target, service: probe.service } };
  const port = intOrString(target);
  return probe.kind === 'tcp'
    ? { tcpSocket: { port } }
    : {
        httpGet: {
          host: probe.host,
          path: probe.path,
          port,
          scheme: probe.scheme,
          httpHeaders: planHeaders(probe.headers),
        },
      };
}

/** HTTP headers as the list that Kubernetes wants. */
export function planHeaders(
  headers: Readonly<Record<string, string>> = {},
): k8s.HttpHeader[] | undefined {
  const list = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return list.length === 0 ? undefined : list;
}

function planTimings(timings: ProbeTimings): k8s.Probe {
  const { initialDelay, period, timeout, terminationGracePeriod, ...thresholds } = timings;
  return {
    initialDelaySeconds: initialDelay && findSeconds(initialDelay),
    periodSeconds: period && findSeconds(period),
    timeoutSeconds: timeout && findSeconds(timeout),
    successThreshold: thresholds.successThreshold,
    failureThreshold: thresholds.failureThreshold,
    terminationGracePeriodSeconds: terminationGracePeriod && findSeconds(terminationGracePeriod),
  };
}

function checkProbePort(field: string, probe: Probe, ports: readonly Port[]): readonly Problem[] {
  if (probe.kind === 'exec' || findTarget(probe.port, ports) !== undefined) return [];
  const names = ports.map((port) => `'${port.name}'`).join(', ');
  return ports.length === 0
    ? [{ field, message: 'needs a port: add one to `ports`, or use execProbe()' }]
    : [wrongValue(`${field}.port`, probe.port, names)];
}

function checkAction(field: string, probe: Probe): readonly Problem[] {
  if (probe.kind === 'exec') return checkCommand(`${field}.command`, probe.command);
  if (probe.kind !== 'http') return [];
  return gather(
    probe.host === undefined ? [] : checkHost(`${field}.host`, probe.host),
    probe.headers === undefined ? [] : checkHeaders(`${field}.headers`, probe.headers),
  );
}

function checkHost(field: string, host: string): readonly Problem[] {
  return isIP(host) !== 0 || checkDnsSubdomain(field, host.toLowerCase()).length === 0
    ? []
    : [wrongValue(field, host, "a name or an address without port and scheme: '127.0.0.1'")];
}

const LEAST_SECONDS = [
  ['initialDelay', 0],
  ['period', 1],
  ['timeout', 1],
  ['terminationGracePeriod', 1],
] as const;

function checkTimings(
  field: string,
  timings: ProbeTimings,
  mostSuccesses: number | undefined,
): readonly Problem[] {
  const { successThreshold, failureThreshold } = timings;
  return gather(
    gatherAll(
      LEAST_SECONDS.map(([name, least]) =>
        timings[name] === undefined ? [] : checkDuration(`${field}.${name}`, timings[name], least),
      ),
    ),
    checkCount(`${field}.successThreshold`, successThreshold, mostSuccesses),
    checkCount(`${field}.failureThreshold`, failureThreshold, undefined),
  );
}

function checkCount(
  field: string,
  count: number | undefined,
  most: number | undefined,
): readonly Problem[] {
  if (count === undefined) return [];
  if (Number.isInteger(count) && count >= 1 && (most === undefined || count <= most)) return [];
  return [wrongValue(field, count, most === undefined ? 'a whole number from 1' : `${most}`)];
}
