import { ApiObject } from 'cdk8s';
import {
  blueGreen,
  ConfigRepo,
  canary,
  DaemonMicroservice,
  DestinationRule,
  defineEnvironment,
  defineEnvironments,
  type Environment,
  ExternalSecret,
  externalEndpoint,
  httpProbe,
  Issuer,
  istioBySubset,
  keda,
  Microservice,
  pause,
  prometheusTrigger,
  ReferenceGrant,
  type Resources,
  ScheduledTask,
  ServiceEntry,
  Sidecar,
  StatefulMicroservice,
  System,
  Task,
  VirtualService,
  weight,
} from '../../lib';
import type { ManifestSet } from '../../lib/manifest/manifest-set';

const resources: Resources = { cpu: ['100m', '200m'], memory: ['64Mi', '128Mi'] };
const image = `registry.example.com/port/all:v1.0.0@sha256:${'0'.repeat(64)}`;

/** Kinds that `dist` has none of, each as a microservice or a construct makes it. */
class Port extends System {
  constructor(environment: Environment) {
    super(environment, 'port');
    const db = new StatefulMicroservice(this, 'db', {
      image,
      ports: { mysql: 3306 },
      claims: { data: { size: '10Gi', mountPath: '/data' } },
      resources,
    });
    const keys = new ExternalSecret(this, 'db-keys', { keys: { password: 'port/db#password' } });
    const orders = new Microservice(this, 'orders', {
      image,
      ports: { http: 8080, 'http-metrics': 9090 },
      metrics: { port: 'http-metrics' },
      env: { DB: db.endpoint('mysql'), PASSWORD: keys.key('password') },
      config: { values: { CURRENCY: 'EUR' } },
      probes: { readiness: httpProbe('/ready', { port: 'http', initialDelay: '20s' }) },
      replicas: { min: 2, max: 5, cpuPercent: 70 },
      resources,
    });
    new Task(this, 'migrate', {
      image,
      env: { DB: db.endpoint('mysql') },
      before: [orders],
      resources,
    });
    new ScheduledTask(this, 'report', {
      image,
      env: { DB: db.endpoint('mysql') },
      schedule: '30 6 * * MON-FRI',
      timeZone: 'Europe/Berlin',
      resources,
    });
    new DaemonMicroservice(this, 'agent', { image, calls: [orders.endpoint('http')], resources });
    new Microservice(this, 'mailer', {
      image,
      calls: [orders.endpoint('http')],
      replicas: keda({
        max: 5,
        triggers: [
          prometheusTrigger({
            serverAddress: 'http://prometheus.monitoring:9090',
            query: 'sum(mails)',
            threshold: 20,
          }),
        ],
      }),
      resources,
    });
    if (environment.name === 'mesh') this.withMesh(orders);
    else this.withDoors(environment, orders);
  }

  private withMesh(orders: Microservice<'http' | 'http-metrics'>): void {
    new DestinationRule(orders, 'orders', {
      to: orders.endpoint('http'),
      trafficPolicy: { connectionPool: { tcp: { connectTimeout: '250ms' } } },
    });
    new VirtualService(orders, 'orders', {
      hosts: [orders.endpoint('http')],
      http: [
        {
          name: 'beta',
          match: [{ headers: { 'x-user': 'beta' } }],
          route: orders.endpoint('http'),
        },
        { name: 'all', route: orders.endpoint('http'), retries: { attempts: 2 } },
      ],
    });
    const bank = externalEndpoint({ host: 'api.bank.example.com', port: 443 });
    orders.addCalls(bank);
    new ServiceEntry(this, 'bank', { endpoints: [bank] });
    new Sidecar(orders, 'orders', { of: orders, outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } });
    new Microservice(this, 'offers', {
      image,
      ports: { http: 8080 },
      replicas: 2,
      release: canary({ steps: [weight(20), pause('5m')], router: istioBySubset() }),
      resources,
    });
  }

  /** What is reached from outside, by the Gateway API or by an Ingress, and with certificates of its own. */
  private withDoors(environment: Environment, orders: Microservice<'http' | 'http-metrics'>): void {
    const issuer = { certificate: { issuer: 'letsencrypt', issuerKind: 'Issuer' } } as const;
    new Issuer(this, 'letsencrypt', {
      acme: { email: 'ops@example.com', solvers: [{ http01: { ingressClass: 'nginx' } }] },
    });
    new Microservice(this, 'web', {
      image,
      ports: { http: 8080 },
      calls: [orders.endpoint('http')],
      exposed: { host: environment.host('web'), tls: issuer },
      replicas: 2,
      release: blueGreen({ autoPromotion: 'off' }),
      resources,
    });
    new Microservice(this, 'help', {
      image,
      ports: { http: 8080 },
      replicas: 2,
      release: blueGreen({ autoPromotion: 'off' }),
      resources,
    });
    if (environment.name === 'gateway') this.withNeighbours();
    new Microservice(this, 'api', {
      image,
      ports: { grpc: 7070 },
      exposed: { host: environment.host('api'), tls: { credential: 'api-tls' } },
      resources,
    });
  }

  /** What is in another namespace, or in none. */
  private withNeighbours(): void {
    new ReferenceGrant(this, 'edge', {
      from: [{ kind: 'HTTPRoute', namespace: 'edge' }],
      to: [{ kind: 'Service', name: 'help' }],
    });
    new ApiObject(this, 'edge-route', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'edge', namespace: 'edge' },
      spec: {
        parentRefs: [{ name: 'doors', namespace: 'infra' }],
        rules: [{ backendRefs: [{ name: 'help', namespace: 'port-gateway', port: 8080 }] }],
      },
    });
    new ApiObject(this, 'flows', {
      apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3',
      kind: 'FlowSchema',
      metadata: { name: 'flows' },
      spec: { priorityLevelConfiguration: { name: 'workload-low' } },
    });
  }
}

const lab = {
  tier: 'preproduction',
  secrets: { kind: 'vault', server: 'https://vault.example.com', role: 'port' },
} as const;

const repo = new ConfigRepo({
  repository: 'https://git.example.com/port/config.git',
  environments: defineEnvironments(
    defineEnvironment({
      ...lab,
      name: 'mesh',
      cluster: { name: 'mesh' },
      domain: 'mesh.example.com',
      mesh: { kind: 'istio' },
      access: { dialects: ['kubernetes', 'istio'] },
      observability: { scraping: {}, alerts: {}, mesh: { accessLogs: {} } },
    }),
    defineEnvironment({
      ...lab,
      name: 'gateway',
      cluster: { name: 'gateway' },
      domain: 'gateway.example.com',
      sync: {
        namespaces: ['edge'],
        clusterKinds: [{ group: 'flowcontrol.apiserver.k8s.io', kind: 'FlowSchema' }],
      },
      ingress: { kind: 'gateway-api', class: 'envoy' },
      access: {
        dialects: ['cilium'],
        gateway: { namespace: 'envoy', labels: { app: 'envoy' } },
      },
      observability: { scraping: {} },
    }),
    defineEnvironment({
      ...lab,
      name: 'nginx',
      cluster: { name: 'nginx' },
      domain: 'nginx.example.com',
      quota: { cpu: ['16', '32'] },
      access: { dialects: ['kubernetes', 'cilium'] },
      podSecurity: 'baseline',
    }),
  ),
  outdir: '/nowhere',
});
repo.deploy(Port);

/** The objects of all environments, and what is wrong with them. */
export function portSystem(): {
  readonly manifests: ManifestSet;
  readonly problems: readonly string[];
} {
  const { manifests, problems } = repo.synthesize();
  return { manifests, problems };
}
