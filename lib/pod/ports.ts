import type { k8s } from 'cdk8s-plus-28';
import type { Protocol } from '../endpoint/protocol';
import { checkIpAddress } from '../kubernetes/cidr';
import { checkPortName, checkPortNumber, isQualifiedName } from '../kubernetes/names';
import { gather, gatherAll } from '../problem/gather';
import { type Problem, wrongValue } from '../problem/problem';

/** A named port in full; a bare number stands for `{ port: number }`. */
export interface PortSpec {
  /** Port of the Service, 1 to 65535. */
  readonly port: number;
  /**
   * Port that the container listens on. Several ports may have the same one: the container shows it once, by
   * the name of the first of them. @default the same as `port`
   */
  readonly target?: number;
  /** @default 'TCP' */
  readonly protocol?: Protocol;
  /**
   * Application protocol, where the port's name doesn't tell it: `grpc`, `http2`, `kubernetes.io/h2c`.
   * @see https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol
   */
  readonly appProtocol?: string;
  /**
   * Port of each pod's node that leads to the container, for what a node has once: an agent, a gateway.
   * Pod Security *baseline* and *restricted* refuse it. @default none
   */
  readonly hostPort?: number;
  /** Address of the node at which `hostPort` is open. @default all that it has */
  readonly hostIP?: string;
}

/** Ports by name. The names are what `endpoint()` takes. */
export type Ports<P extends string> = Readonly<Record<P, number | PortSpec>>;

/** A port with everything filled in. */
export interface Port {
  readonly name: string;
  readonly port: number;
  readonly target: number;
  readonly protocol: Protocol;
  readonly appProtocol?: string;
}

/** A port with how its container, and the node, show it. */
export interface ContainerPort extends Port {
  /** Name by which the container shows the target: that of the first port that leads there. */
  readonly targetName: string;
  readonly hostPort?: number;
  readonly hostIP?: string;
}

/** Ports as a list, defaults filled in, in the order of the spec. */
export function portsOf(ports: Ports<string> = {}): readonly ContainerPort[] {
  const list = Object.entries(ports).map(([name, spec]): ContainerPort => {
    const {
      port,
      target = port,
      protocol = 'TCP',
      appProtocol,
      hostPort,
      hostIP,
    }: PortSpec = typeof spec === 'number' ? { port: spec } : spec;
    return { name, port, target, targetName: name, protocol, appProtocol, hostPort, hostIP };
  });
  return list.length < 2 ? list : withSharedTargets(list);
}

/** Each with the name of the first that leads to its target. */
function withSharedTargets(list: readonly ContainerPort[]): readonly ContainerPort[] {
  const names = new Map<string, string>();
  return list.map((port) => {
    const key = targetOf(port);
    const targetName = names.get(key) ?? port.name;
    names.set(key, targetName);
    return { ...port, targetName };
  });
}

/** Whether the container shows its target by the name of a port: of the first that leads there. */
export function ownsTarget({ name, targetName }: ContainerPort): boolean {
  return name === targetName;
}

/** Checks names and numbers, and that no two ports are the same port of a Service. */
export function checkPorts(field: string, ports: Ports<string> = {}): readonly Problem[] {
  const list = portsOf(ports);
  return gather(gatherAll(list.map((port) => checkPort(field, port))), checkDistinct(field, list));
}

function checkPort(field: string, one: ContainerPort): readonly Problem[] {
  const { name, port, target, protocol, appProtocol } = one;
  const at = `${field}.${name}`;
  return gather(
    checkPortName(field, name),
    checkPortNumber(at, port),
    target === port ? [] : checkPortNumber(`${at}.target`, target),
    ['TCP', 'UDP', 'SCTP'].includes(protocol)
      ? []
      : [wrongValue(`${at}.protocol`, protocol, "'TCP', 'UDP' or 'SCTP'")],
    appProtocol === undefined || isQualifiedName(appProtocol)
      ? []
      : [wrongValue(`${at}.appProtocol`, appProtocol, "'http' or 'example.com/it'")],
    checkHostPort(at, one),
  );
}

