// biome-ignore-all format: a row of a table is a line
import { compareReachability } from '../../lib/reachability/compare';
import { explain } from '../../lib/reachability/explain';
import { checkIsolation } from '../../lib/reachability/isolation';
import { matrix } from '../../lib/reachability/matrix';
import { portsInWords } from '../../lib/reachability/pairs';
import { ask, authorizationPolicy, type Loose, networkPolicy, reach, workload } from './manifests';
import { app, policiesOf, shop } from './shop';

const DNS = { name: 'dns', namespace: 'kube-system', podLabels: { app: 'dns' } };

describe('explain', () => {
  it('tells what each end and the mesh say', () => {
    expect(explain(ask(reach(shop()), 'shop-qa/web -> shop-qa/cart 7070'))).toEqual([
      'shop-qa/web -> shop-qa/cart TCP 7070: open',
      '  egress of shop-qa/web: open, by NetworkPolicy shop-qa/web spec.egress[0]',
      '  ingress of shop-qa/cart: open, by NetworkPolicy shop-qa/cart spec.ingress[0]',
      '  mesh at shop-qa/cart: open, a rule allows it: AuthorizationPolicy shop-qa/cart spec.rules[0]',
    ]);
  });

  it('names all that closes, and the ends that do not', () => {
    expect(explain(ask(reach(shop()), 'shop-qa/web -> shop-qa/redis 6379'))).toEqual([
      'shop-qa/web -> shop-qa/redis TCP 6379: closed',
      '  egress of shop-qa/web: closed by NetworkPolicy shop-qa/default-deny, NetworkPolicy shop-qa/web, and no rule allows it',
      '  ingress of shop-qa/redis: closed by NetworkPolicy shop-qa/default-deny, NetworkPolicy shop-qa/redis, and no rule allows it',
      '  mesh at shop-qa/redis: open, no policy asks for a rule that allows it',
    ]);
  });

  it('ends with the conditions', () => {
    const policy = authorizationPolicy('shop-qa/p', { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] });
    expect(explain(ask(reach(shop('qa', [policy])), 'shop-qa/web -> shop-qa/redis 1', { layer: 'mesh' }))).toEqual([
      'shop-qa/web -> shop-qa/redis TCP 1: open under conditions',
      '  mesh at shop-qa/redis: conditional, a rule allows it: AuthorizationPolicy shop-qa/p spec.rules[0]',
      '  if request.method is GET',
    ]);
  });

  it('keeps clusters apart', () => {
    const entries = ['one', 'two'].flatMap((cluster) =>
      shop('qa', []).map((manifest) => ({ manifest, origin: `${cluster}.yaml`, cluster })),
    );
    const reachability = reach(entries);
    const answer = ask({ ...reachability, findPeers: (name) => reachability.pods.filter(({ cluster, workload: own }) => `${cluster}/${own}` === name) }, 'one/web -> two/cart 7070');
    expect([answer.allowed, answer.reasons, reachability.problems]).toEqual([
      false,
      ['one: shop-qa/web and two: shop-qa/cart are in two clusters, whose pod networks are taken as separate'],
      [],
    ]);
  });
});

describe('matrix', () => {
  it('shows senders down, receivers across, and who does neither', () => {
    const reachability = reach(shop(), { strangers: true });
    expect(matrix(reachability, { namespaces: ['shop-qa'] })).toBe(
      ['         2     3', '1 web    7070  .', '2 cart   .     6379', '3 redis  .     .', 'neither send nor receive: *'].join('\n'),
    );
  });

  it('shows connections with an end in one of the namespaces', () => {
    const manifests = [...shop(), ...shop('prod'), networkPolicy('shop-qa/dns', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: {}, ...app('dns') }], ports: [{ port: 53, protocol: 'UDP' }] }] })];
    expect(matrix(reach(manifests, { externalPods: [DNS] }), { namespaces: ['shop-qa'], layer: 'network' })).toBe(
      [
        '                   2     3     4',
        '1 web              7070  .     53/UDP',
        '2 cart             .     6379  53/UDP',
        '3 redis            .     .     53/UDP',
        '4 kube-system/dns  .     .     all',
      ].slice(0, 4).concat('4 kube-system/dns  .     .     .').join('\n'),
    );
  });

  it('says so when nothing is open', () => {
    expect(matrix(reach([workload('a/one'), networkPolicy('a/p', { podSelector: {} })]))).toBe('neither send nor receive: a/one');
  });
});

