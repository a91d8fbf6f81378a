import type { App } from 'cdk8s';
import { checkAccess } from '../../lib/config-repo/check-access';
import { readAccess } from '../../lib/config-repo/check-access-declared';
import { ConfigRepo } from '../../lib/config-repo/config-repo';
import { externalEndpoint, only } from '../../lib/endpoint/endpoint';
import type { AccessSpec } from '../../lib/environment/access';
import { defineEnvironment } from '../../lib/environment/define';
import { Environment } from '../../lib/environment/environment';
import type { JsonObject, Manifest } from '../../lib/manifest/manifest';
import { Microservice } from '../../lib/microservice/microservice';
import { System } from '../../lib/system/system';
import { shop } from '../access/world';
import { least } from '../microservice/chart';
import { manifestsOf } from '../render-tree';
import { Shop } from '../shop';

/** What is found of a tree, with some of its manifests changed. */
function linesOf(
  app: App,
  change: (manifest: Manifest) => readonly Manifest[] = (manifest) => [manifest],
): readonly string[] {
  const environments = app.node.children.filter((child) => child instanceof Environment);
  const manifests = manifestsOf(app).flatMap((entry) =>
    change(entry.manifest).map((manifest) => ({ ...entry, manifest })),
  );
  return checkAccess(manifests, environments.map(readAccess));
}

const MESH = { kind: 'istio' } as const;

/** Addresses that lie in each other, and clusters' own pods that share labels. */
const EVERYTHING: AccessSpec = {
  dns: {
    namespace: 'kube-system',
    labels: { app: 'dns' },
    ports: [53, 5353],
    cidrs: ['169.254.20.10/32'],
  },
  gateway: { namespace: 'edge', labels: { app: 'proxy' } },
  prometheus: {
    namespace: 'edge',
    labels: { app: 'proxy', role: 'metrics' },
    serviceAccount: 'prom',
  },
  kubeletCidrs: ['10.1.0.0/16'],
  podCidrs: ['10.4.0.0/14', '100.100.0.0/16', '198.18.0.0/15', 'fd00::/48'],
  apiServer: { cidrs: ['10.1.7.7/32', '2001:db8::7/128'], port: 6443 },
  trustDomain: 'shop.example.com',
};

describe.each([
  ['kubernetes', { dialects: ['kubernetes'] }],
  ['istio', { dialects: ['istio'] }],
  ['both', { dialects: ['kubernetes', 'istio'] }],
] satisfies [string, AccessSpec][])('policies in the words of %s', (_, words) => {
  test('open what is declared, and nothing else', () => {
    expect(linesOf(shop(words, MESH))).toEqual([]);
    expect(linesOf(shop({ ...EVERYTHING, ...words }, MESH))).toEqual([]);
  });
});

test('policies in the words of all are told to open what those of Cilium alone keep closed', () => {
  const dialects: AccessSpec['dialects'] = ['kubernetes', 'istio', 'cilium'];
  const told = [
    "[qa] access.dialects: 'kubernetes' beside 'cilium' opens what 'cilium' alone keeps closed, " +
      'all public addresses beside api.example.com: leave it out',
  ];
  expect(linesOf(shop({ dialects }, MESH))).toEqual(told);
  expect(linesOf(shop({ ...EVERYTHING, dialects }, MESH))).toEqual(told);
});

test('policies open what is declared without a mesh', () => {
  expect(linesOf(shop({}, undefined))).toEqual([]);
});

const named = (kind: string, name: string) => (manifest: Manifest) =>
  manifest.kind === kind && manifest.metadata.name === name;

