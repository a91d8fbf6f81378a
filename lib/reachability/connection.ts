import { askMesh, type MeshVerdict } from './mesh/ask';
import { portsOfMesh } from './mesh/likeness';
import type { Mesh } from './mesh/mesh';
import type { Network } from './network/network';
import { cutPorts } from './network/port-range';
import { askSide, findSide, portsOfSide, type Side, type SideVerdict } from './network/side';
import {
  type Direction,
  type Layer,
  type OpenPorts,
  type Peer,
  PROTOCOLS,
  type Protocol,
  type Request,
  type Verdict,
} from './spec';

/** What decides in one cluster. */
export interface Policies {
  readonly network: Network;
  readonly mesh: Mesh;
}

/** The ends that have a say, the sender's first. */
const SIDES: Readonly<Record<Layer, readonly Direction[]>> = {
  network: ['egress', 'ingress'],
  both: ['egress', 'ingress'],
  mesh: [],
  egress: ['egress'],
  ingress: ['ingress'],
};

/** Whether the mesh has a say. */
export function hasMesh(layer: Layer): boolean {
  return layer === 'mesh' || layer === 'both';
}

/** Two peers, and the rules that are about them. */
export interface Connection {
  readonly from: Peer;
  readonly to: Peer;
  readonly sides: readonly Side[];
  readonly mesh: Mesh | undefined;
}

/** What each end and the mesh say of a port. */
export interface PortVerdict {
  readonly allowed: Verdict;
  readonly sides: readonly SideVerdict[];
  readonly mesh: MeshVerdict | undefined;
}

/** Looks up the rules between two peers: the sender's first. */
export function connect(policies: Policies, from: Peer, to: Peer, layer: Layer): Connection {
  const { network, mesh } = policies;
  return {
    from,
    to,
    sides: SIDES[layer].flatMap((direction) => findSide(network, direction, from, to) ?? []),
    mesh: hasMesh(layer) ? mesh : undefined,
  };
}

/** What is said of a port: open when all say so. */
export function askPort(
  { from, to, sides, mesh }: Connection,
  protocol: Protocol,
  port: number,
  request: Request,
): PortVerdict {
  const said = sides.map((side) => askSide(side, protocol, port));
  const meshSaid = mesh && askMesh(mesh, from, to, protocol, port, request);
  const verdicts = [...said, ...(meshSaid === undefined ? [] : [meshSaid])].map(
    ({ allowed }) => allowed,
  );
  return { allowed: leastOf(verdicts), sides: said, mesh: meshSaid };
}

/** All ports that are open between two peers, in order. */
export function openPorts(connection: Connection): readonly OpenPorts[] {
  return PROTOCOLS.flatMap((protocol) =>
    cutPorts(portsThatMatter(connection, protocol)).flatMap(({ first, last }) => {
      const { allowed } = askPort(connection, protocol, first, {});
      return allowed === false ? [] : [{ protocol, first, last, allowed }];
    }),
  ).reduce(joinNext, []);
}

function portsThatMatter({ from, to, sides, mesh }: Connection, protocol: Protocol) {
  const meshPorts = mesh === undefined || protocol !== 'TCP' ? [] : portsOfMesh(mesh, from, to);
  return [
    ...sides.flatMap((side) => portsOfSide(side, protocol)),
    ...meshPorts.map((port) => ({ first: port, last: port })),
  ];
}

function joinNext(before: readonly OpenPorts[], next: OpenPorts): OpenPorts[] {
  const last = before.at(-1);
  const joins =
    last?.protocol === next.protocol &&
    last.allowed === next.allowed &&
    last.last + 1 === next.first;
  return joins ? [...before.slice(0, -1), { ...last, last: next.last }] : [...before, next];
}

function leastOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes('conditional') ? 'conditional' : true;
}
