import { groupBy, numbering } from '../manifest/grouping';
import { adviceFor } from '../reachability/advice';
import { type CallEnd, endInWords } from '../reachability/check';
import { namesOf } from '../reachability/names';
import type { Answer, Peer } from '../reachability/spec';
import type { AccessWorld } from './check-access-world';

/** A line for each declared connection that is closed, or whose ends aren't there. */
export function checkClosed(world: AccessWorld): readonly string[] {
  const numberOf = numbering();
  return groupBy(world.calls, ({ declared }) => `${numberOf(declared)}`).flatMap((calls) => {
    const answers = calls.map((call) => ask(world, call));
    const missing = answers.find((answer) => typeof answer === 'string');
    if (missing !== undefined) return [missing];
    const closed = answers.flatMap((answer) =>
      typeof answer !== 'string' && answer.allowed === false ? [answer] : [],
    );
    return closedInWords(world, closed);
  });
}

/** The answer; or in words which pods aren't there. */
function ask({ reachability }: AccessWorld, call: AccessWorld['calls'][number]): Answer | string {
  const find = (end: CallEnd): Peer | undefined =>
    'address' in end
      ? reachability.outside.find(({ id }) => id === end.address)
      : reachability.findPod(end);
  const { port, protocol, declared } = call;
  const [from, to] = [find(call.from), find(call.to)];
  if (from !== undefined && to !== undefined)
    return reachability.ask(from, to, port, {
      protocol,
      layer: declared.pastMesh ? 'network' : 'both',
    });
  const missing = endInWords(from === undefined ? call.from : call.to);
  const ends = `${endInWords(call.from)} -> ${endInWords(call.to)} ${protocol} ${port}`;
  return `${ends}: is declared, and no pods are ${missing} in this cluster`;
}

/** Addresses, and pods of the cluster's own, may be several at an end; what closes the first is told. */
function closedInWords(
  { reachability }: AccessWorld,
  answers: readonly Answer[],
): readonly string[] {
  const [first] = answers;
  if (first === undefined) return [];
  const from = namesOf([...new Set(answers.map((answer) => answer.from))]);
  const to = namesOf([...new Set(answers.map((answer) => answer.to))]);
  const advice = adviceFor(reachability, first);
  return [`${from} -> ${to} ${first.protocol} ${first.port}: is declared, and closed: ${advice}`];
}
