import { checkPermitted } from './argocd/permitted';
import { checkCapacity } from './capacity/check';
import { checkDelivery } from './delivery/check';
import type { Finding } from './finding';
import { type EnvironmentFindings, findInEnvironments } from './hardening/environments';
import { formatFinding, type HardeningControl, type HardeningFinding } from './hardening/finding';
import { findExternal } from './references/outside';
import { rules } from './rule';
import { checkSecretValues } from './secrets/check';
import { checkIdentities } from './unique';

/** What keeps objects from being looked at; it is found where they are read. */
export const inputs = rules(
  'schema',
  {
    'invalid-spec': ['error', 'a construct was given what it has no use for'],
    'unreadable-yaml': ['error', "a file holds what isn't YAML, or no Kubernetes object"],
  },
  { check: () => [] },
);

export const duplicates = rules(
  'schema',
  { 'duplicate-object': ['error', 'one object is declared twice for one cluster'] },
  { check: ({ all }) => checkIdentities(all) },
);

export const applications = rules(
  'references',
  {
    'application-project': ['error', "an Application's AppProject is not there"],
    'application-path': ['error', 'an Application deploys a folder without manifests'],
    'application-source': ['error', "an Application's repository isn't one of its AppProject's"],
    'project-permits': ['error', "an object isn't permitted by the AppProject of its Application"],
  },
  {
    kinds: ['argoproj.io/Application', 'argoproj.io/ApplicationSet'],
    check: ({ all }) => checkPermitted(all),
  },
);

export const releases = rules(
  'references',
  {
    'ambiguous-route': ['error', 'a Rollout may mean several routes of a VirtualService'],
    'autoscaler-of-referred-workload': [
      'error',
      'an autoscaler scales a Deployment whose pods a Rollout has taken over',
    ],
    'missing-analysis-argument': ['error', "a Rollout gives an analysis' argument no value"],
    'missing-analysis-template': ['warning', 'a Rollout names an analysis that is not there'],
    'missing-route': ['error', 'a Rollout names a route that is not there'],
    'missing-service': ['error', 'a Rollout names a Service that is not there'],
    'missing-workload': ['warning', 'a Rollout names a workload that is not there'],
    'one-service-for-two-versions': ['error', 'a Rollout names one Service for both versions'],
    'route-without-version': ['error', "a route doesn't name both versions of a Rollout"],
    'service-selects-other-pods': ['error', "a Rollout's Service doesn't select its pods"],
    'shared-metric-name': ['error', 'two metrics of one analysis have the same name'],
    'shared-selector': ['error', 'two workloads select the same pods'],
    'shared-service': ['error', 'two Rollouts have one Service'],
  },
  {
    check: (objects, context) =>
      checkDelivery(
        objects.all,
        (_, kind, name, namespace) =>
          findExternal(objects, context, kind, name, namespace) !== undefined,
      ),
  },
);

export const quotas = rules(
  'sense',
  {
    'quota-exceeded': ['warning', 'the pods at the peak of all releases exceed a quota'],
    'uncounted-by-quota': ['error', "a container doesn't say what the quota counts"],
  },
  { kinds: ['ResourceQuota'], check: ({ all }, { peak }) => checkCapacity(all, peak) },
);

export const secrets = rules(
  'safety',
  {
    'plain-secret': ['warning', 'a plain value looks like a secret'],
    'secret-value': ['error', 'a Secret holds values, which are not for git'],
  },
  { check: ({ all }) => checkSecretValues(all) },
);

