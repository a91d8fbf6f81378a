import type { Environment } from '../envs';
import {
  address,
  allow,
  type ContainerSpec,
  canary,
  emptyDir,
  externalEndpoint,
  grpcProbes,
  httpProbe,
  istioByHost,
  Microservice,
  type MicroserviceProps,
  ObjectiveAlerts,
  objective,
  type PodOptions,
  pause,
  type Release,
  rollingUpdate,
  System,
  Task,
  type TaskProps,
  tcpProbe,
  weight,
} from '../lib';

/** User and group of all of the demo's images, whose file systems are read-only. */
const securityContext = { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 };

/** The demo's images have no shell to sleep in before they end. */
const pod: PodOptions = { containerName: 'server', securityContext, shutdown: { delay: 'none' } };

/** Most of the demo's services keep no state, and leave at once. */
const quick: PodOptions = { ...pod, shutdown: { delay: 'none', gracePeriod: '5s' } };

/** What most of the demo's services ask for. */
const small: ContainerSpec['resources'] = { cpu: ['100m', '200m'], memory: ['64Mi', '128Mi'] };

/** The frontend's health page, which wants a session. */
function health(probe: string) {
  const headers = { Cookie: `shop_session-id=x-${probe}-probe` };
  return httpProbe('/_healthz', { initialDelay: '10s', headers });
}

/**
 * A shop of twelve workloads.
 * @see https://github.com/GoogleCloudPlatform/microservices-demo
 */
export class OnlineBoutique extends System {
  constructor(environment: Environment) {
    super(environment, 'online-boutique');

    const ads = new Microservice(this, 'adservice', {
      ports: { grpc: 9555 },
      env: { PORT: '9555' },
      probes: grpcProbes({
        readiness: { initialDelay: '20s', period: '15s' },
        liveness: { initialDelay: '20s', period: '15s' },
      }),
      resources: { cpu: ['200m', '300m'], memory: ['180Mi', '300Mi'] },
      pod: quick,
    });

    const redis = new Microservice(this, 'redis-cart', {
      component: 'cache',
      ports: { 'tcp-redis': 6379 },
      volumes: { 'redis-data': emptyDir({ mountPath: '/data' }) },
      probes: { readiness: tcpProbe({ period: '5s' }), liveness: tcpProbe({ period: '5s' }) },
      resources: { cpu: ['70m', '125m'], memory: ['200Mi', '256Mi'] },
      // The carts are in its memory: a second one would hold other carts.
      replicas: 1,
      pod: { containerName: 'redis', securityContext },
    });
    if (environment.isProduction)
      allow(redis, 'one-replica', 'because the carts are in its memory, and may be lost');

    const cart = new Microservice(this, 'cartservice', {
      ports: { grpc: 7070 },
      env: { REDIS_ADDR: redis.endpoint('tcp-redis') },
      probes: grpcProbes({
        readiness: { initialDelay: '15s' },
        liveness: { initialDelay: '15s', period: '10s' },
      }),
      resources: { cpu: ['200m', '300m'], memory: ['64Mi', '128Mi'] },
      pod: quick,
    });

    const catalog = new Microservice(this, 'productcatalogservice', {
      ports: { grpc: 3550 },
      env: { PORT: '3550', DISABLE_PROFILER: '1' },
      probes: grpcProbes(),
      resources: small,
      pod: quick,
    });

    const currency = new Microservice(this, 'currencyservice', {
      ports: { grpc: 7000 },
      env: { PORT: '7000', DISABLE_PROFILER: '1' },
      probes: grpcProbes(),
      resources: small,
      pod: quick,
    });

    const payment = new Microservice(this, 'paymentservice', {
      ports: { grpc: 50051 },
      env: { PORT: '50051', DISABLE_PROFILER: '1' },
      probes: grpcProbes(),
      resources: small,
      pod: quick,
    });

    const shipping = new Microservice(this, 'shippingservice', {
      ports: { grpc: 50051 },
      env: { PORT: '50051', DISABLE_PROFILER: '1' },
      probes: grpcProbes({ readiness: { period: '5s' } }),
      resources: small,
      pod,
    });

    const email = new Microservice(this, 'emailservice', {
      ports: { grpc: { port: 5000, target: 8080 } },
      env: { PORT: '8080', DISABLE_PROFILER: '1' },
      probes: grpcProbes({ readiness: { period: '5s' }, liveness: { period: '5s' } }),
      resources: small,
      pod: quick,
    });

    const recommendation = new Microservice(this, 'recommendationservice', {
      ports: { grpc: 8080 },
      env: {
        PORT: '8080',
        PRODUCT_CATALOG_SERVICE_ADDR: catalog.endpoint('grpc'),
        DISABLE_PROFILER: '1',
      },
      probes: grpcProbes({ readiness: { period: '5s' }, liveness: { period: '5s' } }),
      resources: { cpu: ['100m', '200m'], memory: ['220Mi', '450Mi'] },
      pod: quick,
    });

    const checkout = new Microservice(this, 'checkoutservice', {
      ports: { grpc: 5050 },
      env: {
        PORT: '5050',
        PRODUCT_CATALOG_SERVICE_ADDR: catalog.endpoint('grpc'),
        SHIPPING_SERVICE_ADDR: shipping.endpoint('grpc'),
        PAYMENT_SERVICE_ADDR: payment.endpoint('grpc'),
        EMAIL_SERVICE_ADDR: email.endpoint('grpc'),
        CURRENCY_SERVICE_ADDR: currency.endpoint('grpc'),
        CART_SERVICE_ADDR: cart.endpoint('grpc'),
      },
      probes: grpcProbes(),
      resources: small,
      pod,
    });

    const isPromised = environment.choose({ stage: true, prod: true, otherwise: false });
    const frontend = new Microservice(this, 'frontend', {
      ports: { http: { port: 80, target: 8080 } },
      env: {
        PORT: '8080',
        PRODUCT_CATALOG_SERVICE_ADDR: catalog.endpoint('grpc'),
        CURRENCY_SERVICE_ADDR: currency.endpoint('grpc'),
        CART_SERVICE_ADDR: cart.endpoint('grpc'),
        RECOMMENDATION_SERVICE_ADDR: recommendation.endpoint('grpc'),
        SHIPPING_SERVICE_ADDR: shipping.endpoint('grpc'),
        CHECKOUT_SERVICE_ADDR: checkout.endpoint('grpc'),
        AD_SERVICE_ADDR: ads.endpoint('grpc'),
        // Optional, and not part of this fleet: the frontend only wants the variable to be there.
        SHOPPING_ASSISTANT_SERVICE_ADDR: externalEndpoint({
          host: 'shoppingassistantservice',
          port: 80,
          cidrs: [],
        }),
        ENABLE_PROFILER: '0',
      },
      probes: { readiness: health('readiness'), liveness: health('liveness') },
      resources: small,
      services: { 'frontend-external': { type: 'LoadBalancer' } },
      exposed: {
        host: environment.host('shop'),
        tls: { certificate: { issuer: 'letsencrypt' }, plainHttp: 'allow' },
      },
      release: isPromised ? careful : rollingUpdate(),
      pod: { ...pod, annotations: rewriteProbes },
    });

    // Where the frontend is released in steps, its analysis tests it; a hook would keep the sync open until then.
    if (isPromised)
      new ObjectiveAlerts(this, 'frontend-objective', { objective: promise, workload: 'frontend' });
    else new Task(this, 'smoke-test', smokeTest(frontend));

    if (!environment.isProduction) new Microservice(this, 'loadgenerator', loadGenerator(frontend));
  }
}

