import { explain } from '../../lib/reachability/explain';
import { reachable } from '../../lib/reachability/reachability';
import {
  authorizationPolicy,
  type Loose,
  namespace,
  networkPolicy,
  peer,
  policy,
  workload,
} from './manifests';

const ROLLOUTS = 'argoproj.io/v1alpha1';

function job(name: string, app: string): Loose {
  const spec = { serviceAccountName: app, containers: [{ name: 'main' }] };
  const template = { metadata: { labels: { app } }, spec };
  return { name, provider: { job: { spec: { template } } } };
}

const idsOf = (...manifests: readonly Loose[]) => reachable(manifests).pods.map(({ id }) => id);

describe('pods', () => {
  test("of an analysis' Jobs are called after their template, and after the metric where there are several", () => {
    const rate = { name: 'rate', provider: { web: { url: 'http://cart' } } };
    const template = (id: string, ...metrics: readonly Loose[]) =>
      policy(ROLLOUTS, 'AnalysisTemplate', id, { metrics });
    expect(idsOf(template('shop/one', rate, job('smoke', 'a')))).toEqual(['shop/one-analysis']);
    expect(idsOf(template('shop/two', job('smoke', 'a'), job('load', 'b')))).toEqual([
      'shop/two-smoke-analysis',
      'shop/two-load-analysis',
    ]);
    expect(idsOf(template('shop/none', rate))).toEqual([]);
  });

  test('of an experiment are called as their ReplicaSets are, and leave out those of a release', () => {
    const { spec } = Object(workload('shop/cart')['spec']).template;
    const templates = [
      { name: 'baseline', specRef: 'stable' },
      { name: 'canary', template: { metadata: { labels: { app: 'canary' } }, spec } },
    ];
    const [pod] = reachable([policy(ROLLOUTS, 'Experiment', 'shop/trial', { templates })]).pods;
    expect([pod?.id, pod?.kind, pod?.labels]).toEqual([
      'shop/trial-canary',
      'Experiment',
      { app: 'canary' },
    ]);
  });

  test('of a template for all namespaces are in those that use it, through others, too', () => {
    const shared = (name: string, spec: Loose) => ({
      apiVersion: ROLLOUTS,
      kind: 'ClusterAnalysisTemplate',
      metadata: { name },
      spec,
    });
    const use = (templateName: string) => ({ templateName, clusterScope: true });
    const rollout = (id: string, ...templates: readonly Loose[]) =>
      policy(ROLLOUTS, 'Rollout', id, {
        template: { spec: {} },
        strategy: { canary: { steps: [{ analysis: { templates } }] } },
      });
    expect(
      idsOf(
        shared('smoke', { metrics: [job('smoke', 'a')] }),
        shared('all', { templates: [use('smoke')] }),
        rollout('shop/cart', use('smoke')),
        rollout('web/page', use('all')),
        rollout('other/page', { templateName: 'smoke' }),
      ).filter((id) => id.includes('smoke')),
    ).toEqual(['shop/smoke-analysis', 'web/smoke-analysis']);
  });

  test('of all kinds hold the labels that a policy selects', () => {
    const kinds = [
      policy(ROLLOUTS, 'AnalysisTemplate', 'shop/smoke', { metrics: [job('smoke', 'x')] }),
      {
        ...policy('v1', 'PodTemplate', 'shop/later', {}),
        template: Object(job('x', 'x')).provider.job.spec.template,
      },
      policy('keda.sh/v1alpha1', 'ScaledJob', 'shop/queue', {
        jobTargetRef: { template: Object(job('x', 'x')).provider.job.spec.template },
      }),
    ];
    const open = networkPolicy('shop/open', {
      podSelector: { matchLabels: { app: 'x' } },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ port: 80 }] }],
    });
    const known = reachable([...kinds, open], { strangers: true });
    expect(known.problems).toEqual([]);
    expect(known.pods.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      'AnalysisTemplate shop/smoke-analysis',
      'PodTemplate shop/later',
      'ScaledJob shop/queue',
      'stranger shop/*',
    ]);
  });
});

describe("a sidecar's own ports", () => {
  const mesh = [
    namespace('shop', { 'istio-injection': 'enabled' }),
    workload('shop/cart'),
    workload('shop/web'),
    authorizationPolicy('shop/deny', {}),
    policy('security.istio.io/v1', 'PeerAuthentication', 'shop/default', {
      mtls: { mode: 'STRICT' },
    }),
  ];
  const ask = (port: number, ...more: readonly Loose[]) => {
    const found = reachable([...mesh, ...more]);
    return found.ask(peer(found, 'web'), peer(found, 'cart'), port).allowed;
  };

  test.each([
    [15020, true],
    [15021, true],
    [15090, true],
    [15019, false],
    [8080, false],
  ])('%s is past what the mesh decides: %s', (port, open) => {
    expect(ask(port)).toBe(open);
  });

  test('are listed as open, and closed by a NetworkPolicy', () => {
    const found = reachable(mesh);
    const [cart] = found.findPeers('cart');
    if (cart === undefined) throw new Error();
    const ports = found.openedTo(cart).flatMap((opening) => opening.ports);
    const seen = ports.filter(({ protocol }) => protocol === 'TCP');
    expect(seen.map(({ first, last }) => [first, last])).toEqual([
      [15020, 15021],
      [15090, 15090],
    ]);
    const closed = networkPolicy('shop/closed', { podSelector: {}, policyTypes: ['Ingress'] });
    expect(ask(15090, closed)).toBe(false);
  });
});

describe('a policy that asks somebody else', () => {
  const mesh = (spec: Loose) => [
    namespace('shop', { 'istio-injection': 'enabled' }),
    workload('shop/cart'),
    workload('shop/web'),
    authorizationPolicy('shop/ask', { action: 'CUSTOM', provider: { name: 'opa' }, ...spec }),
  ];

  test('makes what it is about depend on the answer, in words and in the ports that are open', () => {
    const found = reachable(mesh({ rules: [{ to: [{ operation: { ports: ['8080'] } }] }] }));
    const [web, cart] = [peer(found, 'web'), peer(found, 'cart')];
    expect(explain(found.ask(web, cart, 8080))).toEqual([
      'shop/web -> shop/cart TCP 8080: open under conditions',
      '  egress of shop/web: open, no policy closes it',
      '  ingress of shop/cart: open, no policy closes it',
      '  mesh at shop/cart: conditional, no policy asks for a rule that allows it: AuthorizationPolicy shop/ask spec.rules[0]',
      '  if opa agrees',
    ]);
    expect(found.ask(web, cart, 8081).allowed).toBe(true);
  });
});
