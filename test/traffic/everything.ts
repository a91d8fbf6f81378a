import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { recordPodGroup } from '../../lib/endpoint/call-graph';
import { externalEndpoint } from '../../lib/endpoint/endpoint';
import { Gateway } from '../../lib/traffic/gateway-api/gateway';
import { GrpcRoute } from '../../lib/traffic/gateway-api/grpc-route';
import { HttpRoute } from '../../lib/traffic/gateway-api/http-route';
import { ReferenceGrant } from '../../lib/traffic/gateway-api/reference-grant';
import { Ingress } from '../../lib/traffic/ingress/ingress';
import { DestinationRule } from '../../lib/traffic/istio/destination-rule';
import type { TrafficPolicy } from '../../lib/traffic/istio/destination-rule-spec';
import { IstioGateway } from '../../lib/traffic/istio/gateway';
import { ServiceEntry } from '../../lib/traffic/istio/service-entry';
import { Sidecar } from '../../lib/traffic/istio/sidecar';
import type { ConnectionPool, PortPolicy } from '../../lib/traffic/istio/traffic-policy';
import { VirtualService } from '../../lib/traffic/istio/virtual-service';
import { admin, ads, cart, frontend, payments } from './shop';

const connectionPool: ConnectionPool = {
  tcp: {
    maxConnections: 100,
    connectTimeout: '250ms',
    idleTimeout: '1h',
    maxConnectionDuration: '24h',
    tcpKeepalive: { probes: 3, time: '2h', interval: '75s' },
  },
  http: {
    http1MaxPendingRequests: 10,
    http2MaxRequests: 1000,
    maxRequestsPerConnection: 0,
    maxRetries: 3,
    idleTimeout: '15m',
    h2UpgradePolicy: 'DO_NOT_UPGRADE',
    useClientProtocol: true,
    maxConcurrentStreams: 100,
  },
};

const outlierDetection: PortPolicy['outlierDetection'] = {
  consecutive5xxErrors: 3,
  consecutiveGatewayErrors: 3,
  consecutiveLocalOriginFailures: 3,
  splitExternalLocalOriginErrors: true,
  interval: '30s',
  baseEjectionTime: '1m',
  maxEjectionPercent: 50,
  minHealthPercent: 40,
};

const sticky: PortPolicy = {
  loadBalancer: {
    consistentHash: {
      httpCookie: {
        name: 'cart',
        ttl: '0s',
        path: '/',
        attributes: [{ name: 'SameSite', value: 'Strict' }, { name: 'Secure' }],
      },
      ringHash: { minimumRingSize: 2048 },
    },
    localityLbSetting: {
      enabled: true,
      distribute: [{ from: 'eu-1/*', to: { 'eu-1/*': 80, 'eu-2/*': 20 } }],
    },
  },
  connectionPool,
  outlierDetection,
  tls: {
    mode: 'MUTUAL',
    clientCertificate: '/etc/certs/cert.pem',
    privateKey: '/etc/certs/key.pem',
    caCertificates: '/etc/certs/ca.pem',
    caCrl: '/etc/certs/crl.pem',
    sni: 'cart.example.com',
    subjectAltNames: ['cart.example.com'],
    insecureSkipVerify: false,
  },
};

const simple: PortPolicy = {
  loadBalancer: {
    simple: 'ROUND_ROBIN',
    warmup: { duration: '5m', minimumPercent: 5, aggression: 1.5 },
    localityLbSetting: {
      failover: [{ from: 'eu-1', to: 'eu-2' }],
      failoverPriority: ['topology.kubernetes.io/region'],
    },
  },
  outlierDetection,
  tls: { mode: 'SIMPLE', credentialName: 'cart-client' },
};

const full: TrafficPolicy = {
  ...sticky,
  portLevelSettings: [
    { port: cart, ...sticky },
    { port: admin, ...simple },
  ],
  tunnel: { protocol: 'CONNECT', targetHost: 'proxy.example.com', targetPort: 443 },
  proxyProtocol: { version: 'V2' },
  retryBudget: { percent: 20.5, minRetryConcurrency: 5 },
};

const headers = {
  request: { set: { 'x-set': 'a' }, add: { 'x-add': 'b' }, remove: ['x-remove'] },
  response: { set: { 'x-set': 'a' }, add: { 'x-add': 'b' }, remove: ['x-remove'] },
};

const L4 = {
  destinationSubnets: ['10.0.0.0/8'],
  port: 443,
  sourceLabels: { app: 'frontend' },
  sourceNamespace: 'shop-qa',
  gateways: ['mesh' as const],
};

