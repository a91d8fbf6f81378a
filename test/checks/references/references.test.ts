import { App, Chart } from 'cdk8s';
import { external } from '../../../lib';
import type { CheckContext } from '../../../lib/checks/rule';
import { externalsIn, parseExternal } from '../../../lib/manifest/external';
import { findingsIn } from '../findings';

const join = (...documents: readonly string[]) => documents.join('\n---\n');

/** A Deployment of cart with more fields of its pod, and of its container. */
function deployment(pod = '', container = '', name = 'cart', namespace = 'shop'): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers: [{ name: main, image: 'cart:1', ports: [{ name: http, containerPort: 8080 }]${container} }]
      ${pod}`;
}

function service(more = '', name = 'cart', namespace = 'shop'): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80, targetPort: http }]${more} }`;
}

const configMap = (more: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop${more} }
data: { level: debug }`;

const reads = (reference: string) => `, env: [{ name: A, valueFrom: ${reference} }]`;

function rulesIn(yaml: string, ids: readonly string[], known: Partial<CheckContext> = {}) {
  return findingsIn(yaml, ids, known).map((line) => line.replace(/^\w+ ([^:]+):.*$/s, '$1'));
}

describe('configuration of pods', () => {
  const ids = [
    'missing-config-map',
    'missing-config-map-key',
    'missing-secret',
    'missing-secret-key',
  ];

  test('leaves optional references alone', () => {
    const pods = deployment('', reads('{ configMapKeyRef: { name: a, key: b, optional: true } }'));
    expect(rulesIn(pods, ids)).toEqual([]);
  });

  test('tells a missing ConfigMap once, however many of its keys are read', () => {
    const pods = deployment(
      'volumes: [{ name: v, configMap: { name: a, items: [{ key: b, path: b }, { key: c, path: c }] } }]',
    );
    expect(rulesIn(pods, ids)).toEqual(['missing-config-map']);
  });

  test('finds wrong keys of files, and of projected volumes', () => {
    const pods = deployment(
      `volumes:
        - { name: v, configMap: { name: settings, items: [{ key: levels, path: b }] } }
        - { name: w, projected: { sources: [{ configMap: { name: settings, items: [{ key: size, path: c }] } }] } }`,
    );
    expect(findingsIn(join(pods, configMap('')), ids)).toEqual([
      `error missing-config-map-key: [a.yaml:2] Deployment shop/cart: spec.template.spec.volumes[v].configMap.items[0].key: got "levels", which ConfigMap "settings" has not, allowed "level"`,
      `error missing-config-map-key: [a.yaml:2] Deployment shop/cart: spec.template.spec.volumes[w].projected.sources[0].configMap.items[0].key: got "size", which ConfigMap "settings" has not, allowed "level"`,
    ]);
  });

  test('takes Secrets that nothing makes for declared, and those of a store with all keys', () => {
    const pods = deployment('', reads('{ secretKeyRef: { name: db, key: password } }'));
    expect(rulesIn(pods, ids)).toEqual([]);
    const store = `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: db, namespace: shop }
spec: { secretStoreRef: { name: v, kind: ClusterSecretStore }, dataFrom: [{ extract: { key: a } }] }`;
    expect(rulesIn(join(pods, store), ids)).toEqual([]);
  });

  test('knows the keys of a certificate', () => {
    const certificate = `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: shop }
