import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import { recreate, rollingUpdate } from '../../lib/delivery/deployment-release';
import { address, portOf } from '../../lib/endpoint/address';
import { callGraph } from '../../lib/endpoint/call-graph';
import { externalEndpoint } from '../../lib/endpoint/endpoint';
import { podsMetric } from '../../lib/microservice/metrics';
import { Microservice } from '../../lib/microservice/microservice';
import { configKey, podField, secretKey } from '../../lib/pod/env';
import { execProbe, grpcProbe, httpProbe } from '../../lib/pod/probes';
import { configVolume, emptyDir, secretVolume } from '../../lib/pod/volumes';
import { InputError } from '../../lib/problem/problem';
import { validateManifest } from '../../lib/schema/validate';
import { filesOf, manifestsOf, problemsOf } from '../render-tree';
import { expectYaml } from '../yaml-snapshot';
import { least, microservice, plainChart, resources } from './chart';

/** Compares all objects of a microservice's chart with a file in snapshots/. */
function expectSnapshot(file: string, { node }: Microservice<string>): void {
  const texts = [...filesOf(node.root).values()];
  expectYaml(join(__dirname, 'snapshots', file), texts.join('---\n'));
}

describe('a microservice', () => {
  test('renders with the least it needs', () => {
    expectSnapshot('minimal.yaml', microservice({ ports: { grpc: 7070 } }));
  });

  test('renders with everything set', () => {
    const chart = plainChart('shop-qa');
    const redis = new Microservice(chart, 'redis', { ...least, ports: { tcp: 6379 } });
    const cart = new Microservice(chart, 'cart', {
      image: 'registry.example.com:5000/shop/cart:v1.2.3@sha256:0123456789abcdef0123456789abcdef',
      imagePullPolicy: 'Always',
      component: 'backend',
      labels: { team: 'shop' },
      annotations: { 'example.com/runbook': 'https://runbooks.example.com/cart' },
      command: ['/cart'],
      args: ['--verbose', 'on'],
      workingDir: '/srv',
      ports: {
        grpc: 7070,
        http: { port: 80, target: 8080, appProtocol: 'kubernetes.io/h2c' },
        dns: { port: 53, target: 5353, protocol: 'UDP' },
      },
      env: {
        REDIS_ADDR: redis.endpoint('tcp'),
        REDIS_PORT: portOf(redis.endpoint('tcp')),
        REDIS_URL: address`redis://${redis.endpoint('tcp')}/0`,
        RETRIES: 3,
        TRACING: true,
        VERSION: '1.0',
        PASSWORD: secretKey('cart-login', 'password'),
        FLAGS: configKey('flags', 'cart', { optional: true }),
        NODE: podField('spec.nodeName'),
      },
      envFrom: [
        { secret: 'cart-keys', prefix: 'KEY_' },
        { configMap: 'shop', optional: true },
      ],
      config: {
        values: { LOG_LEVEL: 'info', MAX_ITEMS: 100 },
        files: { mountPath: '/etc/cart', contents: { 'cart.toml': 'limit = 10\n' } },
      },
      volumes: {
        cache: emptyDir({ mountPath: '/cache', sizeLimit: '1Gi' }),
        tls: secretVolume('cart-tls', { mountPath: '/tls', readOnly: true, mode: 0o440 }),
        extra: configVolume('extra', { items: { a: 'b/c' } }),
      },
      mounts: { extra: { path: '/extra', subPath: 'b' } },
      probes: {
        readiness: grpcProbe({ initialDelay: '15s', period: '5s', failureThreshold: 2 }),
        liveness: httpProbe('/healthz', { port: 'http', headers: { Host: 'cart' }, timeout: '2s' }),
        startup: execProbe(['/cart', 'started'], { period: '1s', failureThreshold: 60 }),
      },
      lifecycle: { postStart: { exec: ['/cart', 'warm'] } },
      resources: {
        cpu: ['200m', 1],
        memory: { request: '64Mi', limit: 'none' },
        ephemeralStorage: '1Gi',
        extended: { 'example.com/gpu': 1 },
      },
      securityContext: { runAsUser: 1000 },
      replicas: 3,
      disruptionBudget: { minAvailable: '50%' },
      release: rollingUpdate({ maxSurge: 1, maxUnavailable: '10%', minReady: '10s' }),
      service: { annotations: { 'example.com/a': 'b' }, sessionAffinity: 'ClientIP' },
      serviceAccount: { annotations: { 'example.com/role': 'cart' }, mountToken: true },
      calls: [externalEndpoint({ host: 'bank.example.com', port: 443 })],
      pod: {
        containerName: 'server',
        annotations: { 'example.com/c': 'd' },
        labels: { tier: 'gold' },
        securityContext: { fsGroup: 2000 },
        imagePullSecrets: ['registry'],
        shutdown: { delay: '10s', gracePeriod: '1m' },
        scheduling: { spread: ['zone'], priorityClassName: 'high', nodeSelector: { disk: 'ssd' } },
        initContainers: { migrate: { image: 'migrate:v1', command: ['/migrate'], resources } },
        sidecars: { proxy: { image: 'proxy:v1', ports: { proxy: 3128 }, resources } },
        dnsPolicy: 'ClusterFirst',
        hostAliases: [{ ip: '10.0.0.1', hostnames: ['legacy.example.com'] }],
      },
    });
    expectSnapshot('everything.yaml', cart);
  });

  test('renders a worker without ports', () => {
    expectSnapshot('worker.yaml', microservice({ replicas: 2, release: recreate() }, 'worker'));
  });

  test('renders an autoscaler, and no number of pods beside it', () => {
    const metrics = [podsMetric('requests_per_second', { averageValue: '100' })];
    const behavior = { scaleDown: { stabilizationWindowSeconds: 600 } };
    const replicas = { min: 2, max: 10, cpuPercent: 70, memoryPercent: 80, metrics, behavior };
    expectSnapshot('autoscaled.yaml', microservice({ ports: { http: 80 }, replicas }));
  });

  test('renders headless, load-balancer and node-port Services', () => {
    const cart = microservice<'http' | 'admin'>({
      ports: { http: { port: 80, target: 8080 }, admin: 9090 },
      service: { type: 'Headless', publishNotReadyAddresses: true },
      services: {
        'cart-public': {
          type: 'LoadBalancer',
          ports: ['http'],
          externalTrafficPolicy: 'Local',
          loadBalancerClass: 'example.com/internal',
          loadBalancerSourceRanges: ['10.0.0.0/8'],
        },
        'cart-node': { type: 'NodePort', nodePorts: { http: 30080 }, labels: { team: 'shop' } },
      },
    });
    expectSnapshot('services.yaml', cart);
  });

  test('renders ports with one target, of the node, and with other numbers elsewhere', () => {
    const cart = microservice<'http' | 'https' | 'agent'>({
      ports: {
        http: { port: 80, target: 8080 },
        https: { port: 443, target: 8080 },
        agent: { port: 9000, protocol: 'UDP', hostPort: 9001, hostIP: '10.0.0.7' },
      },
      probes: { readiness: httpProbe('/', { port: 'https' }) },
      service: { clusterIP: '10.96.0.7' },
      services: {
        'cart-public': { type: 'LoadBalancer', ports: ['https'], portNumbers: { https: 8443 } },
        'cart-inside': { portNumbers: { http: 443, https: 80 } },
      },
    });
    expectSnapshot('ports.yaml', cart);
    const manifests = manifestsOf(cart.node.root).map(({ manifest }) => manifest);
    expect(manifests.flatMap(validateManifest)).toEqual([]);
  });

  test('renders a ServiceAccount, an autoscaler and a budget with what else is said of them', () => {
    const cart = microservice({
      labels: { team: 'shop' },
      serviceAccount: {
        annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/cart' },
        labels: { 'azure.workload.identity/use': 'true', team: 'other' },
        imagePullSecrets: ['registry', 'mirror'],
      },
      replicas: { min: 2, max: 4, cpuPercent: 80, annotations: { 'example.com/a': 'scaled' } },
      disruptionBudget: { maxUnavailable: 1, annotations: { 'example.com/a': 'drained' } },
    });
    const manifests = manifestsOf(cart.node.root).map(({ manifest }) => manifest);
    const [account] = manifests.filter(({ kind }) => kind === 'ServiceAccount');
    expect(account).toMatchObject({
      metadata: {
        annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/cart' },
        labels: {
          'app.kubernetes.io/name': 'cart',
          'azure.workload.identity/use': 'true',
          team: 'other',
        },
      },
      imagePullSecrets: [{ name: 'registry' }, { name: 'mirror' }],
    });
    expect(
      manifests.flatMap(({ kind, metadata: { annotations } }) =>
        annotations === undefined ? [] : [[kind, annotations]],
      ),
    ).toEqual([
      ['ServiceAccount', expect.anything()],
      ['HorizontalPodAutoscaler', { 'example.com/a': 'scaled' }],
      ['PodDisruptionBudget', { 'example.com/a': 'drained' }],
    ]);
    expect(manifests.flatMap(validateManifest)).toEqual([]);
  });

  test('renders configuration as ConfigMaps', () => {
    const cart = microservice({
      config: {
        values: { LOG_LEVEL: 'info', ON: true, PORT: 7070, YES: 'yes' },
        files: {
          mountPath: '/etc/cart',
          contents: { 'b.json': '{"limit": 10}', 'a.sh': '#!/bin/sh\necho "cart"\n', empty: '' },
        },
      },
    });
    expectSnapshot('config.yaml', cart);
  });

  test('shows configuration, binary files too, to its further containers', () => {
    const cart = microservice({
      ports: { http: 80 },
      config: {
        values: { LOG_LEVEL: 'info' },
        files: {
          contents: { 'migrate.sh': '#!/bin/sh\n', 'logo.png': new Uint8Array([137, 80, 78, 71]) },
          mode: 0o555,
        },
      },
      mounts: { 'config-files': { path: '/logo.png', subPath: 'logo.png', readOnly: true } },
      pod: {
        initContainers: {
          migrate: { ...least, configValues: true, mounts: { 'config-files': '/scripts' } },
        },
        sidecars: {
          agent: { ...least, starts: 'after-init', configValues: true },
          nginx: {
            ...least,
            starts: 'with-main',
            ports: { proxy: 8080 },
            mounts: { 'config-files': ['/a', '/b'] },
          },
        },
      },
    });
    expectSnapshot('further-containers.yaml', cart);
  });

  test('has neither Service nor ServiceAccount when told so', () => {
    const cart = microservice({
      ports: { http: 80 },
      service: 'none',
      serviceAccount: { existing: 'shop' },
    });
    const manifests = manifestsOf(cart.node.root).map(({ manifest }) => manifest);
    expect(manifests.map(({ kind }) => kind)).toEqual(['Deployment']);
    expect(manifests).toMatchObject([
      { spec: { template: { spec: { serviceAccountName: 'shop' } } } },
    ]);
    expect(cart.service).toBeUndefined();
  });
});

