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
import type { Size } from './size';

/** Microservices in one system: a team's worth. */
const SERVICES_PER_SYSTEM = 10;

/** One system of the workload. */
interface SystemPlan {
  readonly name: string;
  readonly services: readonly string[];
}

/** The workload as this library's users write it: a system's class for each ten services. */
export function supercargoTree(size: Size, outdir: string): ConfigRepo<readonly EnvironmentSpec[]> {
  const pins = imagePins(size);
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/bench/config.git',
    environments: environmentSpecs(size),
    images: () => ({ pins, problems: [] }),
    outdir,
  });
  for (const plan of systemPlans(size)) repo.deploy(systemClass(plan));
  return repo;
}

/** The same constructs in a plain app, with a chart, and so a file or folder, for each service. */
export function addServiceCharts(app: App, size: Size): void {
  for (const environment of addEnvironments(app, size))
    for (const { name, services } of systemPlans(size)) {
      const instance = `${name}-${environment.name}`;
      addServices(environment, services, (service) => {
        const chart = new Chart(environment, `${name}-${service}`, {
          namespace: instance,
          disableResourceNameHashes: true,
          labels: {
            'app.kubernetes.io/instance': instance,
            'app.kubernetes.io/part-of': name,
            'app.kubernetes.io/managed-by': 'supercargo',
          },
        });
        chart.node.setContext(SYSTEM_CONTEXT, { name, instance });
        return chart;
      });
    }
}

/** The same systems, each of which is a chart, in a plain app. */
export function addSystems(app: App, size: Size): void {
  for (const environment of addEnvironments(app, size))
    for (const plan of systemPlans(size)) new (systemClass(plan))(environment);
}

function addEnvironments(app: App, size: Size): readonly Environment[] {
  const images = imagePins(size);
  return environmentSpecs(size).map((spec) => new Environment(app, spec, { images }));
}

function systemPlans({ services }: Size): readonly SystemPlan[] {
  return Array.from({ length: Math.ceil(services / SERVICES_PER_SYSTEM) }, (_, system) => {
    const first = system * SERVICES_PER_SYSTEM;
    const length = Math.min(SERVICES_PER_SYSTEM, services - first);
    return {
      name: `system-${system}`,
      services: Array.from({ length }, (_, service) => `service-${first + service}`),
    };
  });
}

function systemClass({ name, services }: SystemPlan): SystemClass<string> {
  return class extends System {
    constructor(environment: Environment) {
      super(environment, name);
      addServices(environment, services, () => this);
    }
  };
}

function environmentSpecs({ environments }: Size): readonly EnvironmentSpec[] {
  return Array.from({ length: environments }, (_, index) =>
    defineEnvironment({
      name: `env-${index}`,
      tier: index === environments - 1 ? 'production' : 'preproduction',
      cluster: { name: `cluster-${index}` },
      domain: `env-${index}.example.com`,
      quota: { cpu: ['40', '80'], memory: ['64Gi', '128Gi'], pods: 200 },
      containerLimits: { default: { cpu: ['50m', '200m'], memory: ['64Mi', '128Mi'] } },
      labels: { team: 'bench' },
    }),
  );
}

function imagePins(size: Size): ImagePins {
  return Object.fromEntries(
    systemPlans(size).flatMap(({ name, services }) =>
      services.map((service, index) => [
        `${name}/${service}`,
        `registry.example.com/${name}/${service}:v1.${index}.0`,
      ]),
    ),
  );
}

type Service = Microservice<'http'>;

/** Services of which each calls the one before it. */
function addServices(
  environment: Environment,
  names: readonly string[],
  scopeOf: (service: string) => Construct,
): void {
  const services: Service[] = [];
  for (const name of names) {
    const callee = services.at(-1);
    const service = new Microservice(scopeOf(name), name, serviceSpec(name, environment, callee));
    services.push(service);
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
    pod: { securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 } },
    annotations: { 'example.com/runbook': `runbooks/${name}` },
  };
}