spec: { secretName: web-tls, issuerRef: { name: ca, kind: ClusterIssuer }, dnsNames: [a.b] }`;
    const read = (key: string) =>
      rulesIn(
        join(
          certificate,
          deployment('', reads(`{ secretKeyRef: { name: web-tls, key: ${key} } }`)),
        ),
        ids,
      );
    expect(read('tls.key')).toEqual([]);
    expect(read('tls.pem')).toEqual(['missing-secret-key']);
  });

  test('says nothing where objects are missing for a reason that has been told', () => {
    const pods = deployment('', reads('{ configMapKeyRef: { name: a, key: b } }'));
    expect(rulesIn(pods, ids)).toEqual(['missing-config-map']);
    expect(rulesIn(pods, ids, { told: ['[shop/settings] name: is empty'] })).toEqual([]);
  });
});

describe('what is outside', () => {
  const ids = ['missing-config-map', 'missing-config-map-key'];
  const pods = deployment('', reads('{ configMapKeyRef: { name: ca, key: ca.crt } }'));
  const known = (text: string) => ({ externals: [parseExternal(text) ?? { kind: '', name: '' }] });

  test('is declared by option, with keys and a namespace', () => {
    expect(rulesIn(pods, ids, known('v1/ConfigMap/shop/ca'))).toEqual([]);
    expect(rulesIn(pods, ids, known('ConfigMap/ca'))).toEqual([]);
    expect(rulesIn(pods, ids, known('v1/ConfigMap/shop/ca#ca.crt;crl'))).toEqual([]);
    expect(rulesIn(pods, ids, known('v1/ConfigMap/shop/ca#crl'))).toEqual([
      'missing-config-map-key',
    ]);
    expect(rulesIn(pods, ids, known('v1/ConfigMap/bank/ca'))).toEqual(['missing-config-map']);
    expect(rulesIn(pods, ids, known('v1/Secret/shop/ca'))).toEqual(['missing-config-map']);
  });

  test('is declared by an annotation', () => {
    const namespace = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, annotations: { supercargo/external: 'v1/Secret/shop/a, v1/ConfigMap/shop/ca' } }`;
    expect(rulesIn(join(namespace, pods), ids)).toEqual([]);
  });

  test('is declared in code, for the namespace around', () => {
    const app = new App();
    external(app, 'apps/v1/Deployment', 'everywhere');
    external(new Chart(app, 'c', { namespace: 'shop' }), 'v1/Secret', 'db', { keys: ['password'] });
    expect(externalsIn(app)).toEqual([
      { kind: 'apps/Deployment', name: 'everywhere', namespace: undefined, keys: undefined },
      { kind: 'Secret', name: 'db', namespace: 'shop', keys: ['password'] },
    ]);
  });

  test('rejects what is no kind', () => {
    const app = new App();
    external(new Chart(app, 'c'), 'secret', 'db');
    const problems = app.node.findAll().flatMap(({ node }) => node.validate());
    expect(problems).toEqual([
      `external(): got "secret", allowed API version and kind: 'v1/Secret', 'apps/v1/Deployment'`,
    ]);
  });

  test.each(['', 'Secret', 'shop/db', 'v1/Secret/a/b/c', 'v1/Secret//db'])('is not %j', (text) => {
    expect(parseExternal(text)).toBeUndefined();
  });

  test('is what is in namespaces of which nothing is there', () => {
    const route = (namespace: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec: { hosts: [a.b], http: [{ route: [{ destination: { host: bank.${namespace}.svc.cluster.local } }] }] }`;
    expect(rulesIn(join(route('bank'), pods), ['missing-backend'])).toEqual([]);
    expect(rulesIn(join(route('shop'), pods), ['missing-backend'])).toEqual(['missing-backend']);
  });
});

describe('Services', () => {
  const ids = ['service-selects-no-pod', 'missing-pod-port'];

  test('may lead to a number that no container names, with a warning, and without where none is named', () => {
    const numbered = service().replace('targetPort: http', 'targetPort: 9090');
    expect(findingsIn(join(numbered, deployment()), ids)).toEqual([
      'warning missing-pod-port: [a.yaml:2] Service shop/cart: spec.ports[http].targetPort: got 9090, which the pods of Deployment shop/cart have not, allowed http (8080)',
    ]);
    const silent = deployment().replace(/, ports: \[.*?\]/, '');
    expect(rulesIn(join(numbered, silent), ids)).toEqual([]);
  });

  test('may select pods that an operator or a chart starts', () => {
    const others = service().replace('app: cart }', 'app: database }');
    const database = `
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: database, namespace: shop }`;
    const chart = `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: redis, namespace: argocd }
spec: { destination: { namespace: shop }, source: { chart: redis, repoURL: a.b, targetRevision: 1.0.0 } }`;
    expect(rulesIn(join(others, deployment()), ids)).toEqual(['service-selects-no-pod']);
    expect(rulesIn(join(others, deployment(), database), ids)).toEqual([]);
    expect(rulesIn(join(others, deployment(), chart), ids)).toEqual([]);
  });

  test('of another cluster and namespace have ports of their own pods', () => {
    expect(rulesIn(join(service('', 'cart', 'bank'), deployment()), ids)).toEqual([]);
  });
});

describe('StatefulSets', () => {
  const ids = ['missing-headless-service', 'missing-volume', 'missing-claim'];
  const set = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: cart, namespace: shop }
spec:
  serviceName: cart
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec:
      containers: [{ name: main, image: 'cart:1', volumeMounts: [{ name: data, mountPath: /data }] }]
  volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }]`;

  test('have a headless Service that selects them, and volumes of their claims', () => {
    expect(rulesIn(join(set, service(', clusterIP: None')), ids)).toEqual([]);
    expect(findingsIn(join(set, service()), ids)).toEqual([
      `error missing-headless-service: [a.yaml:2] StatefulSet shop/cart: spec.serviceName: got "cart", which isn't headless, and so gives the pods no names: set its clusterIP to None`,
    ]);
    const others = service(', clusterIP: None').replace('app: cart }', 'app: card }');
    expect(findingsIn(join(set, others), ids)).toEqual([
      `error missing-headless-service: [a.yaml:2] StatefulSet shop/cart: spec.serviceName: got "cart", which doesn't select these pods, and so gives them no names: give it their labels`,
    ]);
  });

  test('make claims that others may mount', () => {
    const claim = (name: string) => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${name}, namespace: shop }
spec: {}`;
    const backup = (name: string) =>
      join(
        set,
        claim('other'),
        service(', clusterIP: None'),
        deployment(
          `volumes: [{ name: v, persistentVolumeClaim: { claimName: ${name} } }]`,
          '',
          'backup',
        ),
      );
    expect(rulesIn(backup('data-cart-0'), ids)).toEqual([]);
    expect(rulesIn(backup('data-card-0'), ids)).toEqual(['missing-claim']);
  });
});

describe('routes', () => {
  const ids = ['missing-gateway', 'gateway-refuses-route', 'missing-backend-port', 'shared-route'];
  const gateway = (listener: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: infra }
spec: { gatewayClassName: istio, listeners: [{ name: web, port: 80, protocol: HTTP${listener} }] }`;
  const route = (parent: string, more = '', kind = 'HTTPRoute', name = 'cart') => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: infra${parent} }]
  rules: [{ backendRefs: [{ name: cart, port: 80 }] }]
  ${more}`;
  const all = ', allowedRoutes: { namespaces: { from: All } }';
  const found = (...documents: readonly string[]) =>
    findingsIn(join(...documents, service(), deployment()), ids).map((line) =>
      line.replace(/^.*spec.parentRefs\[0\]: /, ''),
    );

  test('have a listener by name, port, kind, namespace and host', () => {
    expect(found(route(''), gateway(all))).toEqual([]);
    expect(found(route(', sectionName: wed'), gateway(all))).toEqual([
      'got sectionName "wed", allowed "web"',
    ]);
    expect(found(route(', port: 443'), gateway(all))).toEqual(['got port 443, allowed 80']);
    expect(found(route('', '', 'TCPRoute'), gateway(all))).toEqual([
      'Gateway "public" has no listener there that takes a TCPRoute: add one, or name it in allowedRoutes.kinds',
    ]);
    expect(found(route(''), gateway(''))).toEqual([
      `Gateway "public" takes no routes of namespace 'shop' there: open a listener's allowedRoutes.namespaces to it`,
    ]);
    expect(
      found(route('', 'hostnames: [a.example.com]'), gateway(`${all}, hostname: '*.example.com'`)),
    ).toEqual([]);
    expect(
      found(route('', 'hostnames: [a.example.org]'), gateway(`${all}, hostname: '*.example.com'`)),
    ).toEqual([
      'Gateway "public" serves "*.example.com" there, and none of "a.example.org": add a host to one of the two',
    ]);
  });

  test('are let in by labels of their namespace', () => {
    const selecting = gateway(
      ', allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { web: open } } } }',
    );
    const namespace = (label: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { web: '${label}' } }`;
    expect(found(route(''), selecting)).toEqual([]);
    expect(found(route(''), selecting, namespace('open'))).toEqual([]);
    expect(found(route(''), selecting, namespace('closed'))).toHaveLength(1);
  });

  test('do not claim the same requests, unless by other headers', () => {
    const second = route('', '', 'HTTPRoute', 'copy');
    expect(found(route(''), second, gateway(all))).toEqual([
      `error shared-route: [a.yaml:11] HTTPRoute shop/copy: spec.rules[0]: claims host '*' with all requests, which HTTPRoute shop/cart at [a.yaml:2] has already: only one of the two gets the requests; take the other out`,
    ]);
    const byHeader = second.replace(
      'backendRefs',
      'matches: [{ headers: [{ name: x-user, value: dev }] }], backendRefs',
    );
    expect(found(route(''), byHeader, gateway(all))).toEqual([]);
  });

  test('of the mesh are one for each host, and on a gateway one for each match', () => {
    const virtual = (name: string, more: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: shop }
spec: { hosts: [cart], http: [{ ${more}route: [{ destination: { host: cart } }] }] }`;
    const byHeader = 'match: [{ headers: { a: { exact: b } } }], ';
    expect(found(virtual('a', ''), virtual('b', byHeader))).toHaveLength(1);
    const onGateway = (name: string, more: string) =>
      virtual(name, more).replace('hosts', 'gateways: [infra/public], hosts');
    expect(found(onGateway('a', ''), onGateway('b', byHeader))).toEqual([]);
    expect(found(onGateway('a', ''), onGateway('b', ''))).toHaveLength(1);
  });

  test('of an Ingress may be split by a canary of NGINX', () => {
    const ingress = (name: string, annotations: string) => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: shop, annotations: { ${annotations} } }
spec:
  rules: [{ host: a.b, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: cart, port: { name: http } } } }] } }]`;
    expect(found(ingress('a', ''), ingress('b', ''))).toHaveLength(1);
    const canary = ingress('b', "nginx.ingress.kubernetes.io/canary: 'true'");
    expect(found(ingress('a', ''), canary)).toEqual([]);
  });
});

describe('what nobody uses', () => {
  const ids = ['unused-config-map', 'unused-secret', 'unused-service', 'unused-service-account'];

  test('is not what stays for a rollback, has a label of its own, or is named by another object', () => {
    expect(rulesIn(join(configMap(''), deployment()), ids)).toEqual(['unused-config-map']);
    const old = configMap(", annotations: { supercargo/config-version: '2' }");
    expect(rulesIn(join(old, deployment()), ids)).toEqual([]);
    const dashboard = configMap(", labels: { grafana_dashboard: '1' }");
    expect(rulesIn(join(dashboard, deployment()), ids)).toEqual([]);
    const named = deployment('', ", args: ['--config-map=settings']");
    expect(rulesIn(join(configMap(''), named), ids)).toEqual([]);
  });

  test('is not what pods may ask the cluster for', () => {
    const reader = `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader, namespace: shop }
