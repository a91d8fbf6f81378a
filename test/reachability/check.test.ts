import { isFields } from '../../lib/manifest/fields';
import { checkCalls } from '../../lib/reachability/check';
import type { Layer } from '../../lib/reachability/spec';
import { type Loose, networkPolicy, peerAuthentication, reach, workload } from './manifests';
import { app, CALLS, call, policiesOf, shop } from './shop';

const lines = (manifests: readonly Loose[], calls = CALLS, layer?: Layer) =>
  checkCalls(reach(manifests), calls, layer).map(
    ({ kind, field, message }) => `${kind} ${field}: ${message}`,
  );

describe('checkCalls', () => {
  it('finds nothing where exactly the declared calls are open', () => {
    expect([
      lines(shop()),
      lines(shop(), CALLS, 'egress'),
      lines(shop(), CALLS, 'ingress'),
    ]).toEqual([[], [], []]);
  });

  it('says at which end a declared call is closed, by what, and what to add', () => {
    const policies = policiesOf().filter(
      ({ metadata }) => isFields(metadata) && metadata.name !== 'web',
    );
    expect(lines(shop('qa', policies))).toEqual([
      'closed shop-qa/web -> shop-qa/cart TCP 7070: is declared, and closed: ' +
        'NetworkPolicy shop-qa/default-deny closes what shop-qa/web sends: allow it egress to shop-qa/cart on TCP 7070',
    ]);
  });

  it('names all that closes a declared call, the mesh included', () => {
    expect(lines(shop(), [...CALLS, call('redis', 'cart', 7070)])).toEqual([
      'closed shop-qa/redis -> shop-qa/cart TCP 7070: is declared, and closed: ' +
        'NetworkPolicy shop-qa/default-deny, NetworkPolicy shop-qa/redis close what shop-qa/redis sends: ' +
        'allow it egress to shop-qa/cart on TCP 7070; ' +
        'NetworkPolicy shop-qa/default-deny, NetworkPolicy shop-qa/cart close what shop-qa/cart receives: ' +
        'allow it ingress from shop-qa/redis on TCP 7070; ' +
        'AuthorizationPolicy shop-qa/cart allows others only: ' +
        'allow principal */ns/shop-qa/sa/redis on port 7070 of shop-qa/cart',
    ]);
  });

  it('says who must come into the mesh', () => {
    const strict = peerAuthentication('istio-system/strict', { mtls: { mode: 'STRICT' } });
    const outsider = workload('other/job');
    const declared = {
      ...call('web', 'cart', 7070),
      from: { namespace: 'other', workload: 'job' },
    };
    expect(lines([...shop(), strict, outsider], [...CALLS, declared]).at(0)).toMatch(
      'PeerAuthentication istio-system/strict requires mutual TLS: bring other/job into the mesh',
    );
  });

  it('names the rule that opens what no call declares', () => {
    const wide = networkPolicy('shop-qa/wide', {
      ...app('redis'),
      ingress: [{ ports: [{ port: 22 }] }],
    });
    const out = networkPolicy('shop-qa/out', {
      ...app('web'),
      policyTypes: ['Egress'],
      egress: [{}],
    });
    expect(lines([...shop(), wide, out])).toEqual([
      'open shop-qa/web -> shop-qa/redis 22: is open, and no call declares it: ' +
        'opened by NetworkPolicy shop-qa/out spec.egress[0], NetworkPolicy shop-qa/wide spec.ingress[0]',
    ]);
  });

  it('tells the undeclared ports of a declared call', () => {
    expect(lines(shop(), [call('web', 'cart', 7070)])).toEqual([
      'open shop-qa/cart -> shop-qa/redis 6379: is open, and no call declares it: ' +
        'opened by NetworkPolicy shop-qa/cart spec.egress[0], NetworkPolicy shop-qa/redis spec.ingress[0]',
    ]);
  });

  it('puts together what is open for the same reason', () => {
    expect(lines(shop('qa', []), [call('web', 'cart', 7070)])).toEqual([
      'open shop-qa/web, shop-qa/cart, shop-qa/redis -> shop-qa/web, shop-qa/redis all: is open, and no call declares it: no policy closes it',
      'open shop-qa/cart, shop-qa/redis -> shop-qa/cart all: is open, and no call declares it: no policy closes it',
      'open shop-qa/web -> shop-qa/cart 1-7069,7071-65535,all/UDP,all/SCTP: is open, and no call declares it: no policy closes it',
    ]);
  });

  it('finds at one end what the other end still closes', () => {
    const wide = networkPolicy('shop-qa/wide', {
      ...app('redis'),
      ingress: [{ ports: [{ port: 22 }] }],
    });
    expect([lines([...shop(), wide]), lines([...shop(), wide], CALLS, 'ingress')]).toEqual([
      [],
      [
        'open shop-qa/web, shop-qa/redis -> shop-qa/redis 22: is open, and no call declares it: opened by NetworkPolicy shop-qa/wide spec.ingress[0]',
        'open shop-qa/cart -> shop-qa/redis 22: is open, and no call declares it: opened by NetworkPolicy shop-qa/wide spec.ingress[0]',
      ],
    ]);
  });

  it('asks no policy of pods that the caller declared', () => {
    const dns = { name: 'dns', namespace: 'kube-system', podLabels: {} };
    const reachability = reach(shop(), { externalPods: [dns] });
    const problems = (layer: Layer) =>
      checkCalls(reachability, CALLS, layer).map(({ field }) => field);
    expect([problems('ingress'), problems('egress'), problems('both')]).toEqual([
      [],
      [],
      ['kube-system/dns -> kube-system/dns all'],
    ]);
  });

  it('finds a namespace that is open to pods nobody thought of', () => {
    const policies = policiesOf().filter(
      ({ metadata }) => isFields(metadata) && metadata.name !== 'default-deny',
    );
    const strangers = (manifests: readonly Loose[]) =>
      checkCalls(reach(manifests, { strangers: true }), CALLS).map(({ field }) => field);
    expect([strangers(shop()), strangers(shop('qa', policies))]).toEqual([
      [],
      ['shop-qa/* -> shop-qa/* all'],
    ]);
  });

  it('rejects a call of pods that are not there', () => {
    const declared = { ...call('web', 'crt', 1), from: { address: 'internet' } };
    expect(lines(shop(), [...CALLS, call('web', 'crt', 1), declared])).toEqual([
      'unknown shop-qa/web -> shop-qa/crt TCP 1: no pods are shop-qa/crt: did you mean shop-qa/cart?',
      'unknown internet -> shop-qa/crt TCP 1: no pods are internet',
    ]);
  });

  it('takes declared calls to addresses outside', () => {
    const out = networkPolicy('shop-qa/out', {
      ...app('web'),
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports: [{ port: 443 }] }],
    });
    const reachability = reach([...shop(), out], {
      addresses: [{ name: 'bank', cidr: '192.0.2.9' }],
    });
    const declared = { ...call('web', '', 443), to: { address: 'bank' } };
    expect([
      checkCalls(reachability, [...CALLS, declared]),
      checkCalls(reachability, CALLS).map(({ field }) => field),
    ]).toEqual([[], ['shop-qa/web -> bank (192.0.2.9) 443']]);
  });
});
