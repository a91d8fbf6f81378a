import { type App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  ConfigRepo,
  defineEnvironment,
  Environment,
  type EnvironmentSpec,
  httpProbe,
  type ImagePins,
  Microservice,
  type MicroserviceProps,
  System,
  type SystemClass,
} from '../lib';
import { SYSTEM_CONTEXT } from '../lib/microservice/context';
import { applicationYaml } from './application-yaml';
import { CHAIN, type Size } from './size';

/** The one system: what a system adds to the objects of its services is no part of the workload. */
const SYSTEM = 'bench';

/** The workload as this library's users write it. */
export function supercargoTree(size: Size, outdir: string): ConfigRepo<readonly EnvironmentSpec[]> {
  const pins = imagePins(size);
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/bench/config.git',
    environments: environmentSpecs(size),
    images: () => ({ pins, problems: [] }),
    outdir,
  });
  repo.deploy(systemClass(size));
  return repo;
}

/** The same constructs in a plain app, with a chart, and so a file or folder, for each service. */
export function addServiceCharts(app: App, size: Size): void {
  for (const environment of addEnvironments(app, size)) {
    const instance = `${SYSTEM}-${environment.name}`;
    addServices(environment, size, (service) => {
      const chart = new Chart(environment, service, {
        namespace: instance,
        disableResourceNameHashes: true,
        labels: {
          'app.kubernetes.io/instance': instance,
          'app.kubernetes.io/part-of': SYSTEM,
          'app.kubernetes.io/managed-by': 'supercargo',
        },
      });
      chart.node.setContext(SYSTEM_CONTEXT, { name: SYSTEM, instance });
      return chart;
    });
  }
}

/** The same system, which is a chart, in each environment of a plain app. */
export function addSystems(app: App, size: Size): void {
  for (const environment of addEnvironments(app, size)) new (systemClass(size))(environment);
}

function addEnvironments(app: App, size: Size): readonly Environment[] {
  const images = imagePins(size);
  return environmentSpecs(size).map((spec) => new Environment(app, spec, { images }));
}

function serviceNames({ services }: Size): readonly string[] {
  return Array.from({ length: services }, (_, service) => `service-${service}`);
}

function systemClass(size: Size): SystemClass<string> {
  return class extends System {
    constructor(environment: Environment) {
      super(environment, SYSTEM);
      addServices(environment, size, () => this);
    }
  };
}

function environmentSpecs({ services, environments }: Size): readonly EnvironmentSpec[] {
  return Array.from({ length: environments }, (_, index) =>
    defineEnvironment({
      name: `env-${index}`,
      tier: index === environments - 1 ? 'production' : 'preproduction',
      cluster: { name: `cluster-${index}` },
      domain: `env-${index}.example.com`,
      quota: {
        cpu: [`${4 * services}`, `${8 * services}`],
        memory: [`${6 * services}Gi`, `${12 * services}Gi`],
        pods: 20 * services,
      },
      containerLimits: { default: { cpu: ['50m', '200m'], memory: ['64Mi', '128Mi'] } },
      labels: { team: 'bench' },
    }),
  );
}

function imagePins(size: Size): ImagePins {
  return Object.fromEntries(
    serviceNames(size).map((service, index) => [
      `${SYSTEM}/${service}`,
      `registry.example.com/${SYSTEM}/${service}:v1.${index}.0`,
    ]),
  );
}

type Service = Microservice<'http'>;

/** Services in chains, in which each calls the one before it. */
function addServices(
  environment: Environment,
  size: Size,
  scopeOf: (service: string) => Construct,
): void {
  let before: Service | undefined;
  for (const [index, name] of serviceNames(size).entries()) {
    const callee = index % CHAIN === 0 ? undefined : before;
    before = new Microservice(scopeOf(name), name, serviceSpec(name, environment, callee));
  }
}

function serviceSpec(
  name: string,
  environment: Environment,
  callee: Service | undefined,
): MicroserviceProps<'http'> {
  return {
    ports: { http: { port: 80, target: 8080 } },
    env: {
      PORT: '8080',
      LOG_LEVEL: environment.isProduction ? 'info' : 'debug',
      ...(callee !== undefined && { CALLEE_ADDR: callee.endpoint('http') }),
    },
    config: {
      values: {
        PUBLIC_URL: `https://${environment.host(name)}`,
        CACHE_TTL_SECONDS: 300,
      },
      files: {
        mountPath: '/etc/service',
        contents: { 'application.yaml': applicationYaml(name, environment.name) },
      },
    },
    probes: {
      readiness: httpProbe('/ready', { period: '5s' }),
      liveness: httpProbe('/live', { period: '20s' }),
    },
    resources: { cpu: ['100m', '500m'], memory: ['256Mi', '512Mi'] },
    replicas: { min: 2, max: 10, cpuPercent: 70 },
    grants: [
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'update'] },
    ],
    pod: {
      securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
      shutdown: { delay: 'none' },
    },
    annotations: { 'example.com/runbook': `runbooks/${name}` },
  };
}
