import { placesOf } from './names';
import type { Reachability } from './reachability';
import type { Answer, Decision, Layer, Peer } from './spec';

/** Says for a closed connection, for each end and the mesh, what closes it and what opens it. */
export function adviceFor(reachability: Reachability, answer: Answer): string {
  const { from, to, port, protocol, layer } = answer;
  if (answer.decidedBy.length === 0) return answer.reasons.join('; ');
  const closing = (own: Layer) =>
    layer === 'both' || layer === own
      ? reachability
          .ask(from, to, port, { protocol, layer: own })
          .decidedBy.filter(({ effect }) => effect !== 'allows')
      : [];
  const network = layer === 'both' ? closing('network') : layer === 'mesh' ? [] : closing(layer);
  const mesh = closing('mesh');
  return [
    ...DIRECTIONS.flatMap((direction) =>
      adviceForSide(
        answer,
        network.filter((decision) => decision.direction === direction),
      ),
    ),
    ...adviceForMesh(answer, mesh),
  ].join('; ');
}

const DIRECTIONS = ['egress', 'ingress'] as const;

function adviceForSide(answer: Answer, decisions: readonly Decision[]): readonly string[] {
  const { from, to, port, protocol } = answer;
  const [first] = decisions;
  if (first === undefined) return [];
  const ports = `${protocol} ${port}`;
  const denied = decisions.filter(({ effect }) => effect === 'denies');
  if (denied.length > 0)
    return [`${placesOf(denied)} ${verb(denied, 'deny', 'denies')} it: take it out there`];
  const places = `${placesOf(decisions)} ${verb(decisions, 'close', 'closes')}`;
  return first.direction === 'egress'
    ? [`${places} what ${from.id} sends: allow it egress to ${to.id} on ${ports}`]
    : [`${places} what ${to.id} receives: allow it ingress from ${from.id} on ${ports}`];
}

function adviceForMesh(
  { from, to, port }: Answer,
  decisions: readonly Decision[],
): readonly string[] {
  const [first] = decisions;
  if (first === undefined) return [];
  const places = placesOf(decisions);
  if (first.effect === 'requires identity')
    return [
      `${places} ${verb(decisions, 'require', 'requires')} mutual TLS: bring ${from.id} into the mesh`,
    ];
  if (first.effect === 'denies')
    return [`${places} ${verb(decisions, 'deny', 'denies')} it: take it out there`];
  return [
    `${places} ${verb(decisions, 'allow', 'allows')} others only: allow ${principalOf(from)} on port ${port} of ${to.id}`,
  ];
}

function verb(decisions: readonly Decision[], many: string, one: string): string {
  return new Set(decisions.map(({ policy }) => policy)).size > 1 ? many : one;
}

function principalOf(peer: Peer): string {
  return peer.type === 'pod'
    ? `principal */ns/${peer.namespace}/sa/${peer.serviceAccount}`
    : peer.cidr;
}