rules: [{ apiGroups: [''], resources: [configmaps], verbs: [get] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: reader, namespace: shop }
subjects: [{ kind: ServiceAccount, name: default, namespace: shop }]
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }`;
    expect(rulesIn(join(configMap(''), deployment(), reader), ids)).toEqual([]);
  });

  test("is no Secret by which an account's images are pulled", () => {
    const secret = `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: registry, namespace: shop }
spec: { secretStoreRef: { name: vault, kind: ClusterSecretStore }, data: [] }`;
    const account = (name: string) => `
apiVersion: v1
kind: ServiceAccount
metadata: { name: cart, namespace: shop }
imagePullSecrets: [{ name: ${name} }]`;
    const pods = deployment('serviceAccountName: cart');
    const both = [...ids, 'missing-secret'];
    expect(rulesIn(join(secret, pods, account('registry')), both)).toEqual([]);
    expect(findingsIn(join(secret, pods, account('registri')), ['missing-secret'])).toEqual([
      expect.stringMatching(/ServiceAccount shop\/cart: imagePullSecrets\[0\].name: .*'registry'/),
    ]);
  });

  test('is no account as which something signs in', () => {
    const account = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: vault, namespace: shop }`;
    const store = `
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: vault, namespace: shop }
spec: { provider: { vault: { auth: { kubernetes: { serviceAccountRef: { name: vault } } } } } }`;
    expect(rulesIn(join(account, deployment()), ids)).toEqual(['unused-service-account']);
    expect(rulesIn(join(account, deployment(), store), ids)).toEqual([]);
  });
});