describe('the parts of a microservice', () => {
  test('are its workload and the Service of its name', () => {
    const cart = microservice({ ports: { http: 80 }, services: { 'cart-b': {} } });
    expect([cart.workload?.kind, cart.workload?.name]).toEqual(['Deployment', 'cart']);
    expect([cart.service?.kind, cart.service?.name]).toEqual(['Service', 'cart']);
  });

  test('are missing when the spec is wrong', () => {
    const cart = microservice({ ports: { http: 80 }, replicas: -1 });
    expect([cart.workload, cart.service]).toEqual([undefined, undefined]);
    expect(problemsOf(cart.node.root)).toEqual([
      '[shop/cart] replicas: got -1, allowed a whole number from 0',
    ]);
  });

  test('take a JSON patch', () => {
    const cart = microservice();
    cart.workload?.addJsonPatch(
      JsonPatch.add('/spec/template/spec/hostname', 'cart'),
      JsonPatch.replace('/spec/replicas', 5),
    );
    const deployment = manifestsOf(cart.node.root).find(
      ({ manifest }) => manifest.kind === 'Deployment',
    );
    expect(deployment?.manifest).toMatchObject({
      spec: { replicas: 5, template: { spec: { hostname: 'cart' } } },
    });
  });
});

describe('an endpoint', () => {
  test('has the port of the Service and that of the pods', () => {
    const chart = plainChart('shop-qa');
    const cart = new Microservice(chart, 'cart', {
      ...least,
      ports: { http: { port: 80, target: 8080, protocol: 'UDP' } },
    });
    expect(cart.endpoint('http')).toMatchObject({
      service: 'cart',
      namespace: 'shop-qa',
      clusterDomain: 'cluster.local',
      port: 80,
      targetPort: 8080,
      protocol: 'UDP',
      path: 'shop/cart',
    });
  });

  test('rejects a port that is not there', () => {
    const cart = microservice<string>({ ports: { http: 80, grpc: 7070 } });
    cart.endpoint('htpp');
    expect(problemsOf(cart.node.root)).toEqual([
      "[shop/cart] endpoint(): got \"htpp\", allowed 'http', 'grpc'",
    ]);
  });

  test('rejects any port of a microservice without one', () => {
    const worker = microservice<string>({}, 'worker');
    worker.endpoint('http');
    expect(problemsOf(worker.node.root)).toEqual([
      '[shop/worker] endpoint(): got "http", allowed none: its Service has no ports',
    ]);
  });

  test.each([
    ['its Service leaves out', { ports: ['http'] as const }, "'http'"],
    ['has no Service', 'none' as const, 'none: its Service has no ports'],
  ])('rejects a port that %s', (_, service, allowed) => {
    const cart = microservice({ ports: { http: 80, admin: 90 }, service }, 'cart');
    cart.endpoint('admin');
    expect(problemsOf(cart.node.root)).toEqual([
      `[shop/cart] endpoint(): got "admin", allowed ${allowed}`,
    ]);
  });

  test('is added to what was created before it', () => {
    const chart = plainChart();
    const orders = new Microservice(chart, 'orders', { ...least, ports: { http: 80 } });
    const basket = new Microservice(chart, 'basket', {
      ...least,
      ports: { grpc: 7071 },
      calls: [orders.endpoint('http')],
    });
    orders.addCalls(basket.endpoint('grpc'), basket.endpoint('grpc'));
    expect(callGraph(chart).map(({ from, to }) => [from.name, to.port])).toEqual([
      ['orders', 7071],
      ['basket', 80],
    ]);
    expect(orders.calls.map(({ to }) => to.port)).toEqual([7071]);
  });

  test('rejects to become text without the tag', () => {
    const cart = microservice({ ports: { http: 80 } }, 'cart');
    expect(() => `http://${cart.endpoint('http')}/x`).toThrow(
      new InputError([
        {
          field: 'endpoint',
          message:
            "can't be put into text: write address`http://${...}`, with the tag, as the value itself",
        },
      ]),
    );
  });

  test('rejects a name that JavaScript has a use for', () => {
    const cart = microservice({ ports: { http: 80 } }, 'constructor');
    expect(problemsOf(cart.node.root)).toEqual([
      '[shop] name: got "constructor", allowed another name: JavaScript has a use for this one',
    ]);
  });

  test('records a call wherever it is used, once', () => {
    const chart = plainChart();
    const callee = (name: string) =>
      new Microservice(chart, name, { ...least, ports: { http: 80 } }).endpoint('http');
    const extra = (name: string) => ({ ...least, env: { A: callee(name) } });
    const env = callee('env');
    const cart = new Microservice(chart, 'cart', {
      ...least,
      env: { A: env, B: address`http://${env}/` },
      config: { values: { A: callee('config') } },
      pod: {
        initContainers: { a: extra('init') },
        sidecars: { b: extra('sidecar'), c: { ...extra('with-main'), starts: 'with-main' } },
      },
      calls: [callee('calls'), externalEndpoint({ host: 'bank.example.com', port: 443 })],
    });
    const callees = cart.calls.map(({ to }) =>
      to.kind === 'external-endpoint' ? to.host : to.service,
    );
    expect(callees.toSorted()).toEqual([
      'bank.example.com',
      'calls',
      'config',
      'env',
      'init',
      'sidecar',
      'with-main',
    ]);
    expect(callGraph(chart)).toEqual(cart.calls);
  });
});