describe('policies that are not as declared', () => {
  const without = (isOut: (manifest: Manifest) => boolean) => (manifest: Manifest) =>
    isOut(manifest) ? [] : [manifest];
  const instead =
    (isIt: (manifest: Manifest) => boolean, spec: JsonObject) => (manifest: Manifest) =>
      isIt(manifest) ? [{ ...manifest, spec }] : [manifest];

  test('are named beside what they close', () => {
    const lines = linesOf(shop({}), without(named('NetworkPolicy', 'cart')));
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe(
      'web-qa/frontend -> base-qa/cart TCP 7070: is declared, and closed: NetworkPolicy base-qa/default-deny ' +
        'closes what base-qa/cart receives: allow it ingress from web-qa/frontend on TCP 7070',
    );
  });

  test('are named once for all addresses that they close', () => {
    const lines = linesOf(shop({}), without(named('NetworkPolicy', 'worker')));
    expect(lines.filter((line) => line.includes('TCP 443'))).toEqual([
      'web-qa/worker -> 0.0.0.0 to 9.255.255.255 (0.0.0.0), 11.0.0.0 to 100.63.255.255 (11.0.0.0), ' +
        '100.128.0.0 to 169.253.255.255 (100.128.0.0) and 5 more TCP 443: is declared, and closed: ' +
        'NetworkPolicy web-qa/default-deny closes what web-qa/worker sends: ' +
        'allow it egress to 0.0.0.0 to 9.255.255.255 on TCP 443',
    ]);
  });

  test('are named beside what they open at one end, though the other end closes it', () => {
    const wide = {
      podSelector: { matchLabels: { app: 'cart' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 22 }] }],
    };
    expect(linesOf(shop({}), instead(named('NetworkPolicy', 'default-deny'), wide))).toContain(
      'base-qa/cart, base-qa/* -> base-qa/cart 22: ingress is open, and no call declares it: ' +
        'opened by NetworkPolicy base-qa/default-deny spec.ingress[0]',
    );
  });

  describe('by labels that nobody has', () => {
    const added = (spec: JsonObject) => (manifest: Manifest) =>
      named('NetworkPolicy', 'cart')(manifest)
        ? [manifest, { ...manifest, metadata: { ...manifest.metadata, name: 'added' }, spec }]
        : [manifest];

    test('are told to open to whoever takes them', () => {
      const from = [{ podSelector: { matchLabels: { debug: 'yes' } } }];
      const spec = { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from }] };
      expect(linesOf(shop({}), added(spec)).join('\n')).toContain(
        'base-qa/debug=yes -> base-qa/cart, base-qa/*, base-qa/debug=yes all: ingress is open, and no call declares it: ' +
          'opened by NetworkPolicy base-qa/added spec.ingress[0]',
      );
    });

    test('are told to open the pods that take them', () => {
      const podSelector = { matchLabels: { debug: 'yes' } };
      const spec = { podSelector, policyTypes: ['Egress'], egress: [{}] };
      expect(linesOf(shop({}), added(spec)).join('\n')).toMatch(
        /^base-qa\/debug=yes -> .*egress is open.*NetworkPolicy base-qa\/added spec\.egress\[0\]/m,
      );
    });

    test('are told to open to a namespace that takes them', () => {
      const from = [{ namespaceSelector: { matchLabels: { team: 'x' } } }];
      const spec = { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from }] };
      expect(linesOf(shop({}), added(spec)).join('\n')).toContain(
        'team=x/* -> base-qa/cart, base-qa/* all',
      );
    });
  });

  test('are told with what is wrong with them', () => {
    const [line] = linesOf(shop({}), instead(named('NetworkPolicy', 'cart'), { podSelector: [] }));
    expect(line).toBe('NetworkPolicy base-qa/cart: spec.podSelector: got [], allowed an object');
  });

  describe('in the mesh', () => {
    const istio = () => shop({ dialects: ['istio'] }, MESH);

    test('are found where they let in more', () => {
      const from = [{ source: { namespaces: ['web-qa', 'monitoring'] } }];
      const rules = [{ from, to: [{ operation: { ports: ['7070', '9090'] } }] }];
      const selector = { matchLabels: { app: 'cart' } };
      expect(
        linesOf(istio(), instead(named('AuthorizationPolicy', 'cart'), { selector, rules })),
      ).toEqual([
        `web-qa/frontend -> base-qa/cart TCP 7070: more requests are open than are declared, such as UNDECLARED /undeclared-by-anyone: opened by AuthorizationPolicy base-qa/cart spec.rules[0]`,
        `web-qa/worker -> base-qa/cart TCP 7070: more requests are open than are declared, such as UNDECLARED /undeclared-by-anyone: opened by AuthorizationPolicy base-qa/cart spec.rules[0]`,
        'web-qa/* -> base-qa/cart 7070,9090: the mesh is open, and no call declares it: ' +
          'opened by AuthorizationPolicy base-qa/cart spec.rules[0]',
        'web-qa/frontend -> base-qa/cart 9090: the mesh is open, and no call declares it: ' +
          'opened by AuthorizationPolicy base-qa/cart spec.rules[0]',
        'monitoring/app.kubernetes.io/name=prometheus -> base-qa/cart 7070: the mesh is open, and no call declares it: ' +
          'opened by AuthorizationPolicy base-qa/cart spec.rules[0]',
      ]);
    });

    test.each([
      ['methods', '"methods":["POST"],', 'UNDECLARED /shop.Cart/Get'],
      ['paths', '"paths":["/shop.Cart/Get","/shop.Cart/Add*"],', 'POST /undeclared-by-anyone'],
    ])('are found where %s are no longer told', (_, text, sample) => {
      const lines = linesOf(istio(), (manifest) => [
        JSON.parse(JSON.stringify(manifest).replace(text, '')),
      ]);
      expect(lines).toEqual([
        `web-qa/frontend -> base-qa/cart TCP 7070: more requests are open than are declared, such as ${sample}: opened by AuthorizationPolicy base-qa/cart spec.rules[0]`,
        `web-qa/worker -> base-qa/cart TCP 7070: more requests are open than are declared, such as ${sample}: opened by AuthorizationPolicy base-qa/cart spec.rules[0]`,
      ]);
    });

    test('are named where another one lets in more requests', () => {
      const rules: JsonObject[] = [
        { to: [{ operation: { ports: ['7070'], methods: ['GET'], paths: ['/other'] } }] },
        { to: [{ operation: { ports: ['7070'], methods: ['POST'] } }] },
      ];
      const lines = linesOf(istio(), (manifest) => {
        if (!named('AuthorizationPolicy', 'cart')(manifest)) return [manifest];
        const metadata = { ...manifest.metadata, name: 'debug' };
        return [manifest, { ...manifest, metadata, spec: { rules } }];
      });
      expect(lines.filter((line) => line.includes('more requests'))).toEqual(
        ['frontend', 'worker'].map(
          (name) =>
            `web-qa/${name} -> base-qa/cart TCP 7070: more requests are open than are declared, ` +
            'such as POST /undeclared-by-anyone: opened by AuthorizationPolicy base-qa/debug spec.rules[1]',
        ),
      );
    });

    test('are right where calls are narrowed one by one', () => {
      const app = shop({ dialects: ['istio'] }, MESH);
      const [web, cart] = ['qa/web/worker', 'qa/base/cart'].map((path) =>
        app.node.findAll().find(({ node }) => node.path === path),
      );
      if (!(web instanceof Microservice && cart instanceof Microservice)) throw new Error();
      web.addCalls(only(Reflect.apply(cart.endpoint, cart, ['grpc']), { methods: ['POST'] }));
      expect(linesOf(app)).toEqual([]);
    });

    test('are found where they refuse requests', () => {
      const lines = linesOf(istio(), (manifest) => {
        if (!named('AuthorizationPolicy', 'cart')(manifest)) return [manifest];
        const text = JSON.stringify(manifest).replace('/shop.Cart/Get', '/shop.Cart/Put');
        return [JSON.parse(text)];
      });
      expect(lines).toEqual([
        'web-qa/frontend -> base-qa/cart TCP 7070: the request POST /shop.Cart/Get is declared, and closed by ' +
          'AuthorizationPolicy base-qa/default-deny, AuthorizationPolicy base-qa/cart',
        'web-qa/worker -> base-qa/cart TCP 7070: the request POST /shop.Cart/Get is declared, and closed by ' +
          'AuthorizationPolicy base-qa/default-deny, AuthorizationPolicy base-qa/cart',
      ]);
    });

    test.each([
      ['AuthorizationPolicy', 'default-deny', 'base-qa/cart, web-qa/frontend, web-qa/worker and'],
      ['AuthorizationPolicy', 'cart', 'web-qa/frontend -> base-qa/cart TCP 7070: is declared, and'],
      [
        'PeerAuthentication',
        'frontend',
        'PeerAuthentication web-qa/default requires mutual TLS: bring 203.0.113.0/24 into',
      ],
    ])('are found where %s %s is gone', (kind, name, text) => {
      expect(linesOf(istio(), without(named(kind, name))).join('\n')).toContain(text);
    });
  });
});