describe('bindings', () => {
  const ids = ['missing-role', 'missing-subject'];
  const binding = (kind: string, role: string, namespace: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: a, namespace: shop }
subjects: [{ kind: ServiceAccount, name: deployer, namespace: ${namespace} }]
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: ${role} }`;

  test('may give roles that each cluster has, and to accounts elsewhere', () => {
    expect(findingsIn(binding('ClusterRole', 'view', 'ci'), ids)).toEqual([]);
    expect(findingsIn(binding('ClusterRole', 'views', 'ci'), ids)).toEqual([
      "warning missing-role: [a.yaml:2] RoleBinding shop/a: roleRef.name: there is no ClusterRole 'views' among these objects: add it, or declare it with external()",
    ]);
  });
});

describe('a Certificate of a ClusterIssuer', () => {
  const kinds = (...names: readonly string[]) =>
    names.map(
      (kind) =>
        `{ apiVersion: cert-manager.io/v1, kind: ${kind}, metadata: { name: acme${kind === 'Issuer' ? ', namespace: shop' : ''} }, spec: { selfSigned: {} } }`,
    );
  const certificate =
    '{ apiVersion: cert-manager.io/v1, kind: Certificate, metadata: { name: shop, namespace: shop }, spec: { secretName: a, dnsNames: [a.example.com], issuerRef: { kind: ClusterIssuer, name: acme } } }';
  const found = (others: readonly string[], known: Partial<CheckContext> = {}) =>
    findingsIn(join(certificate, ...others), ['missing-object'], known);

  test('likely means the Issuer of that name, where there is no other', () => {
    expect(found(kinds('Issuer'))).toEqual([
      "error missing-object: [a.yaml:1] Certificate shop/shop: spec.issuerRef: is ClusterIssuer 'acme', which is not among these objects, beside Issuer 'acme' of the namespace: write issuerKind: 'Issuer' if that is meant, or declare the ClusterIssuer with external()",
    ]);
  });

  test('is left alone where it is there, declared, or the only one', () => {
    expect(found(kinds('Issuer', 'ClusterIssuer'))).toEqual([]);
    expect(found([])).toEqual([]);
    const externals = [{ kind: 'cert-manager.io/ClusterIssuer', name: 'acme' }];
    expect(found(kinds('Issuer'), { externals })).toEqual([]);
  });
});

test('a binding in a namespace of others says nothing of what is there', () => {
  const binding = (namespace: string, name: string) =>
    findingsIn(
      `{ apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: { name: a, namespace: ${namespace} }, roleRef: { kind: Role, name: '${name}' } }
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: kube-system } }`,
      ['missing-role'],
    ).length;
  expect(binding('kube-system', 'extension-apiserver-authentication-reader')).toBe(0);
  expect(binding('kube-system', 'system::leader-locking-kube-scheduler')).toBe(0);
  expect(binding('kube-system', 'nothing')).toBe(1);
  expect(binding('monitoring', 'prometheus')).toBe(0);
});
