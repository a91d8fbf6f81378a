import fc from 'fast-check';
import { groupOpenings, type Opening } from '../../lib/access/rules';

function opening(peer: string, port: number): Opening<string> {
  return { peer, key: peer, port: { port, protocol: 'TCP' } };
}

/** Rules as `a,b:1,2`. */
function text(openings: readonly Opening<string>[]): readonly string[] {
  return groupOpenings(openings).map(
    ({ peers, ports }) => `${peers.join()}:${ports.map(({ port }) => port).join()}`,
  );
}

describe('openings', () => {
  test('are one rule for the ports of the same peers', () => {
    const openings = [opening('b', 2), opening('a', 1), opening('a', 2), opening('b', 1)];
    expect(text(openings)).toEqual(['a,b:1,2']);
  });

  test('are two rules where peers differ', () => {
    expect(text([opening('a', 1), opening('b', 1), opening('a', 2)])).toEqual(['a,b:1', 'a:2']);
  });

  test('are sorted by the number of the port', () => {
    expect(text([opening('a', 10000), opening('b', 9090), opening('c', 80)])).toEqual([
      'c:80',
      'b:9090',
      'a:10000',
    ]);
  });

  test('tell protocols and requests apart', () => {
    const udp: Opening<string> = { ...opening('a', 1), port: { port: 1, protocol: 'UDP' } };
    const some: Opening<string> = {
      ...opening('b', 1),
      port: { port: 1, protocol: 'TCP', requests: [{ methods: ['GET'] }] },
    };
    expect(groupOpenings([opening('a', 1), udp, some])).toHaveLength(2);
    expect(groupOpenings([opening('a', 1), some])).toHaveLength(2);
  });

  const openings = fc.array(
    fc.record({ peer: fc.constantFrom('a', 'b', 'c', 'd'), port: fc.integer({ min: 1, max: 5 }) }),
  );

  test('open the same in every order, and exactly that', () => {
    fc.assert(
      fc.property(openings, fc.func(fc.integer()), (list, rank) => {
        const wanted = list.map(({ peer, port }) => opening(peer, port));
        const shuffled = wanted.toSorted((a, b) => rank(a) - rank(b));
        expect(text(shuffled)).toEqual(text(wanted));
        const opened = groupOpenings(wanted).flatMap(({ peers, ports }) =>
          peers.flatMap((peer) => ports.map(({ port }) => `${peer} ${port}`)),
        );
        expect(opened.toSorted()).toEqual(
          [...new Set(list.map(({ peer, port }) => `${peer} ${port}`))].toSorted(),
        );
      }),
    );
  });

  test('are as few rules as there are sets of peers', () => {
    fc.assert(
      fc.property(openings, (list) => {
        const rules = groupOpenings(list.map(({ peer, port }) => opening(peer, port)));
        const sets = [...new Set(list.map(({ port }) => port))].map((port) =>
          [...new Set(list.filter((one) => one.port === port).map(({ peer }) => peer))]
            .toSorted()
            .join(),
        );
        expect(rules).toHaveLength(new Set(sets).size);
      }),
    );
  });
});