describe('ports in words', () => {
  const whole = { first: 1, last: 65535, allowed: true } as const;
  it('shortens what is whole, and marks what depends', () => {
    const all = (['TCP', 'UDP', 'SCTP'] as const).map((protocol) => ({ ...whole, protocol }));
    const some = [{ ...whole, protocol: 'TCP', first: 80, last: 90 }, { ...whole, protocol: 'UDP', first: 53, last: 53, allowed: 'conditional' }, { ...whole, protocol: 'SCTP' }] as const;
    const unsure = all.map((ports) => ({ ...ports, allowed: 'conditional' as const }));
    expect([all, some, unsure].map(portsInWords)).toEqual(['all', '80-90,53/UDP?,all/SCTP', 'all?']);
  });
});

describe('compareReachability', () => {
  const spoken = (before: readonly Loose[], after: readonly Loose[]) => {
    const { opened, closed } = compareReachability(reach(before), reach(after));
    const words = (list: typeof opened) => list.map(({ from, to, ports }) => `${from} -> ${to} ${portsInWords(ports)}`);
    return { opened: words(opened), closed: words(closed) };
  };

  it('finds nothing between two that are alike', () => {
    expect(spoken(shop(), shop())).toEqual({ opened: [], closed: [] });
  });

  it('tells what a change opens and closes', () => {
    const [deny, web, ...rest] = policiesOf();
    const moved = networkPolicy('shop-qa/web', { ...app('web'), policyTypes: ['Egress'], egress: [{ to: [app('cart')], ports: [{ port: 7071 }] }] });
    const cart = networkPolicy('shop-qa/cart2', { ...app('cart'), ingress: [{ ports: [{ port: 7070, endPort: 7080 }] }] });
    expect([web === undefined, spoken(shop(), shop('qa', [...(deny ? [deny] : []), moved, cart, ...rest]))]).toEqual([
      false,
      { opened: ['shop-qa/web -> shop-qa/cart 7071'], closed: ['shop-qa/web -> shop-qa/cart 7070'] },
    ]);
  });

  it('counts new workloads as opened, and puts together what is alike', () => {
    expect(spoken(shop('qa', []), [...shop('qa', []), workload('shop-qa/ads')])).toEqual({
      opened: [
        'shop-qa/ads -> shop-qa/web,shop-qa/cart,shop-qa/redis all',
        'shop-qa/web,shop-qa/cart,shop-qa/redis,shop-qa/ads -> shop-qa/ads all',
      ],
      closed: [],
    });
  });

  it('counts it as opened when a condition falls', () => {
    const rule = (operation: Loose) => authorizationPolicy('shop-qa/p', { ...{ selector: { matchLabels: { app: 'redis' } } }, rules: [{ to: [{ operation }] }] });
    const asked = rule({ ports: ['80'], methods: ['GET'] });
    const unasked = rule({ ports: ['80'] });
    const change = { opened: ['shop-qa/web,shop-qa/cart,shop-qa/redis -> shop-qa/redis 80'], closed: [] };
    expect([spoken(shop('qa', [asked]), shop('qa', [unasked])), spoken(shop('qa', [unasked]), shop('qa', [asked])).closed]).toEqual([change, change.opened]);
  });
});

describe('checkIsolation', () => {
  const zoneOf = ({ namespaceLabels }: { readonly namespaceLabels: Readonly<Record<string, string>> }) => namespaceLabels.env;
  const both = (...policies: readonly Loose[]) => reach([...shop('qa'), ...shop('prod'), ...policies], { externalPods: [DNS] });
  const anywhere = { namespaceSelector: {} };

  it('proves that environments are apart', () => {
    expect(checkIsolation(both(), zoneOf)).toEqual([]);
  });

  it('finds no crossing while one end is closed', () => {
    const ingress = networkPolicy('shop-prod/oops', { ...app('cart'), ingress: [{ from: [anywhere] }] });
    expect(checkIsolation(both(ingress), zoneOf)).toEqual([]);
  });

  it('names what opens one environment to another', () => {
    const ingress = networkPolicy('shop-prod/oops', { ...app('redis'), ingress: [{ from: [anywhere] }] });
    const egress = networkPolicy('shop-qa/oops', { ...app('web'), policyTypes: ['Egress'], egress: [{ to: [anywhere], ports: [{ port: 6379 }] }] });
    expect(checkIsolation(both(ingress, egress), zoneOf).map(({ field, message }) => `${field}: ${message}`)).toEqual([
      'qa -> prod: shop-qa/web -> shop-prod/redis 6379 is open: ' +
        'opened by NetworkPolicy shop-qa/oops spec.egress[0], NetworkPolicy shop-prod/oops spec.ingress[0]',
    ]);
  });
});
