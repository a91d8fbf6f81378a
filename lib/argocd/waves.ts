/** What calls what, by any names. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** A name whose callees are being looked at. */
interface Visit {
  readonly name: string;
  /** When it was reached. */
  readonly order: number;
  /** The earliest that it leads back to. */
  lowest: number;
  readonly callees: readonly string[];
  next: number;
}

/**
 * The order in which callees come before their callers: 0 for what calls nothing, else one more than the
 * last of its callees. What calls each other in a circle has one place together. Linear in calls.
 * @param calls - each name with those that it calls; names that aren't in it don't count
 */
export function wavesOf(calls: Graph): ReadonlyMap<string, number> {
  const waves = new Map<string, number>();
  const visits = new Map<string, Visit>();
  // Tarjan's search, without recursion: what has been reached and isn't complete, in that order.
  const open: string[] = [];
  for (const start of calls.keys()) {
    const way = visits.has(start) ? [] : [enter(start)];
    for (let visit = way.at(-1); visit !== undefined; visit = way.at(-1)) {
      const callee = visit.callees[visit.next++];
      const known = callee === undefined ? undefined : visits.get(callee);
      if (callee === undefined) leave(way);
      else if (known === undefined) way.push(enter(callee));
      else if (!waves.has(callee)) visit.lowest = Math.min(visit.lowest, known.order);
    }
  }
  return waves;

  function enter(name: string): Visit {
    const order = visits.size;
    const callees = (calls.get(name) ?? []).filter((callee) => calls.has(callee));
    const visit = { name, order, lowest: order, callees, next: 0 };
    visits.set(name, visit);
    open.push(name);
    return visit;
  }

  function leave(way: Visit[]): void {
    const visit = way.pop();
    if (visit === undefined) return;
    const { name, order, lowest } = visit;
    const above = way.at(-1);
    if (above !== undefined) above.lowest = Math.min(above.lowest, lowest);
    if (lowest === order) close(open.splice(open.lastIndexOf(name)));
  }

  /** Gives its place to a circle whose callees all have theirs; mostly it is one name. */
  function close(circle: readonly string[]): void {
    const members = new Set(circle);
    const below = circle
      .flatMap((member) => calls.get(member) ?? [])
      .filter((callee) => !members.has(callee));
    const wave = below.reduce((most, callee) => Math.max(most, (waves.get(callee) ?? -1) + 1), 0);
    for (const member of circle) waves.set(member, wave);
  }
}
