import { checkHardening } from '../../../lib/checks/hardening/check';
import { formatFinding } from '../../../lib/checks/hardening/finding';
import type { JsonObject } from '../../../lib/manifest/manifest';
import type { ManifestEntry } from '../../../lib/manifest/manifest-set';
import { container, deployment, entry, namespace, object, podSpec } from './objects';

const lines = (...manifests: readonly ManifestEntry[]) =>
  checkHardening(manifests).map(formatFinding);

const hidden = podSpec({ hostPID: true });

test.each<[apiVersion: string, kind: string, fields: JsonObject, path: string]>([
  ['v1', 'Pod', { spec: hidden }, 'spec'],
  ['v1', 'ReplicationController', { spec: { template: { spec: hidden } } }, 'spec.template.spec'],
  ['apps/v1', 'Deployment', { spec: { template: { spec: hidden } } }, 'spec.template.spec'],
  ['apps/v1', 'StatefulSet', { spec: { template: { spec: hidden } } }, 'spec.template.spec'],
  ['apps/v1', 'DaemonSet', { spec: { template: { spec: hidden } } }, 'spec.template.spec'],
  ['apps/v1', 'ReplicaSet', { spec: { template: { spec: hidden } } }, 'spec.template.spec'],
  ['batch/v1', 'Job', { spec: { template: { spec: hidden } } }, 'spec.template.spec'],
  [
    'batch/v1',
    'CronJob',
    { spec: { jobTemplate: { spec: { template: { spec: hidden } } } } },
    'spec.jobTemplate.spec.template.spec',
  ],
  [
    'argoproj.io/v1alpha1',
    'Rollout',
    { spec: { template: { spec: hidden } } },
    'spec.template.spec',
  ],
  ['v1', 'PodTemplate', { template: { spec: hidden } }, 'template.spec'],
  [
    'keda.sh/v1alpha1',
    'ScaledJob',
    { spec: { jobTargetRef: { template: { spec: hidden } } } },
    'spec.jobTargetRef.template.spec',
  ],
  [
    'argoproj.io/v1alpha1',
    'Experiment',
    {
      spec: {
        templates: [
          { name: 'old', specRef: 'stable' },
          { name: 'new', template: { spec: hidden } },
        ],
      },
    },
    'spec.templates[new].template.spec',
  ],
  ...['AnalysisTemplate', 'AnalysisRun'].map((kind): [string, string, JsonObject, string] => [
    'argoproj.io/v1alpha1',
    kind,
    {
      spec: {
        metrics: [
          { name: 'rate', provider: { prometheus: { query: 'up' } } },
          { name: 'smoke', provider: { job: { spec: { template: { spec: hidden } } } } },
        ],
      },
    },
    'spec.metrics[smoke].provider.job.spec.template.spec',
  ]),
])('%s %s has its pods looked at', (apiVersion, kind, fields, path) => {
  expect(lines(object(apiVersion, kind, 'cart', fields))).toEqual([
    `[qa/shop/${kind.toLowerCase()}] ${kind} shop/cart: ${path}.hostPID: got true, allowed false or nothing (Host Namespaces)`,
  ]);
});

test.each<[string, ManifestEntry]>([
  ['a kind of another API group', object('example.com/v1', 'Deployment', 'cart', { spec: hidden })],
  [
    'a Rollout that refers to a Deployment',
    object('argoproj.io/v1alpha1', 'Rollout', 'cart', {
      spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' } },
    }),
  ],
  ['what is no list of containers', deployment(podSpec({ containers: { a: 1 }, volumes: 'a' }))],
])('%s has no pods to look at', (_, one) => {
  expect(lines(one)).toEqual([]);
});

test.each(['containers', 'initContainers', 'ephemeralContainers'])('%s are looked at', (list) => {
  const spec = podSpec({ [list]: [container(), container({ name: 'log' }, { privileged: true })] });
  expect(lines(deployment(spec))).toEqual([
    `[qa/shop/deployment] Deployment shop/cart: spec.template.spec.${list}[log].securityContext.privileged: got true, allowed false or nothing (Privileged Containers)`,
  ]);
});

