import * as fc from 'fast-check';
import type { JsonObject } from '../../lib/manifest/manifest';
import {
  documentContext,
  itemContext,
  type KeyContext,
  mapContext,
} from '../../lib/writer/key-context';
import { compareCodePoints, orderedKeys } from '../../lib/writer/key-order';
import { KEY_TABLE } from '../../lib/writer/key-table';
import { ARGO_KEYS } from '../../lib/writer/key-table-argo';
import { KUBERNETES_KEYS } from '../../lib/writer/key-table-kubernetes';
import { MESH_KEYS } from '../../lib/writer/key-table-mesh';
import { OPERATOR_KEYS } from '../../lib/writer/key-table-operators';
import { POD_KEYS } from '../../lib/writer/key-table-pod';
import { keyText } from '../../lib/writer/yaml-string';

/** The context of a place such as `Deployment.spec.template.spec.containers[]`. */
function contextAt(place: string): KeyContext {
  const [kind, ...keys] = place.split('.');
  return keys.reduce(
    (above, key) =>
      key.endsWith('[]') ? itemContext(above, key.slice(0, -2)) : mapContext(above, key),
    documentContext(kind),
  );
}

function order(keys: readonly string[], place: string): string {
  const object: JsonObject = Object.fromEntries(keys.map((key) => [key, 1]));
  return orderedKeys(object, contextAt(place)).join(' ');
}

