import type { k8s } from 'cdk8s-plus-28';
import type { Protocol } from '../endpoint/protocol';
import { checkPortName, checkPortNumber, isQualifiedName } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';

/** A named port in full; a bare number stands for `{ port: number }`. */
export interface PortSpec {
  /** Port of the Service, 1 to 65535. */
  readonly port: number;
  /** Port that the container listens on. @default the same as `port` */
  readonly target?: number;
  /** @default 'TCP' */
  readonly protocol?: Protocol;
  /**
   * Application protocol, where the port's name doesn't tell it: `grpc`, `http2`, `kubernetes.io/h2c`.
   * @see https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol
   */
  readonly appProtocol?: string;
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

/** Ports as a list, defaults filled in, in the order of the spec. */
export function portsOf(ports: Ports<string> = {}): readonly Port[] {
  return Object.entries(ports).map(([name, spec]) => {
    const {
      port,
      target = port,
      protocol = 'TCP',
      appProtocol,
    }: PortSpec = typeof spec === 'number' ? { port: spec } : spec;
    return { name, port, target, protocol, appProtocol };
  });
}

/** Checks names and numbers, and that no two ports are the same port. */
export function checkPorts(field: string, ports: Ports<string> = {}): readonly Problem[] {
  const list = portsOf(ports);
  return [
    ...list.flatMap(({ name, port, target, protocol, appProtocol }) => [
      ...checkPortName(field, name),
      ...checkPortNumber(`${field}.${name}`, port),
      ...(target === port ? [] : checkPortNumber(`${field}.${name}.target`, target)),
      ...(['TCP', 'UDP', 'SCTP'].includes(protocol)
        ? []
        : [wrongValue(`${field}.${name}.protocol`, protocol, "'TCP', 'UDP' or 'SCTP'")]),
      ...(appProtocol === undefined || isQualifiedName(appProtocol)
        ? []
        : [wrongValue(`${field}.${name}.appProtocol`, appProtocol, "'http' or 'example.com/it'")]),
    ]),
    ...checkDistinct(field, list, 'port', (port) => `${port.port}/${port.protocol}`),
    ...checkDistinct(field, list, 'target', targetOf),
  ];
}

/** The ports of one container of a pod, and where they are written. */
export interface PortsAt {
  readonly field: string;
  readonly ports: Ports<string> | undefined;
}

/** Checks that containers which run side by side have no port's name, and no target, in common. */
export function checkSharedPorts(containers: readonly PortsAt[]): readonly Problem[] {
  const taken = new Set<string>();
  return containers.flatMap(({ field, ports }) => {
    const list = portsOf(ports);
    const problems = list.flatMap((port) =>
      [port.name, targetOf(port)]
        .filter((key) => taken.has(key))
        .map((key) =>
          wrongValue(`${field}.${port.name}`, key, 'one that no container beside it has'),
        ),
    );
    for (const port of list) taken.add(port.name).add(targetOf(port));
    return problems;
  });
}

/** The `ports` list of a container. */
export function planContainerPorts(ports: readonly Port[]): k8s.ContainerPort[] | undefined {
  if (ports.length === 0) return undefined;
  return ports.map(({ name, target, protocol }) => ({
    name,
    containerPort: target,
    ...(protocol !== 'TCP' && { protocol }),
  }));
}

function targetOf({ target, protocol }: Port): string {
  return `${target}/${protocol}`;
}

function checkDistinct(
  field: string,
  ports: readonly Port[],
  what: string,
  keyOf: (port: Port) => string,
): readonly Problem[] {
  const first = new Map<string, string>();
  return ports.flatMap((port) => {
    const key = keyOf(port);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, port.name);
      return [];
    }
    return [
      wrongValue(`${field}.${port.name}`, key, `a ${what} that '${other}' doesn't have already`),
    ];
  });
}