function checkHostPort(field: string, one: ContainerPort): readonly Problem[] {
  const { target, targetName, hostPort, hostIP } = one;
  if (hostPort === undefined)
    return hostIP === undefined
      ? []
      : [{ field: `${field}.hostIP`, message: 'is for a hostPort: add one, or leave it out' }];
  if (!ownsTarget(one)) {
    const allowed = `none: '${targetName}' shows target ${target}, so write it there`;
    return [wrongValue(`${field}.hostPort`, hostPort, allowed)];
  }
  return [
    ...checkPortNumber(`${field}.hostPort`, hostPort),
    ...(hostIP === undefined ? [] : checkIpAddress(`${field}.hostIP`, hostIP)),
  ];
}

/** Checks that no two ports of a Service have the same number of the same protocol. */
export function checkDistinct(field: string, ports: readonly Port[]): readonly Problem[] {
  const first = new Map<string, string>();
  return ports.flatMap((port) => {
    const key = `${port.port}/${port.protocol}`;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, port.name);
      return [];
    }
    return [
      wrongValue(`${field}.${port.name}`, key, `a port that '${other}' doesn't have already`),
    ];
  });
}

/** The ports of one container of a pod, and where they are written. */
export interface PortsAt {
  readonly field: string;
  readonly ports: Ports<string> | undefined;
}

/**
 * Checks that containers which run side by side have no port's name and no target in common, and that no two
 * ports of the pod want the same port of its node.
 * @param hostNetwork - whether the pod is in its node's network, where a port is the node's as it is
 */
export function checkSharedPorts(
  containers: readonly PortsAt[],
  hostNetwork = false,
): readonly Problem[] {
  const lists = containers.map(({ field, ports }) => ({ field, list: portsOf(ports) }));
  const isSimple = lists.length < 2 && !lists.some(({ list }) => list.some(isShownByNode));
  if (isSimple) return [];
  const taken = new Set<string>();
  const onNode: ContainerPort[] = [];
  return lists.flatMap(({ field, list }) => {
    const problems = list.flatMap((port) => [
      ...[port.name, ...(ownsTarget(port) ? [targetOf(port)] : [])]
        .filter((key) => taken.has(key))
        .map((key) =>
          wrongValue(`${field}.${port.name}`, key, 'one that no container beside it has'),
        ),
      ...checkOnNode(`${field}.${port.name}.hostPort`, port, onNode, hostNetwork),
    ]);
    for (const port of list) taken.add(port.name).add(targetOf(port));
    return problems;
  });
}

function isShownByNode({ hostPort }: ContainerPort): boolean {
  return hostPort !== undefined;
}

/** Checks a port of the node, and adds it to those that the pod has already. */
function checkOnNode(
  field: string,
  one: ContainerPort,
  taken: ContainerPort[],
  hostNetwork: boolean,
): readonly Problem[] {
  const { hostPort, target, protocol } = one;
  if (hostPort === undefined) return [];
  const other = taken.find((port) => isSameOnNode(port, one));
  taken.push(one);
  if (other !== undefined) {
    const allowed = `one that '${other.name}' doesn't have already`;
    return [wrongValue(field, `${hostPort}/${protocol}`, allowed)];
  }
  return hostNetwork && hostPort !== target
    ? [wrongValue(field, hostPort, `${target}, its target, in the node's network; or none`)]
    : [];
}

/** Without an address, a port is open at each of them. */
function isSameOnNode(a: ContainerPort, b: ContainerPort): boolean {
  const isApart = a.hostIP !== undefined && b.hostIP !== undefined && a.hostIP !== b.hostIP;
  return a.hostPort === b.hostPort && a.protocol === b.protocol && !isApart;
}

/** The `ports` list of a container: each target once, as a cluster takes no second one. */
export function planContainerPorts(
  ports: readonly ContainerPort[],
): k8s.ContainerPort[] | undefined {
  if (ports.length === 0) return undefined;
  return ports.filter(ownsTarget).map(({ name, target, protocol, hostPort, hostIP }) => ({
    name,
    containerPort: target,
    hostPort,
    hostIp: hostIP,
    ...(protocol !== 'TCP' && { protocol }),
  }));
}

function targetOf({ target, protocol }: Pick<Port, 'target' | 'protocol'>): string {
  return `${target}/${protocol}`;
}
