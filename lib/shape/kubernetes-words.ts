/** Where that is said here for which Kubernetes, or a chart for it, has a word of its own. */
const PLACES: Readonly<Record<string, string>> = {
  affinity: 'pod.scheduling.affinity',
  automountServiceAccountToken: 'serviceAccount.mountToken',
  cmd: 'command',
  containers: 'pod.sidecars',
  dnsConfig: 'pod.dnsConfig',
  dnsPolicy: 'pod.dnsPolicy',
  entrypoint: 'command',
  hostAliases: 'pod.hostAliases',
  imagePullSecrets: 'pod.imagePullSecrets',
  initContainers: 'pod.initContainers',
  hostIPC: 'pod.other.hostIpc',
  hostNetwork: 'pod.other.hostNetwork',
  hostPID: 'pod.other.hostPid',
  limits: 'resources.cpu: [request, limit]',
  livenessProbe: 'probes.liveness',
  maxReplicas: 'replicas.max',
  minReplicas: 'replicas.min',
  nodeSelector: 'pod.scheduling.nodeSelector',
  podAnnotations: 'pod.annotations',
  podLabels: 'pod.labels',
  podSecurityContext: 'pod.securityContext',
  priorityClassName: 'pod.scheduling.priorityClassName',
  readinessProbe: 'probes.readiness',
  requests: 'resources.cpu: [request, limit]',
  runtimeClassName: 'pod.scheduling.runtimeClassName',
  serviceAccountName: 'serviceAccount',
  sidecars: 'pod.sidecars',
  startupProbe: 'probes.startup',
  terminationGracePeriodSeconds: 'pod.shutdown.gracePeriod',
  tolerations: 'pod.scheduling.tolerations',
  topologySpreadConstraints: 'pod.scheduling.topologySpread',
  volumeMounts: 'mounts',
};

/** The place of a word of Kubernetes' beside fields that are known; undefined where they have none for it. */
export function findPlace(word: string, known: readonly string[]): string | undefined {
  const place = Object.hasOwn(PLACES, word) ? (PLACES[word] ?? '') : '';
  // Beside what stands deeper, the way to it is shorter.
  const steps = place.split('.');
  const first = steps.findIndex((step) => known.some((name) => step.match(/^\w+/)?.[0] === name));
  return first < 0 ? undefined : steps.slice(first).join('.');
}