describe('a name given twice', () => {
  test('is one problem, in the place of an exception', () => {
    const chart = plainChart();
    new Microservice(chart, 'cart', { ...least, ports: { http: 80 } });
    new Microservice(chart, 'cart', { ...least, ports: { http: 80 } });
    expect(problemsOf(chart.node.root)).toEqual([
      '[shop/cart] name: got "cart", allowed each name once in \'shop\': it is given a second time',
    ]);
  });
});

describe('in plain cdk8s', () => {
  test('renders by Testing.synth', () => {
    const chart = Testing.chart();
    new Microservice(chart, 'cart', { ...least, ports: { http: 80 } });
    const objects: readonly { kind: string; metadata: { name: string } }[] = Testing.synth(chart);
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ServiceAccount cart',
      'Service cart',
      'Deployment cart',
    ]);
  });

  test('is written by app.synth()', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'microservice-'));
    try {
      const app = new App({ outdir });
      new Microservice(new Chart(app, 'shop'), 'cart', least);
      app.synth();
      expect(readdirSync(outdir)).toEqual(['shop.k8s.yaml']);
      const text = readFileSync(join(outdir, 'shop.k8s.yaml'), 'utf8');
      expect(text.match(/^kind: .*/gm)).toEqual(['kind: ServiceAccount', 'kind: Deployment']);
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  });

  test('rejects a missing image and all else that is wrong by app.synth()', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'microservice-'));
    try {
      const app = new App({ outdir });
      new Microservice(new Chart(app, 'shop'), 'cart', { resources, replicas: -1 });
      expect(() => app.synth()).toThrow(
        new Error(
          'Validation failed with the following errors:\n' +
            '  [shop/cart] image: is missing: name an image with its tag or digest\n' +
            '  [shop/cart] replicas: got -1, allowed a whole number from 0',
        ),
      );
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  });
});
