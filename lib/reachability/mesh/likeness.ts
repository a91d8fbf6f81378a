import type { Peer, Pod } from '../spec';
import { type Identity, passes, type Situation } from './attribute';
import { isUnsure, type Match } from './match';
import type { Mesh } from './mesh';
import { isOfSource, type MeshPolicy, testsOf } from './policy';
import { annotatedPorts, portsOfProxy, sidecarAnnotations } from './sidecar';

/** Pods with the same text fare alike as destinations in the mesh. */
export function destinationKey(mesh: Mesh, to: Peer, numberOf: (policy: object) => number): string {
  if (to.type !== 'pod' || to.mesh === 'none') return '';
  return JSON.stringify([
    to.mesh,
    sidecarAnnotations(to),
    mesh.policiesOf(to).map(numberOf),
    mesh.authenticationOf(to).map(numberOf),
    [...mesh.protocolsOf(to)],
  ]);
}

/** Peers that get the same text fare alike when they call a destination. */
export function sourceKeys(mesh: Mesh, to: Pod): (from: Peer) => string {
  const tests = mesh.policiesOf(to).flatMap(sourceTests);
  const said = (from: Peer, identity: Identity | undefined) => {
    const situation = { ...NOTHING_KNOWN, from, to, identity };
    return tests.map((test) => charOf(passes(test, situation))).join('');
  };
  return (from) => {
    if (from.type === 'outside') return from.id;
    if (from.mesh === 'none') return 'none';
    return `${sidecarAnnotations(from)} ${said(from, mesh.identityOf(from))}`;
  };
}

/** The ports at which what the mesh says may change. */
export function portsOfMesh(mesh: Mesh, from: Peer, to: Peer): readonly number[] {
  if (to.type !== 'pod' || to.mesh === 'none') return [];
  const tested = mesh
    .policiesOf(to)
    .flatMap(({ rules }) => rules.flatMap(testsOf))
    .filter(({ key }) => key === 'destination.port')
    .flatMap(({ values, notValues }) => [...values, ...notValues].map(Number));
  return [
    ...tested,
    ...mesh.authenticationOf(to).flatMap(({ ports }) => [...ports.keys()]),
    ...mesh.protocolsOf(to).keys(),
    ...annotatedPorts(from),
    ...portsOfProxy(to),
  ];
}

const NOTHING_KNOWN: Omit<Situation, 'from' | 'to' | 'identity'> = {
  port: 0,
  protocol: 'unknown',
  request: {},
};

function sourceTests({ rules }: MeshPolicy) {
  return rules.flatMap((rule) => testsOf(rule).filter(isOfSource));
}

function charOf(match: Match): string {
  return isUnsure(match) ? '?' : match.charAt(0);
}
