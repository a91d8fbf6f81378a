import { askPort, connect, type PortVerdict } from './connection';
import type { MeshVerdict } from './mesh/ask';
import { placesOf } from './names';
import type { SideVerdict } from './network/side';
import type { Answer, Peer, QuestionOptions } from './spec';
import type { World } from './world';

/** Answers whether a port is open, with the policies that decide it. */
export function answer(
  worlds: readonly World[],
  from: Peer,
  to: Peer,
  port: number,
  options: QuestionOptions,
): Answer {
  const { protocol = 'TCP', layer = 'both', request = {} } = options;
  const question = { from, to, port, protocol, layer };
  if (from === to && from.type === 'pod' && from.kind === 'Pod')
    return { ...question, ...plainly(true, `${from.id} always reaches itself`) };
  const world = worlds.find(({ peers }) => peers.has(from) && peers.has(to));
  if (world === undefined) return { ...question, ...plainly(false, apart(worlds, from, to)) };
  const verdict = askPort(connect(world, from, to, layer), protocol, port, request);
  return { ...question, ...inWords(verdict, to) };
}

type Outcome = Pick<Answer, 'allowed' | 'decidedBy' | 'conditions' | 'reasons'>;

function plainly(allowed: boolean, reason: string): Outcome {
  return { allowed, decidedBy: [], conditions: [], reasons: [reason] };
}

function apart(worlds: readonly World[], from: Peer, to: Peer): string {
  const known = (peer: Peer) => worlds.some(({ peers }) => peers.has(peer));
  const stranger = [from, to].find((peer) => !known(peer));
  return stranger === undefined
    ? `${from.id} and ${to.id} are in two clusters, whose pod networks are taken as separate`
    : `${stranger.id} is not of these manifests`;
}

/** A closed connection is decided by those who close it, an open one by all who open it. */
function inWords({ allowed, sides, mesh }: PortVerdict, to: Peer): Outcome {
  const said = [...sides, ...(mesh === undefined ? [] : [mesh])];
  const deciding = allowed === false ? said.filter((one) => one.allowed === false) : said;
  return {
    allowed,
    decidedBy: deciding.flatMap(({ decidedBy }) => decidedBy),
    conditions: [...new Set(deciding.flatMap(({ conditions }) => conditions))],
    reasons: [...sides.map(sideInWords), ...(mesh === undefined ? [] : [meshInWords(mesh, to)])],
  };
}

function sideInWords({ side, allowed, decidedBy }: SideVerdict): string {
  const end = `${side.direction} of ${side.pod.id}`;
  if (side.pod.hostNetwork) return `${end}: open, in the node's network no policy selects it`;
  if (allowed === false) {
    const denied = decidedBy.some(({ effect }) => effect === 'denies');
    return denied
      ? `${end}: closed, ${placesOf(decidedBy)} denies it`
      : `${end}: closed by ${placesOf(decidedBy)}, and no rule allows it`;
  }
  if (decidedBy.length === 0) return `${end}: open, no policy closes it`;
  return `${end}: ${allowed === true ? 'open' : 'conditional'}, by ${placesOf(decidedBy)}`;
}

function meshInWords({ allowed, decidedBy, reason }: MeshVerdict, to: Peer): string {
  const state = allowed === true ? 'open' : allowed === false ? 'closed' : 'conditional';
  const by = decidedBy.length === 0 ? '' : `: ${placesOf(decidedBy)}`;
  return `mesh at ${to.id}: ${state}, ${reason}${by}`;
}