test('rejects all that is wrong with a pod that says nothing, at once', () => {
  const spec: JsonObject = {
    containers: [{ name: 'cart', image: 'cart:v1' }, { image: 'log:v1' }],
  };
  const at = '[qa/shop/pod] Pod shop/cart: spec';
  const each = (field: string, allowed: string) =>
    ['cart', '1'].map(
      (name) =>
        `${at}.containers[${name}].securityContext.${field}: is missing, allowed ${allowed}`,
    );
  expect(lines(object('v1', 'Pod', 'cart', { spec }))).toEqual([
    ...each('allowPrivilegeEscalation', 'false (Privilege Escalation)'),
    `${at}.securityContext.runAsNonRoot: is missing, allowed true (Running as Non-root)`,
    `${at}.securityContext.seccompProfile.type: is missing, allowed RuntimeDefault or Localhost (Seccomp (v1.19+))`,
    ...each('capabilities.drop', 'a list with ALL in it (Capabilities (v1.22+))'),
    ...each(
      'readOnlyRootFilesystem',
      'true, or false where files must be written outside of volumes (Read-only Root File System)',
    ),
    `${at}.automountServiceAccountToken: is missing, allowed false, or true where a role is bound elsewhere: none is bound here to ServiceAccount shop/default (Service Account Token)`,
  ]);
});

describe('what a pod leaves to its containers', () => {
  const spoken = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
  const pod = (...securities: readonly JsonObject[]) =>
    deployment(
      podSpec({
        securityContext: {},
        containers: securities.map((security, index) => container({ name: `c${index}` }, security)),
      }),
    );

  test('may be said by each of them', () => {
    expect(lines(pod(spoken, spoken))).toEqual([]);
  });

  test('rejects those that say nothing', () => {
    const at = '[qa/shop/deployment] Deployment shop/cart: spec.template.spec.containers[c1]';
    expect(lines(pod(spoken, {}))).toEqual([
      `${at}.securityContext.runAsNonRoot: is missing, allowed true (Running as Non-root)`,
      `${at}.securityContext.seccompProfile.type: is missing, allowed RuntimeDefault or Localhost (Seccomp (v1.19+))`,
    ]);
  });
});

test('Windows pods need none of what only Linux knows', () => {
  const windows = { os: { name: 'windows' }, containers: [{ name: 'cart', image: 'cart:v1' }] };
  const spec = podSpec({ ...windows, securityContext: { runAsNonRoot: true } });
  expect(lines(deployment(spec))).toEqual([]);
});

describe('volumes', () => {
  const at = '[qa/shop/deployment] Deployment shop/cart: spec.template.spec';
  const spec = (source: JsonObject, mount: JsonObject = {}) =>
    podSpec({
      volumes: [{ name: 'data', ...source }],
      containers: [container({ volumeMounts: [{ name: 'data', mountPath: '/data', ...mount }] })],
    });

  test.each<JsonObject>([
    {},
    { configMap: { name: 'a' } },
    { downwardAPI: {} },
    { emptyDir: {} },
    { ephemeral: {} },
    { persistentVolumeClaim: { claimName: 'a' } },
    { projected: {} },
    { secret: { secretName: 'a' } },
    { csi: { driver: 'a', readOnly: true } },
  ])('may be %j', (source) => {
    expect(lines(deployment(spec(source)))).toEqual([]);
  });

  test("rejects a node's folder, and that it can be written", () => {
    expect(lines(deployment(spec({ hostPath: { path: '/var/log' } })))).toEqual([
      `${at}.volumes[data].hostPath: got {"path":"/var/log"}, allowed no hostPath: emptyDir or a claim (HostPath Volumes)`,
      `${at}.containers[cart].volumeMounts[data].readOnly: is missing, allowed true, or false where the pod must write to its hostPath (Writable Paths)`,
    ]);
  });

  test.each([true, false])(
    "may be a node's folder where the namespace lets it, and readOnly: %s is said",
    (readOnly) => {
      const pod = deployment(spec({ hostPath: { path: '/var/log' } }, { readOnly }));
      expect(lines(namespace('privileged'), pod)).toEqual([]);
    },
  );
});

describe('the namespace', () => {
  const pod = deployment(hidden);

  test("counts in the pod's cluster alone", () => {
    expect(lines(namespace('privileged', 'other'), pod)).toHaveLength(1);
    expect(lines(namespace('privileged'), pod)).toEqual([]);
  });

  test('may stand after its pods', () => {
    expect(lines(pod, namespace('privileged'))).toEqual([]);
  });

  test('is `default` where none is said', () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' };
    const metadata = { name: 'default', labels };
    const pods = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'cart' }, spec: hidden };
    expect(lines(entry({ apiVersion: 'v1', kind: 'Namespace', metadata }), entry(pods))).toEqual(
      [],
    );
  });
});
