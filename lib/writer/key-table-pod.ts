const POD_SPEC = `
  serviceAccountName serviceAccount automountServiceAccountToken enableServiceLinks
  imagePullSecrets restartPolicy activeDeadlineSeconds terminationGracePeriodSeconds
  hostNetwork hostPID hostIPC hostUsers shareProcessNamespace hostname subdomain setHostnameAsFQDN
  hostAliases dnsPolicy dnsConfig os runtimeClassName overhead securityContext
  initContainers containers ephemeralContainers volumes resourceClaims
  readinessGates schedulingGates schedulerName priorityClassName priority preemptionPolicy
  nodeName nodeSelector affinity tolerations topologySpreadConstraints`;

const CONTAINER = `
  name image imagePullPolicy restartPolicy command args workingDir ports envFrom env
  resources resizePolicy startupProbe readinessProbe livenessProbe lifecycle securityContext
  volumeMounts volumeDevices terminationMessagePath terminationMessagePolicy
  stdin stdinOnce tty targetContainerName`;

const PROBE = `
  httpGet grpc tcpSocket exec initialDelaySeconds periodSeconds timeoutSeconds
  successThreshold failureThreshold terminationGracePeriodSeconds`;

/**
 * The inside of a pod: who it runs as, what runs, where it runs; a container's name and image
 * before its command, ports, environment, resources, probes and mounts, as in Kubernetes' examples.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/
 */
export const POD_KEYS = {
  'Pod.spec': POD_SPEC,
  'template.spec': POD_SPEC,
  'containers[]': CONTAINER,
  'initContainers[]': CONTAINER,
  'ephemeralContainers[]': CONTAINER,

  // One order for the ports of containers, services, network policies and the mesh.
  'ports[]': `
    name port number endPort targetPort containerPort nodePort hostPort hostIP protocol appProtocol`,
  'env[]': 'name value valueFrom',
  'envFrom[]': 'prefix configMapRef secretRef',
  configMapKeyRef: 'name key optional',
  secretKeyRef: 'name key optional',
  fieldRef: 'apiVersion fieldPath',
  resourceFieldRef: 'containerName resource divisor',
  resources: 'requests limits claims',

  startupProbe: PROBE,
  readinessProbe: PROBE,
  livenessProbe: PROBE,
  httpGet: 'scheme host path port httpHeaders',
  grpc: 'port service',
  tcpSocket: 'host port',
  lifecycle: 'postStart preStop',
  securityContext: `
    privileged allowPrivilegeEscalation runAsNonRoot runAsUser runAsGroup
    fsGroup fsGroupChangePolicy supplementalGroups supplementalGroupsPolicy
    readOnlyRootFilesystem capabilities seccompProfile appArmorProfile seLinuxOptions
    sysctls procMount windowsOptions`,
  capabilities: 'drop add',
  seccompProfile: 'type localhostProfile',

  'volumeMounts[]': 'name mountPath subPath subPathExpr readOnly mountPropagation',
  'volumes[].configMap': 'name optional defaultMode items',
  'volumes[].secret': 'secretName optional defaultMode items',
  projected: 'defaultMode sources',
  'sources[].configMap': 'name optional items',
  'sources[].secret': 'name optional items',
  'configMap.items[]': 'key path mode',
  'secret.items[]': 'key path mode',
  'downwardAPI.items[]': 'path fieldRef resourceFieldRef mode',
  serviceAccountToken: 'audience expirationSeconds path',
  emptyDir: 'medium sizeLimit',
  csi: 'driver readOnly fsType volumeAttributes nodePublishSecretRef',
  volumeAttributes: '',

  nodeSelector: '',
  affinity: 'nodeAffinity podAffinity podAntiAffinity',
  'preferredDuringSchedulingIgnoredDuringExecution[]': 'weight preference podAffinityTerm',
  'requiredDuringSchedulingIgnoredDuringExecution[]': 'topologyKey labelSelector',
  podAffinityTerm: 'topologyKey labelSelector namespaces namespaceSelector',
  labelSelector: 'matchLabels matchExpressions',
  'tolerations[]': 'key operator value effect tolerationSeconds',
  'topologySpreadConstraints[]': `
    maxSkew minDomains topologyKey whenUnsatisfiable nodeAffinityPolicy nodeTaintsPolicy
    labelSelector matchLabelKeys`,
};
