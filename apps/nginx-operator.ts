import type { Environment } from '../envs';
import {
  CustomResourceDefinition,
  defineCustomResource,
  externalEndpoint,
  type Grant,
  httpProbe,
  Microservice,
  recreate,
  System,
} from '../lib';

/** An NGINX that the operator runs: which version of it, and what it shows. */
export const NginxConfig = defineCustomResource({
  group: 'example.com',
  kind: 'NginxConfig',
  shortNames: ['ngxconf'],
  schema: {
    spec: {
      type: 'object',
      required: ['version', 'staticContent'],
      properties: {
        version: {
          type: 'string',
          description: 'Version of NGINX. What `latest` is changes without a commit.',
          pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$',
        },
        replicas: { type: 'integer', minimum: 1, maximum: 10, default: 1 },
        config: { type: 'string', description: 'Content of nginx.conf.', maxLength: 65536 },
        staticContent: { type: 'string', description: 'The start page.', maxLength: 65536 },
      },
    },
    status: {
      type: 'object',
      properties: {
        observedGeneration: { type: 'integer', format: 'int64' },
        readyReplicas: { type: 'integer' },
        message: { type: 'string' },
      },
    },
  },
  columns: {
    Version: '.spec.version',
    Ready: { jsonPath: '.status.readyReplicas', type: 'integer' },
    Age: { jsonPath: '.metadata.creationTimestamp', type: 'date' },
  },
  scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.readyReplicas' },
});

/** A folder of a git repository that the other operator applies. */
export const GitOpsConfig = defineCustomResource({
  group: 'gitops.example.com',
  kind: 'GitOpsConfig',
  shortNames: ['goc'],
  schema: {
    spec: {
      type: 'object',
      required: ['repository'],
      properties: {
        repository: { type: 'string', pattern: '^https://[^@\\s]+$' },
        branch: { type: 'string', minLength: 1, default: 'main' },
        path: { type: 'string', pattern: '^[^/.][^\\s]*$' },
        interval: { type: 'string', pattern: '^[1-9][0-9]*[smh]$', default: '1m' },
      },
    },
    status: {
      type: 'object',
      properties: { commit: { type: 'string' }, message: { type: 'string' } },
    },
  },
  columns: {
    Repository: '.spec.repository',
    Commit: '.status.commit',
    Age: { jsonPath: '.metadata.creationTimestamp', type: 'date' },
  },
});

/** What a controller does with the objects that it makes. */
const MANAGE = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] as const;

/** What both operators tell of themselves. */
const events: Grant = { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] };

/** Where both operators listen, to the kubelet and to Prometheus. */
const operator = {
  ports: { 'http-health': 8081, 'http-metrics': 8080 },
  probes: {
    readiness: httpProbe('/readyz', { port: 'http-health' }),
    liveness: httpProbe('/healthz', { port: 'http-health' }),
  },
  metrics: { port: 'http-metrics' },
  resources: { cpu: ['50m', '200m'], memory: ['64Mi', '128Mi'] },
  // Two would work on the same objects; one alone needs no election of a leader, and no rights for it.
  replicas: 1,
  release: recreate(),
  pod: { securityContext: { runAsUser: 65532, runAsGroup: 65532 } },
} as const;

/**
 * Two operators with their kinds: one runs an NGINX for each NginxConfig, the other applies NginxConfigs from
 * git. Neither may do anything outside of their namespace.
 */
export class NginxOperator extends System {
  constructor(environment: Environment) {
    super(environment, 'nginx-operator');

    new CustomResourceDefinition(this, NginxConfig);
    new CustomResourceDefinition(this, GitOpsConfig);

    new Microservice(this, 'nginx-operator', {
      ...operator,
      grants: [
        NginxConfig.grant('get', 'list', 'watch'),
        NginxConfig.grantOn('status', 'update', 'patch'),
        NginxConfig.grantOn('finalizers', 'update'),
        {
          apiGroups: ['apps'],
          resources: ['deployments'],
          verbs: MANAGE,
          because: 'it runs an NGINX for each NginxConfig',
        },
        { apiGroups: [''], resources: ['configmaps', 'services'], verbs: MANAGE },
        events,
      ],
    });

    new Microservice(this, 'gitops-operator', {
      ...operator,
      calls: [externalEndpoint({ host: 'git.example.com', port: 443 })],
      grants: [
        GitOpsConfig.grant('get', 'list', 'watch'),
        GitOpsConfig.grantOn('status', 'update', 'patch'),
        NginxConfig.grant(...MANAGE),
        events,
      ],
    });

    new NginxConfig(this, 'my-nginx', {
      spec: { version: '1.28.0', staticContent: 'Welcome to Nginx!' },
    });
    new GitOpsConfig(this, 'nginx', {
      spec: { repository: 'https://git.example.com/shop/nginx.git', path: environment.name },
    });
  }
}