/** What the shop promises its customers. */
const promise = objective({ availability: 99.9, latency: { p95: '500ms' } });

/** A canary by the mesh's routes, which goes on for as long as the promise is kept. */
const careful: Release = canary({
  router: istioByHost(),
  analysis: { templates: [promise.analysis], startingStep: 1 },
  steps: [weight(5), pause('5m'), weight(25), pause('10m'), weight(50), pause('10m')],
});

/** Has the mesh's agent answer the kubelet's probes, which can't speak mTLS. */
const rewriteProbes = { 'sidecar.istio.io/rewriteAppHTTPProbers': 'true' };

/** Asks the frontend's health page after each sync, when all is healthy. */
function smokeTest(frontend: Microservice<'http'>): TaskProps {
  return {
    hook: 'PostSync',
    command: ['curl', '--fail', '--silent', '--show-error', '--retry', '5', '--retry-connrefused'],
    args: ['--cookie', 'shop_session-id=x-smoke-test', '--output', '/dev/null', '$(HEALTH)'],
    env: { HEALTH: address`http://${frontend.endpoint('http')}/_healthz` },
    retries: 1,
    deadline: '5m',
    resources: { cpu: ['50m', '200m'], memory: ['32Mi', '64Mi'] },
    pod: { securityContext: { runAsUser: 100, runAsGroup: 101 } },
  };
}

/** Waits for the frontend, then plays ten users. */
function loadGenerator(frontend: Microservice<'http'>): MicroserviceProps {
  const FRONTEND_ADDR = frontend.endpoint('http');
  return {
    env: { FRONTEND_ADDR, USERS: '10', RATE: '1' },
    resources: { cpu: ['300m', '500m'], memory: ['256Mi', '512Mi'] },
    replicas: 1,
    pod: {
      ...quick,
      containerName: 'main',
      annotations: rewriteProbes,
      initContainers: {
        'frontend-check': {
          image:
            'busybox:1.38.0@sha256:fd8d9aa63ba2f0982b5304e1ee8d3b90a210bc1ffb5314d980eb6962f1a9715d',
          command: ['/bin/sh', '-exc', waitForFrontend],
          env: { FRONTEND_ADDR },
          resources: { cpu: ['10m', '50m'], memory: ['16Mi', '32Mi'] },
        },
      },
    },
  };
}

const waitForFrontend = `MAX_RETRIES=12
RETRY_INTERVAL=10
for i in $(seq 1 $MAX_RETRIES); do
  echo "Attempt $i: Pinging frontend: \${FRONTEND_ADDR}..."
  STATUSCODE=$(wget --server-response http://\${FRONTEND_ADDR} 2>&1 | awk '/^  HTTP/{print $2}')
  if [ $STATUSCODE -eq 200 ]; then
      echo "Frontend is reachable."
      exit 0
  fi
  echo "Error: Could not reach frontend - Status code: \${STATUSCODE}"
  sleep $RETRY_INTERVAL
done
echo "Failed to reach frontend after $MAX_RETRIES attempts."
exit 1
`;
