import { type App, Chart, Duration, Size as Storage } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { applicationYaml } from './application-yaml';
import { CHAIN, type Size } from './size';

/**
 * The same services as cdk8s's users write them without this library: in cdk8s-plus, with a chart, and so a file
 * or folder, for each service in each environment. The same ten kinds of objects, which say the same of pods, of
 * their labels and security, and of whom they call; but not the same objects: cdk8s-plus has other names,
 * selectors and defaults.
 */
export function addPlusCharts(app: App, { services, environments }: Size): void {
  for (let environment = 0; environment < environments; environment++)
    for (let service = 0; service < services; service++)
      addService(app, `env-${environment}`, `service-${service}`, {
        callee: service % CHAIN === 0 ? undefined : `service-${service - 1}`,
        caller:
          (service + 1) % CHAIN === 0 || service + 1 === services
            ? undefined
            : `service-${service + 1}`,
      });
}

/** Names of the services beside one in its chain. */
interface Calls {
  readonly callee: string | undefined;
  readonly caller: string | undefined;
}

function addService(app: App, environment: string, name: string, calls: Calls): void {
  const labels = {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': environment,
    'app.kubernetes.io/part-of': 'bench',
    'app.kubernetes.io/managed-by': 'cdk8s',
  };
  const chart = new Chart(app, `${environment}-${name}`, {
    namespace: environment,
    disableResourceNameHashes: true,
    labels,
  });
  const serviceAccount = new kplus.ServiceAccount(chart, 'service-account', {
    metadata: { name },
  });
  const role = new kplus.Role(chart, 'role', { metadata: { name } });
  role.allow(['get', 'update'], kplus.ApiResource.LEASES);
  role.bind(serviceAccount);
  const deployment = addDeployment(chart, environment, name, labels, calls, serviceAccount);
  deployment.exposeViaService({ name, ports: [{ name: 'http', port: 80, targetPort: 8080 }] });
  new kplus.HorizontalPodAutoscaler(chart, 'autoscaler', {
    metadata: { name },
    target: deployment,
    minReplicas: 2,
    maxReplicas: 10,
    metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(70))],
  });
  new kplus.k8s.KubePodDisruptionBudget(chart, 'disruption-budget', {
    metadata: { name },
    spec: {
      maxUnavailable: kplus.k8s.IntOrString.fromNumber(1),
      selector: { matchLabels: deployment.matchLabels },
    },
  });
  addNetworkPolicy(chart, name, calls, deployment);
}

function addDeployment(
  chart: Chart,
  environment: string,
  name: string,
  labels: Record<string, string>,
  { callee }: Calls,
  serviceAccount: kplus.ServiceAccount,
): kplus.Deployment {
  const config = new kplus.ConfigMap(chart, 'config', {
    metadata: { name: `${name}-config` },
    immutable: true,
    data: {
      PUBLIC_URL: `https://${name}.${environment}.example.com`,
      CACHE_TTL_SECONDS: '300',
    },
  });
  const files = new kplus.ConfigMap(chart, 'files', {
    metadata: { name: `${name}-files` },
    immutable: true,
    data: { 'application.yaml': applicationYaml(name, environment) },
  });
  const version = 'v1.0.0';
  const deployment = new kplus.Deployment(chart, 'deployment', {
    metadata: {
      name,
      labels: { 'app.kubernetes.io/version': version },
      annotations: { 'example.com/runbook': `runbooks/${name}` },
    },
    podMetadata: { labels: { ...labels, app: name, version } },
    serviceAccount,
    securityContext: { user: 1000, group: 1000, fsGroup: 1000 },
    terminationGracePeriod: Duration.seconds(30),
  });
  const container = deployment.addContainer({
    name,
    image: `registry.example.com/bench/${name}:${version}`,
    ports: [{ name: 'http', number: 8080 }],
    envFrom: [kplus.Env.fromConfigMap(config)],
    envVariables: {
      PORT: kplus.EnvValue.fromValue('8080'),
      LOG_LEVEL: kplus.EnvValue.fromValue('info'),
      ...(callee !== undefined && { CALLEE_ADDR: kplus.EnvValue.fromValue(`${callee}:80`) }),
    },
    readiness: kplus.Probe.fromHttpGet('/ready', {
      port: 8080,
      periodSeconds: Duration.seconds(5),
    }),
    liveness: kplus.Probe.fromHttpGet('/live', { port: 8080, periodSeconds: Duration.seconds(20) }),
    resources: {
      cpu: { request: kplus.Cpu.millis(100), limit: kplus.Cpu.millis(500) },
      memory: { request: Storage.mebibytes(256), limit: Storage.mebibytes(512) },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: [kplus.Capability.ALL] },
      seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
    },
  });
  for (const topology of [kplus.Topology.HOSTNAME, kplus.Topology.ZONE])
    deployment.scheduling.spread({ weight: 50, topology });
  container.mount('/etc/service', kplus.Volume.fromConfigMap(chart, 'files-volume', files));
  return deployment;
}

function addNetworkPolicy(
  chart: Chart,
  name: string,
  { callee, caller }: Calls,
  deployment: kplus.Deployment,
): void {
  const ports = [kplus.NetworkPolicyPort.tcp(8080)];
  const rulesFor = (other: string | undefined) =>
    other === undefined
      ? []
      : [{ peer: kplus.Pods.select(chart, `${other}-pods`, { labels: { app: other } }), ports }];
  const dns = () => ({
    peer: kplus.Pods.select(chart, 'name-servers', {
      labels: { 'k8s-app': 'kube-dns' },
      namespaces: kplus.Namespaces.select(chart, 'name-servers-namespace', {
        labels: { 'kubernetes.io/metadata.name': 'kube-system' },
      }),
    }),
    ports: [kplus.NetworkPolicyPort.tcp(53), kplus.NetworkPolicyPort.udp(53)],
  });
  new kplus.NetworkPolicy(chart, 'network-policy', {
    metadata: { name },
    selector: deployment,
    ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY, rules: rulesFor(caller) },
    egress: {
      default: kplus.NetworkPolicyTrafficDefault.DENY,
      rules: callee === undefined ? [] : [dns(), ...rulesFor(callee)],
    },
  });
}