describe('keys', () => {
  const POD = 'Deployment.spec.template.spec';
  test.each([
    ['Deployment', 'apiVersion kind metadata spec status'],
    ['Service', 'apiVersion kind metadata spec another'],
    ['Secret', 'apiVersion kind metadata type immutable data stringData'],
    ['ConfigMap', 'apiVersion kind metadata immutable data binaryData'],
    ['RoleBinding', 'apiVersion kind metadata subjects roleRef'],
    ['ClusterRole', 'apiVersion kind metadata aggregationRule rules'],
    ['NoKindOfOurs', 'apiVersion kind metadata spec another'],
    ['Service.metadata', 'name generateName namespace labels annotations finalizers'],
    [
      'Deployment.spec',
      'replicas revisionHistoryLimit minReadySeconds progressDeadlineSeconds strategy selector template',
    ],
    [
      'Rollout.spec',
      'replicas analysis revisionHistoryLimit strategy selector workloadRef template',
    ],
    [
      'Rollout.spec.strategy.canary',
      'stableService canaryService trafficRouting maxSurge maxUnavailable analysis steps',
    ],
    [
      'StatefulSet.spec',
      'replicas serviceName updateStrategy selector template volumeClaimTemplates',
    ],
    ['StatefulSet.spec.volumeClaimTemplates[].spec', 'accessModes storageClassName resources'],
    ['CronJob.spec', 'schedule timeZone concurrencyPolicy jobTemplate'],
    [
      'CronJob.spec.jobTemplate.spec',
      'backoffLimit activeDeadlineSeconds ttlSecondsAfterFinished template',
    ],
    ['CronJob.spec.jobTemplate.spec.template.spec', 'serviceAccountName restartPolicy containers'],
    [
      POD,
      'serviceAccountName automountServiceAccountToken terminationGracePeriodSeconds securityContext initContainers containers volumes nodeSelector affinity tolerations topologySpreadConstraints',
    ],
    ['Pod.spec', 'serviceAccountName containers volumes tolerations'],
    ...['containers[]', 'initContainers[]'].map((list) => [
      `${POD}.${list}`,
      'name image imagePullPolicy command args workingDir ports envFrom env resources startupProbe readinessProbe livenessProbe lifecycle securityContext volumeMounts',
    ]),
    [`${POD}.containers[].env[]`, 'name value valueFrom'],
    [`${POD}.containers[].ports[]`, 'name containerPort protocol'],
    [`${POD}.containers[].resources`, 'requests limits'],
    [
      `${POD}.containers[].livenessProbe`,
      'httpGet grpc tcpSocket exec initialDelaySeconds periodSeconds timeoutSeconds successThreshold failureThreshold',
    ],
    [`${POD}.containers[].volumeMounts[]`, 'name mountPath subPath readOnly'],
    [`${POD}.volumes[]`, 'name configMap'],
    [`${POD}.volumes[].secret`, 'secretName defaultMode items'],
    [`${POD}.topologySpreadConstraints[]`, 'maxSkew topologyKey whenUnsatisfiable labelSelector'],
    ['Service.spec', 'type clusterIP selector ports'],
    ['Service.spec.ports[]', 'name port targetPort protocol appProtocol'],
    ['HorizontalPodAutoscaler.spec', 'scaleTargetRef minReplicas maxReplicas metrics behavior'],
    ['HorizontalPodAutoscaler.spec.scaleTargetRef', 'apiVersion kind name'],
    ['HorizontalPodAutoscaler.spec.metrics[]', 'type resource'],
    ['HorizontalPodAutoscaler.spec.metrics[].resource.target', 'type averageUtilization'],
    ['PodDisruptionBudget.spec', 'minAvailable maxUnavailable selector'],
    ['NetworkPolicy.spec', 'podSelector policyTypes ingress egress'],
    ['NetworkPolicy.spec.egress[]', 'to ports'],
    ['NetworkPolicy.spec.egress[].to[]', 'namespaceSelector podSelector'],
    ['Ingress.spec.rules[]', 'host http'],
    ['Role.rules[]', 'apiGroups resources resourceNames verbs'],
    ['RoleBinding.subjects[]', 'kind name namespace'],
    ['LimitRange.spec.limits[]', 'type default defaultRequest'],
    ['Application.spec', 'project source destination syncPolicy ignoreDifferences'],
    ['Application.spec.source', 'repoURL targetRevision path'],
    ['Application.spec.destination', 'server namespace'],
    ['Application.spec.syncPolicy', 'automated syncOptions retry'],
    ['Application.spec.ignoreDifferences[]', 'group kind name jsonPointers'],
    ['ApplicationSet.spec.template.spec', 'project source destination syncPolicy'],
    ['AnalysisTemplate.spec', 'args metrics'],
    [
      'AnalysisTemplate.spec.metrics[]',
      'name interval count successCondition failureLimit provider',
    ],
    ['AnalysisTemplate.spec.metrics[].provider.job.spec', 'backoffLimit template'],
    ['VirtualService.spec', 'hosts gateways http tls tcp'],
    ['VirtualService.spec.http[]', 'name match rewrite route timeout retries'],
    ['VirtualService.spec.http[].route[]', 'destination weight'],
    ['VirtualService.spec.http[].route[].destination', 'host subset port'],
    ['DestinationRule.spec', 'host trafficPolicy subsets'],
    ['AuthorizationPolicy.spec', 'selector action rules'],
    ['AuthorizationPolicy.spec.rules[]', 'from to when'],
    ['HTTPRoute.spec', 'parentRefs hostnames rules'],
    ['HTTPRoute.spec.rules[]', 'name matches filters backendRefs timeouts'],
    ['ExternalSecret.spec', 'refreshInterval secretStoreRef target data'],
    ['ExternalSecret.spec.data[]', 'secretKey remoteRef'],
    ['PrometheusRule.spec.groups[].rules[]', 'alert expr for labels annotations'],
    ['Unknown.spec.someRef', 'apiVersion kind name namespace'],
    ['Unknown.spec.someList[]', 'name apiVersion a b'],
  ])('of %s are in order: %s', (place, expected) => {
    expect(order(expected.split(' ').toReversed(), place)).toBe(expected);
  });

  test.each([
    ...['ConfigMap.data', 'Secret.stringData', 'Service.metadata.labels', 'Service.spec.selector'],
    ...['Service.metadata.annotations', 'Deployment.spec.selector.matchLabels'],
    ...[`${POD}.nodeSelector`, `${POD}.containers[].resources.limits`, 'ResourceQuota.spec.hard'],
    ...[
      'DestinationRule.spec.subsets[].labels',
      'ScaledObject.spec.triggers[].metadata',
      'Gateway.spec.selector',
    ],
  ])('that the user chose, in %s, are by code point alone', (place) => {
    const expected = 'APP Z _ a app kind name spec é 日 \uff21 😀';
    expect(order(expected.split(' ').toReversed(), place)).toBe(expected);
  });

  test('that are unknown come after the known ones, by code point', () => {
    const expected = 'name image 9 A a z ä \uff21 😀';
    expect(order(expected.split(' ').toReversed(), `${POD}.containers[]`)).toBe(expected);
  });

  test('are in the same order whatever the order of insertion, be they few or many', () => {
    const known = `name image command args ports env resources lifecycle`.split(' ');
    const key = fc.oneof(fc.constantFrom(...known), fc.string({ unit: 'binary', maxLength: 2 }));
    const twoOrders = fc
      .uniqueArray(key, { maxLength: 60, size: 'max' })
      .chain((keys) =>
        fc.tuple(fc.constant(keys), fc.shuffledSubarray(keys, { minLength: keys.length })),
      );
    fc.assert(
      fc.property(twoOrders, ([keys, shuffled]) => {
        const ordered = [
          ...known.filter((word) => keys.includes(word)),
          ...keys.filter((word) => !known.includes(word)).sort(byUtf8),
        ];
        expect(order(shuffled, `${POD}.containers[]`)).toBe(ordered.join(' '));
      }),
      { numRuns: 300 },
    );
  });

  test('are left as they are in the object itself', () => {
    const object = { b: 1, a: 2 };
    orderedKeys(object, contextAt('ConfigMap.data'));
    expect(Object.keys(object)).toEqual(['b', 'a']);
  });
});

test('code points compare as their UTF-8 does', () => {
  const text = fc.string({ unit: 'binary', maxLength: 4 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(byUtf8(a, b));
    }),
    {
      examples: [
        ['😀', '\uff21'],
        ['a', 'ab'],
        ['', ''],
        ['a\ud7ff', 'a\ue000'],
      ],
    },
  );
});

describe('the tables', () => {
  test('name each place once', () => {
    const all = [KUBERNETES_KEYS, POD_KEYS, ARGO_KEYS, MESH_KEYS, OPERATOR_KEYS];
    expect(Object.keys(KEY_TABLE)).toEqual(all.flatMap((table) => Object.keys(table)));
  });

  test.each(Object.entries(KEY_TABLE))('name each key of %s once', (_, words) => {
    const keys = words.match(/\S+/g) ?? [];
    expect(keys).toEqual([...new Set(keys)]);
    expect(keys.map(keyText)).toEqual(keys);
  });
});

function byUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