/** Rules of what is asked of pods and images, by their official names. */
const CONTROLS = {
  AppArmor: 'app-armor',
  Capabilities: 'added-capabilities',
  'Capabilities (v1.22+)': 'kept-capabilities',
  'Host Namespaces': 'host-namespaces',
  'Host Ports': 'host-ports',
  'HostPath Volumes': 'host-path',
  HostProcess: 'host-process',
  'Image Digest': 'image-digest',
  'Image Registry': 'image-registry',
  'Image Version': 'image-version',
  '/proc Mount Type': 'proc-mount',
  'Privilege Escalation': 'privilege-escalation',
  'Privileged Containers': 'privileged-container',
  'Read-only Root File System': 'read-only-root-file-system',
  'Running as Non-root': 'run-as-non-root',
  'Running as Non-root user': 'run-as-root-user',
  SELinux: 'se-linux',
  Seccomp: 'seccomp-unconfined',
  'Seccomp (v1.19+)': 'seccomp-profile',
  'Service Account Token': 'service-account-token',
  Sysctls: 'unsafe-sysctls',
  'Volume Types': 'volume-types',
  'Writable Paths': 'writable-paths',
} as const satisfies Record<HardeningControl, string>;

export const hardening = rules(
  'safety',
  {
    'app-armor': ['error', 'a container runs without AppArmor, or with an unknown profile'],
    'added-capabilities': ['error', 'a container has capabilities beyond the usual ones'],
    'exposure-not-allowed': ['error', "something is exposed as its environment doesn't allow"],
    'host-namespaces': ['error', "a pod shares its node's network, processes or memory"],
    'host-path': ['error', 'a pod mounts a folder of its node'],
    'host-ports': ['error', 'a container takes a port of its node'],
    'host-process': ['error', 'a Windows container runs as a process of its node'],
    'image-digest': ['error', 'an image has no digest where one is required'],
    'image-registry': ['error', 'an image comes from elsewhere than allowed'],
    'image-version': ['error', 'an image has no version, or the tag latest'],
    'kept-capabilities': ['error', "a container keeps capabilities that it needn't have"],
    'privilege-escalation': ['error', 'a process may gain more privileges than its parent'],
    'privileged-container': ['error', 'a container has all privileges of its node'],
    'proc-mount': ['error', 'a container sees more of /proc than usual'],
    'read-only-root-file-system': ['error', 'a container may write to its own files'],
    'run-as-non-root': ['error', 'a container may run as root'],
    'run-as-root-user': ['error', 'a container runs as user 0'],
    'se-linux': ['error', 'a container sets SELinux options beyond the usual ones'],
    'seccomp-profile': ['error', 'a container has no seccomp profile'],
    'seccomp-unconfined': ['error', 'a container may make every system call'],
    'service-account-token': ['error', 'a pod has a token that it has no use for'],
    'unsafe-sysctls': ['error', 'a pod sets kernel parameters beyond the safe ones'],
    'volume-types': ['error', 'a pod has a volume of a kind that reaches outside of it'],
    'writable-paths': [
      'error',
      'a folder of a node or server may be written to, and nobody said so',
    ],
  },
  {
    check: ({ all }, { environments, told }) =>
      findingsIn(findInEnvironments(all, environments, told)),
  },
);

function findingsIn({ hardening, exposure }: EnvironmentFindings): readonly Finding[] {
  return [
    ...hardening.map(toFinding),
    ...exposure.map((found) => ({
      rule: 'exposure-not-allowed',
      severity: 'error' as const,
      field: 'exposure',
      ...found,
    })),
  ];
}

function toFinding(found: HardeningFinding): Finding {
  const { control, object, origin, field } = found;
  const prefix = `[${origin}] ${object}: ${field}: `;
  return {
    rule: CONTROLS[control],
    severity: 'error',
    object,
    origin,
    field,
    message: formatFinding(found).slice(prefix.length),
  };
}

/** A problem that is known as a line, `[origin] message` or `file:line message`, as a finding. */
export function findingOfLine(rule: 'invalid-spec' | 'unreadable-yaml', line: string): Finding {
  const pattern = rule === 'invalid-spec' ? /^\[([^\]]*)\] ([\s\S]*)$/ : /^(.+?:\d+) ([\s\S]*)$/;
  const [, origin = '', message = line] = pattern.exec(line) ?? [];
  return { rule, severity: 'error', origin, object: '', field: '', message };
}