/** Each kind with every field that it has here, by the name of its snapshot. */
export const EVERYTHING: Readonly<Record<string, (chart: Chart) => void>> = {
  'virtual-service': (chart) => {
    const gateway = { name: 'public', namespace: 'gateways' };
    const rule = new DestinationRule(chart, 'versions', {
      to: cart,
      subsets: { v1: { labels: { version: 'v1' } }, v2: { labels: { version: 'v2' } } },
    });
    const reviews = new VirtualService(chart, 'reviews', {
      http: [{ route: ads }],
    });
    new VirtualService(chart, 'cart', {
      hosts: ['shop.example.com', '*.shop.example.com', cart, ads],
      gateways: [gateway, 'mesh'],
      exportTo: ['.', 'ads-qa'],
      labels: { team: 'shop' },
      annotations: { 'example.com/why': 'test' },
      http: [
        {
          name: 'all-conditions',
          match: [
            {
              name: 'everything',
              uri: { prefix: '/cart' },
              ignoreUriCase: true,
              scheme: 'https',
              method: { regex: 'GET|HEAD' },
              authority: { exact: 'shop.example.com' },
              headers: { 'x-user': { regex: '^dev-.*$' }, 'x-debug': { present: true } },
              withoutHeaders: { 'x-bot': { prefix: 'google' } },
              queryParams: { beta: 'true' },
              port: 80,
              sourceLabels: { app: 'frontend' },
              sourceNamespace: 'shop-qa',
              gateways: [gateway, 'mesh'],
              statPrefix: 'cart',
            },
          ],
          route: [
            { to: rule.subset('v1'), weight: 90, headers },
            { to: rule.subset('v2', admin), weight: 10 },
          ],
          rewrite: { authority: 'cart.internal', uri: '/' },
          timeout: '2s',
          retries: {
            attempts: 3,
            perTryTimeout: '500ms',
            retryOn: ['5xx', 'connect-failure', '429'],
            backoff: '25ms',
            retryRemoteLocalities: true,
            retryIgnorePreviousHosts: false,
          },
          mirrors: [{ to: ads, percentage: 12.5 }, { to: rule.subset('v2') }],
          fault: {
            delay: { fixedDelay: '5s', percentage: 0.1 },
            abort: { httpStatus: 503, percentage: 1 },
          },
          corsPolicy: {
            allowOrigins: ['https://shop.example.com', { prefix: 'https://shop.' }],
            allowMethods: ['GET', 'POST'],
            allowHeaders: ['x-user'],
            exposeHeaders: ['x-cart'],
            maxAge: '24h',
            allowCredentials: true,
            unmatchedPreflights: 'IGNORE',
          },
          headers,
        },
        {
          match: [{ uri: { regex: '/v\\d+/.*' } }],
          route: cart,
          rewrite: { uriRegexRewrite: { match: '^/v(\\d+)/(.*)$', rewrite: '/\\2?v=\\1' } },
          fault: { abort: { grpcStatus: 'UNAVAILABLE', percentage: 100 } },
        },
        {
          match: [{ uri: '/old' }],
          redirect: {
            uri: '/new',
            authority: 'shop.example.com',
            scheme: 'https',
            port: 8443,
            redirectCode: 308,
          },
        },
        {
          match: [{ uri: '/older' }],
          redirect: { scheme: 'https', derivePort: 'FROM_PROTOCOL_DEFAULT' },
        },
        { match: [{ uri: '/robots.txt' }], directResponse: { status: 200, body: 'User-agent: *' } },
        {
          match: [{ uri: '/favicon.ico' }],
          directResponse: { status: 200, body: { bytes: 'aGVsbG8=' } },
        },
        { match: [{ uri: { prefix: '/reviews' } }], delegate: reviews },
        { match: [{ uri: { prefix: '/ads' } }], delegate: { name: 'ads', namespace: 'ads-qa' } },
        { route: cart },
      ],
      tls: [
        {
          match: [{ ...L4, sniHosts: ['shop.example.com', 'a.shop.example.com'] }],
          route: [
            { to: rule.subset('v1'), weight: 50 },
            { to: payments, weight: 50 },
          ],
        },
      ],
      tcp: [
        {
          match: [L4],
          route: [
            { to: rule.subset('v1'), weight: 0 },
            { to: rule.subset('v2'), weight: 100 },
          ],
        },
        { route: ads },
      ],
    });
  },
  'destination-rule': (chart) => {
    new DestinationRule(chart, 'cart', {
      to: cart,
      exportTo: ['*'],
      workloadSelector: { app: 'frontend' },
      trafficPolicy: full,
      subsets: {
        v1: { labels: { version: 'v1' }, trafficPolicy: full },
        v2: { labels: { version: 'v2' }, trafficPolicy: simple },
        v3: {
          trafficPolicy: {
            loadBalancer: {
              consistentHash: { httpHeaderName: 'x-user', maglev: { tableSize: 65537 } },
            },
            portLevelSettings: [{ port: admin, ...simple }],
          },
        },
        v4: {
          trafficPolicy: {
            loadBalancer: { consistentHash: { useSourceIp: true } },
            portLevelSettings: [
              {
                port: admin,
                loadBalancer: { consistentHash: { httpQueryParameterName: 'user' } },
              },
              {
                port: cart,
                loadBalancer: {
                  consistentHash: { httpHeaderName: 'x-user', maglev: { tableSize: 101 } },
                },
              },
            ],
          },
        },
        v5: {
          trafficPolicy: {
            loadBalancer: { consistentHash: { httpQueryParameterName: 'user' } },
            portLevelSettings: [
              { port: admin, loadBalancer: { consistentHash: { useSourceIp: true } } },
            ],
          },
        },
      },
    });
    new DestinationRule(chart, 'payments', {
      to: payments,
      trafficPolicy: {
        ...simple,
        portLevelSettings: [
          {
            port: payments,
            loadBalancer: {
              consistentHash: { httpHeaderName: 'x-user', maglev: { tableSize: 101 } },
            },
          },
        ],
      },
    });
    new DestinationRule(chart, 'by-header', {
      to: ads,
      trafficPolicy: {
        loadBalancer: { consistentHash: { httpHeaderName: 'x-user', maglev: { tableSize: 101 } } },
        portLevelSettings: [{ port: ads, loadBalancer: { consistentHash: { useSourceIp: true } } }],
      },
    });
    new DestinationRule(chart, 'by-address', {
      to: frontend,
      trafficPolicy: {
        loadBalancer: { consistentHash: { useSourceIp: true } },
        portLevelSettings: [
          { port: frontend, loadBalancer: { consistentHash: { httpQueryParameterName: 'a' } } },
        ],
      },
    });
    new DestinationRule(chart, 'by-parameter', {
      to: admin,
      trafficPolicy: { loadBalancer: { consistentHash: { httpQueryParameterName: 'user' } } },
    });
  },
  gateway: (chart) => {
    new IstioGateway(chart, 'public', {
      selector: { istio: 'public' },
      podNamespace: 'gateways',
      servers: [
        {
          protocol: 'HTTP',
          hosts: ['shop.example.com', './*.example.com'],
          name: 'web',
          bind: '10.0.0.1',
          httpsRedirect: true,
        },
        {
          protocol: 'HTTPS',
          hosts: ['shop-qa/shop.example.com'],
          tls: {
            mode: 'SIMPLE',
            certificate: {
              issuer: 'letsencrypt',
              duration: '2160h',
              renewBefore: '360h',
              privateKey: 'ECDSA',
            },
            minProtocolVersion: 'TLSV1_2',
            maxProtocolVersion: 'TLSV1_3',
            cipherSuites: ['ECDHE-ECDSA-AES256-GCM-SHA384'],
          },
        },
        {
          protocol: 'HTTPS',
          port: 8443,
          hosts: ['admin.example.com'],
          tls: {
            mode: 'MUTUAL',
            credentialName: 'admin',
            caCertCredentialName: 'admin-ca',
            subjectAltNames: ['admin'],
            verifyCertificateHash: ['ab'.repeat(32)],
            verifyCertificateSpki: ['hGsdfUh='],
          },
        },
        {
          protocol: 'HTTPS',
          port: 9443,
          hosts: ['both.example.com'],
          tls: { mode: 'OPTIONAL_MUTUAL', credentialNames: ['rsa', 'ecdsa'] },
        },
        { protocol: 'TLS', port: 15443, hosts: ['*.local'], tls: { mode: 'AUTO_PASSTHROUGH' } },
        { protocol: 'TLS', port: 16443, hosts: ['db.example.com'], tls: { mode: 'PASSTHROUGH' } },
        { protocol: 'TLS', port: 17443, hosts: ['a.example.com'], tls: { mode: 'ISTIO_MUTUAL' } },
        { protocol: 'TCP', port: 5432, hosts: ['*'] },
      ],
    });
  },
  'service-entry': (chart) => {
    new ServiceEntry(chart, 'payments', {
      endpoints: [payments, externalEndpoint({ host: 'api.payments.example.com', port: 80 })],
      protocols: { 80: 'HTTP' },
      targetPorts: { 80: 443 },
      exportTo: ['.'],
      location: 'MESH_EXTERNAL',
      subjectAltNames: ['payments.example.com'],
      servers: [
        {
          address: 'eu.payments.example.com',
          ports: { 'tls-443': 8443 },
          labels: { region: 'eu' },
          network: 'eu',
          locality: 'eu-1/a',
          weight: 3,
          serviceAccount: 'payments',
        },
      ],
    });
    new ServiceEntry(chart, 'database', {
      endpoints: [externalEndpoint({ host: '10.20.30.40', port: 5432 })],
      host: 'db.internal',
    });
    new ServiceEntry(chart, 'machines', {
      endpoints: [externalEndpoint({ host: 'machines.internal', port: 80 })],
      location: 'MESH_INTERNAL',
      workloadSelector: { app: 'machine' },
    });
    new ServiceEntry(chart, 'anything', {
      endpoints: [externalEndpoint({ host: 'cdn.example.com', port: 443 })],
      resolution: 'NONE',
      addresses: ['203.0.113.0/24'],
    });
  },
  sidecar: (chart) => {
    const pods = new Construct(chart, 'frontend');
    const group = {
      name: 'frontend',
      namespace: 'shop-qa',
      path: 'qa/shop/frontend',
      serviceAccount: 'frontend',
      labels: {},
      openPorts: [],
      probePorts: [],
    };
    new Sidecar(chart, 'frontend-sidecar', {
      of: pods,
      hosts: ['istio-system/*'],
      captureMode: 'IPTABLES',
      outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: ads },
      inboundConnectionPool: connectionPool,
      ingress: [
        {
          port: { number: 8443, protocol: 'HTTPS', name: 'https' },
          bind: '0.0.0.0',
          captureMode: 'NONE',
          defaultEndpoint: '127.0.0.1:8080',
          tls: {
            mode: 'MUTUAL',
            credentialName: 'frontend',
            caCertCredentialName: 'frontend-ca',
            subjectAltNames: ['frontend'],
            verifyCertificateHash: ['ab'.repeat(32)],
            verifyCertificateSpki: ['hGsdfUh='],
            minProtocolVersion: 'TLSV1_2',
            maxProtocolVersion: 'TLSV1_3',
            cipherSuites: ['ECDHE-ECDSA-AES256-GCM-SHA384'],
          },
          connectionPool,
        },
        {
          port: { number: 9443, protocol: 'HTTPS', name: 'https-both' },
          tls: { mode: 'SIMPLE', credentialNames: ['rsa', 'ecdsa'] },
        },
      ],
    });
    // Calls that are declared afterwards are looked up, too.
    recordPodGroup(pods, group, [cart, ads, payments]);
    const quiet = new Construct(chart, 'quiet');
    recordPodGroup(quiet, { ...group, name: 'quiet', path: 'qa/shop/quiet' }, []);
    new Sidecar(chart, 'quiet-sidecar', {
      of: quiet,
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
    new Sidecar(chart, 'default', { of: chart });
  },
  'gateway-api': (chart) => {
    const gateway = new Gateway(chart, 'web', {
      gatewayClassName: 'istio',
      listeners: [
        { protocol: 'HTTP', allowedRoutes: { namespaces: 'All', kinds: ['HTTPRoute'] } },
        {
          protocol: 'HTTPS',
          hostname: 'shop.example.com',
          tls: {
            certificateRefs: ['shop-tls', { name: 'shared', namespace: 'certs' }],
            options: { 'example.com/mode': 'strict' },
          },
          allowedRoutes: { namespaces: { team: 'shop' } },
        },
        {
          protocol: 'HTTPS',
          hostname: 'auto.example.com',
          tls: { certificate: { issuer: 'letsencrypt' } },
        },
        {
          protocol: 'TLS',
          port: 8443,
          hostname: 'db.example.com',
          tls: { mode: 'Passthrough' },
        },
        { protocol: 'TCP', port: 5432 },
      ],
      other: {
        addresses: [{ type: 'IPAddress', value: '203.0.113.1' }],
        infrastructure: { labels: { team: 'shop' } },
      },
    });
    const modifier = { set: { 'x-set': 'a' }, add: { 'x-add': 'b' }, remove: ['x-remove'] };
    const extensionRef = { group: 'example.com', kind: 'Limit', name: 'ten' };
    new HttpRoute(chart, 'shop', {
      parents: [
        { name: 'shared', namespace: 'gateways', sectionName: 'https', port: 443 },
        gateway,
      ],
      hostnames: ['shop.example.com', '*.shop.example.com'],
      rules: [
        {
          name: 'cart',
          matches: [
            {
              path: '/cart',
              method: 'GET',
              headers: { 'x-user': { regex: 'dev-.*' }, 'x-a': 'b' },
              queryParams: { beta: { exact: 'true' }, v: { regex: '\\d+' } },
            },
            { path: { exact: '/basket' } },
          ],
          filters: [
            { requestHeaderModifier: modifier },
            { responseHeaderModifier: modifier },
            { requestMirror: { to: ads, percent: 10 } },
            { requestMirror: { to: ads, fraction: { numerator: 1, denominator: 1000 } } },
            {
              cors: {
                allowOrigins: ['https://shop.example.com'],
                allowMethods: ['GET'],
                allowHeaders: ['x-user'],
                exposeHeaders: ['x-cart'],
                allowCredentials: true,
                maxAge: 600,
              },
            },
            { extensionRef },
          ],
          backends: [
            { to: cart, weight: 90, filters: [{ requestHeaderModifier: modifier }] },
            { to: ads, weight: 10 },
          ],
          timeouts: { request: '10s', backendRequest: '500ms' },
        },
        {
          matches: [{ path: '/new' }],
          filters: [
            { urlRewrite: { hostname: 'cart.internal', path: { replacePrefixMatch: '/' } } },
          ],
          backends: cart,
        },
        {
          matches: [{ path: '/newer' }],
          filters: [{ urlRewrite: { path: { replaceFullPath: '/new' } } }],
          backends: cart,
        },
        {
          matches: [{ path: { prefix: '/older' } }],
          filters: [{ requestRedirect: { path: { replacePrefixMatch: '/old' } } }],
        },
        {
          matches: [{ path: { regex: '/v\\d+' } }],
          filters: [
            {
              requestRedirect: {
                scheme: 'https',
                hostname: 'shop.example.com',
                path: { replaceFullPath: '/' },
                port: 8443,
                statusCode: 301,
              },
            },
          ],
        },
      ],
    });
    new GrpcRoute(chart, 'cart', {
      parents: [gateway],
      hostnames: ['cart.example.com'],
      rules: [
        {
          name: 'get',
          matches: [
            {
              method: { service: 'hipstershop.CartService', method: 'GetCart' },
              headers: { userid: { regex: 'dev-.*' } },
            },
            { method: { service: '.*Service', isRegex: true } },
          ],
          filters: [
            { requestHeaderModifier: modifier },
            { responseHeaderModifier: modifier },
            { requestMirror: { to: ads } },
            { extensionRef },
          ],
          backends: [
            { to: cart, weight: 80, filters: [{ responseHeaderModifier: modifier }] },
            { to: ads, weight: 20 },
          ],
        },
        { backends: cart },
      ],
    });
    new ReferenceGrant(chart, 'routes', {
      from: [{ kind: 'HTTPRoute', namespace: 'gateways' }],
      to: [cart, { kind: 'Secret' }],
    });
  },
  ingress: (chart) => {
    new Ingress(chart, 'shop', {
      ingressClassName: 'nginx',
      annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' },
      rules: [
        { host: 'shop.example.com', paths: cart },
        {
          host: 'admin.example.com',
          paths: [
            { path: '/a', pathType: 'Exact', to: admin },
            { path: '/b(/|$)(.*)', pathType: 'ImplementationSpecific', to: admin },
          ],
        },
      ],
      tls: [
        { hosts: ['shop.example.com'], secretName: 'shop' },
        { hosts: ['admin.example.com'], certificate: { issuer: 'ca', issuerKind: 'Issuer' } },
      ],
      defaultBackend: frontend,
      nginx: { sslRedirect: false, backendProtocol: 'GRPC', rewriteTarget: '/$2' },
    });
    new Ingress(chart, 'shop-canary', {
      rules: [{ host: 'shop.example.com', paths: frontend }],
      nginx: {
        canary: {
          weight: 10,
          weightTotal: 1000,
          byHeader: 'x-canary',
          byHeaderValue: 'yes',
          byCookie: 'canary',
        },
      },
    });
  },
};