describe('an environment', () => {
  test("with Cilium's words alone is told what isn't evaluated", () => {
    expect(linesOf(shop({ dialects: ['cilium'] }))).toEqual([
      "[qa] access.dialects: what CiliumNetworkPolicies narrow to requests isn't evaluated: 'kubernetes' beside " +
        'it would be, and open all requests of base-qa/cart',
    ]);
  });

  test("with Cilium's words opens nothing more for an endpoint whose pods are named", () => {
    const app = shop({ dialects: ['kubernetes', 'cilium'] });
    const worker = app.node.findAll().find(({ node }) => node.path === 'qa/web/worker');
    if (!(worker instanceof Microservice)) throw new Error();
    const pods = { namespace: 'tracing', labels: { app: 'otel' } };
    worker.addCalls(externalEndpoint({ host: 'otel.tracing.svc', port: 4317, pods }));
    expect(linesOf(app).join()).not.toContain('otel.tracing.svc');
  });

  test("with Cilium's words is told of a policy in them that isn't derived", () => {
    const added = (manifest: Manifest) =>
      manifest.kind === 'CiliumNetworkPolicy' && manifest.metadata.name === 'cart'
        ? [manifest, { ...manifest, metadata: { ...manifest.metadata, name: 'all' } }]
        : [manifest];
    expect(linesOf(shop({ dialects: ['kubernetes', 'cilium'] }), added)).toEqual([
      expect.stringContaining("'kubernetes' beside 'cilium' opens"),
      expect.stringMatching(/^CiliumNetworkPolicy [\w-]+\/all: .*evaluated/),
    ]);
  });

  test("has pods in their nodes' network told, which no policy is about", () => {
    const onNode = (manifest: Manifest) =>
      named('Deployment', 'cart')(manifest)
        ? [
            JSON.parse(
              JSON.stringify(manifest).replace('"containers"', '"hostNetwork":true,"containers"'),
            ),
          ]
        : [manifest];
    expect(linesOf(shop({}), onNode)).toContain(
      "base-qa/cart: uses its node's network, where no NetworkPolicy and no mesh closes or opens anything: " +
        'take hostNetwork out, or close its ports on the node',
    );
  });

  test('in which a port is open to a part of what are pods is told so', () => {
    expect(linesOf(shop({ podCidrs: ['203.0.112.0/20'] })).join('\n')).toContain(
      '-> web-qa/frontend 8080?: ingress is open',
    );
  });

  test('whose API server is not declared open is told where it is', () => {
    const open = { cidrs: ['192.0.2.7/32'], port: 6443 };
    const [quiet, told] = [shop({}), shop({ apiServer: open })];
    const manifests = manifestsOf(told);
    const environments = quiet.node.children.filter((child) => child instanceof Environment);
    expect(checkAccess(manifests, environments.map(readAccess))).toEqual([
      'base-qa/cart -> 192.0.2.7/32 (192.0.2.7) 6443: egress is open, and no call declares it: ' +
        'opened by NetworkPolicy base-qa/cart spec.egress[0]',
    ]);
  });
});

describe('several environments', () => {
  const specs = (to: string) =>
    (['qa', 'prod'] as const).map((name) =>
      defineEnvironment({
        name,
        tier: 'preproduction',
        // A call of a name that can't lead there would be refused.
        cluster:
          name === 'qa' || to === 'here'
            ? { name: 'here' }
            : { name: to, dnsDomain: 'there.example.com' },
        domain: 'example.com',
      }),
    );

  /** Carts in all environments; that of production is called from all. */
  function repoOf(to: string) {
    const repo = new ConfigRepo({
      repository: 'https://git.example.com/shop.git',
      environments: specs(to),
    });
    const [qa, prod] = repo.environments;
    if (qa === undefined || prod === undefined) throw new Error('there are two');
    const shops = [new Shop(qa), new Shop(prod)];
    const [, last] = shops;
    new Microservice(new System(qa, 'job'), 'job', {
      ...least,
      calls: last === undefined ? [] : [last.cart.endpoint('grpc')],
    });
    return repo;
  }

  test('of one cluster may call each other', () => {
    expect(repoOf('here').checkAccess()).toEqual([]);
  });

  test('of two clusters may not', () => {
    expect(repoOf('there').checkAccess()).toEqual([
      'job-qa/job -> shop-prod/cart TCP 7070: is declared, and no pods are shop-prod/cart in this cluster',
      // Whoever takes these names in the other cluster has what the two policies open.
      expect.stringMatching(
        /^job-qa\/job -> shop-prod\/app.kubernetes.io\/name=cart 7070: egress is open/,
      ),
      expect.stringMatching(
        /^job-qa\/app.kubernetes.io\/name=job -> shop-prod\/cart 7070: ingress is open/,
      ),
    ]);
  });

  test('of two clusters are taken for one where their policies would open what lies between', () => {
    const repo = repoOf('there');
    const manifests = repo.synthesize().manifests.map((entry) => {
      const { kind, metadata } = entry.manifest;
      if (kind !== 'NetworkPolicy' || metadata.namespace !== 'shop-prod') return entry;
      const ingress = [{ from: [{ namespaceSelector: {} }], ports: [{ port: 22 }] }];
      return { ...entry, manifest: { ...entry.manifest, spec: { podSelector: {}, ingress } } };
    });
    expect(checkAccess(manifests, repo.environments.map(readAccess))).toContain(
      'shop-qa/cart, shop-qa/*, job-qa/job and 1 more -> shop-prod/* 22: ' +
        'ingress is open, and no call declares it: opened by NetworkPolicy shop-prod/default-deny spec.ingress[0], ' +
        'NetworkPolicy shop-prod/cart spec.ingress[0]',
    );
  });

  test('are not judged while something is wrong with them', () => {
    const repo = new ConfigRepo({ repository: '', environments: specs('here') });
    for (const environment of repo.environments)
      new Microservice(new System(environment, 'shop'), 'cart', { ...least, replicas: -1 });
    expect(repo.checkAccess().join('\n')).toContain('[qa/shop/cart] replicas: got -1');
  });
});
