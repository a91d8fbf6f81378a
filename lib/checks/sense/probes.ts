import { type Fields, fieldsOf, itemsOf } from '../../manifest/fields';
import { type Finding, findingOf } from '../finding';
import { kindOf, type Objects, type PodsEntry } from '../objects';
import { isProxyPort } from '../references/ports';
import { containersOf, type PodContainer } from '../references/uses';
import { rules } from '../rule';
import { findNumber, servedPods, workloadOf } from './workloads';

/** What probes ask, and when. */
export const probes = rules(
  'sense',
  {
    'liveness-like-readiness': ['warning', 'a slow pod is restarted where it should be spared'],
    'liveness-without-startup': [
      'warning',
      'a pod that starts slowly is restarted while it starts',
    ],
    'missing-readiness': ['warning', 'a Service leads to pods that say nothing of their readiness'],
    'probe-form': ['error', 'a probe has no action, several, or a threshold that it may not have'],
    'probe-port': ['warning', 'a probe asks a port that its pod does not name'],
    'probe-timeout': ['warning', 'a probe waits longer than until the next one'],
    'start-beyond-deadline': ['warning', 'a pod may start for longer than its release waits'],
  },
  { check: (objects) => objects.pods().flatMap((pods) => checkPods(objects, pods)) },
);

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const ACTIONS = ['exec', 'grpc', 'httpGet', 'tcpSocket'] as const;

/** From this delay, or with this timeout, a program is slow to answer. */
const SLOW_DELAY = 30;
const SLOW_TIMEOUT = 5;

/** From this delay on, a liveness probe stands for a start that takes its time. */
const LONG_DELAY = 60;

function checkPods(objects: Objects, pods: PodsEntry): readonly Finding[] {
  const containers = containersOf(pods).filter(({ stays }) => stays);
  const ports = new Set(
    containers.flatMap(({ fields }) =>
      itemsOf(fields.ports).map((port) => fieldsOf(port).containerPort),
    ),
  );
  return [
    ...checkMissing(objects, pods, containers),
    ...containers.flatMap((container) => [
      ...PROBES.flatMap((key) => checkProbe(pods, container, key, ports)),
      ...checkLiveness(pods, container),
      ...checkStart(objects, pods, container),
    ]),
  ];
}

const SERVING = ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'argoproj.io/Rollout'];

function checkMissing(
  objects: Objects,
  pods: PodsEntry,
  containers: readonly PodContainer[],
): readonly Finding[] {
  if (containers.length === 0 || !servedPods(objects).has(pods)) return [];
  if (!SERVING.includes(kindOf(pods.entry.manifest))) return [];
  if (containers.some(({ fields }) => isThere(fields.readinessProbe))) return [];
  const message =
    'has no container with a readinessProbe, and a Service sends it requests as soon as it runs: add one';
  const field = `${pods.template.path}spec.containers`;
  return [findingOf('missing-readiness', pods.entry, { field, message }, 'warning')];
}

function checkProbe(
  { entry }: PodsEntry,
  { fields, path }: PodContainer,
  key: (typeof PROBES)[number],
  ports: ReadonlySet<unknown>,
): readonly Finding[] {
  if (!isThere(fields[key])) return [];
  const probe = fieldsOf(fields[key]);
  const at = `${path}.${key}`;
  const findings: Finding[] = [];
  const actions = ACTIONS.filter((action) => isThere(probe[action]));
  if (actions.length !== 1)
    findings.push(
      findingOf('probe-form', entry, {
        field: at,
        message: `has ${actions.length === 0 ? 'no action' : actions.join(' and ')}, allowed one of ${ACTIONS.join(', ')}`,
      }),
    );
  const threshold = findNumber(probe.successThreshold) ?? 1;
  if (key !== 'readinessProbe' && threshold !== 1)
    findings.push(
      findingOf('probe-form', entry, {
        field: `${at}.successThreshold`,
        message: `got ${threshold}, allowed 1: only readiness may ask for more`,
      }),
    );
  const { period, timeout } = timesOf(probe);
  if (timeout > period)
    findings.push(
      findingOf(
        'probe-timeout',
        entry,
        {
          field: `${at}.timeoutSeconds`,
          message: `got ${timeout}, allowed at most periodSeconds, ${period}`,
        },
        'warning',
      ),
    );
  const port = ACTIONS.map((action) => fieldsOf(probe[action]).port).find(isThere);
  if (typeof port === 'number' && ports.size > 0 && !ports.has(port) && !isProxyPort(port))
    findings.push(
      findingOf(
        'probe-port',
        entry,
        {
          field: `${at}.${actions[0] ?? ''}.port`,
          message: `got ${port}, and the pod names ${[...ports].join(', ')}: ask one of these, or add it to ports`,
        },
        'warning',
      ),
    );
  return findings;
}

function checkLiveness({ entry }: PodsEntry, { fields, path }: PodContainer): readonly Finding[] {
  if (!isThere(fields.livenessProbe) || isThere(fields.startupProbe)) return [];
  const liveness = fieldsOf(fields.livenessProbe);
  const readiness = fieldsOf(fields.readinessProbe);
  const [live, ready] = [timesOf(liveness), timesOf(readiness)];
  const warn = (id: string, field: string, message: string) => [
    findingOf(id, entry, { field: `${path}.${field}`, message }, 'warning'),
  ];
  if (isThere(fields.readinessProbe) && live.end <= ready.delay)
    return warn(
      'liveness-without-startup',
      'livenessProbe',
      `restarts the container ${live.end} seconds after its start, and its readinessProbe first asks after ${ready.delay}: give it a startupProbe`,
    );
  if (live.delay >= LONG_DELAY)
    return warn(
      'liveness-without-startup',
      'livenessProbe.initialDelaySeconds',
      `got ${live.delay}, which a slower start exceeds, and a faster one needn't wait for: give it a startupProbe`,
    );
  const isSlow = ready.delay >= SLOW_DELAY || ready.timeout >= SLOW_TIMEOUT;
  if (!isSlow || actionOf(liveness) !== actionOf(readiness) || live.end > ready.end) return [];
  return warn(
    'liveness-like-readiness',
    'livenessProbe',
    `asks the same as readinessProbe and gives up no later, after ${live.end} seconds, so a pod that is slow is restarted and not spared: ask for less, or wait longer`,
  );
}

/** Workloads with a deadline for each step of a release. */
const WITH_DEADLINE = ['apps/Deployment', 'argoproj.io/Rollout'];

function checkStart(
  objects: Objects,
  pods: PodsEntry,
  { fields, path }: PodContainer,
): readonly Finding[] {
  const entry = workloadOf(objects).get(pods)?.entry ?? pods.entry;
  if (!WITH_DEADLINE.includes(kindOf(entry.manifest))) return [];
  const { progressDeadlineSeconds, minReadySeconds } = fieldsOf(entry.manifest.spec);
  const deadline = findNumber(progressDeadlineSeconds) ?? 600;
  const start = isThere(fields.startupProbe) ? timesOf(fieldsOf(fields.startupProbe)).end : 0;
  const ready = isThere(fields.readinessProbe) ? timesOf(fieldsOf(fields.readinessProbe)).delay : 0;
  const [field, needed] = start > ready ? ['startupProbe', start] : ['readinessProbe', ready];
  const all = needed + (findNumber(minReadySeconds) ?? 0);
  if (all <= deadline) return [];
  const message = `lets a pod start for ${all} seconds, and the release fails after progressDeadlineSeconds, ${deadline}: raise that, or wait for less`;
  return [
    findingOf(
      'start-beyond-deadline',
      pods.entry,
      { field: needed === 0 ? 'spec.minReadySeconds' : `${path}.${field}`, message },
      'warning',
    ),
  ];
}

/** When a probe asks, in seconds. */
interface Times {
  readonly delay: number;
  readonly period: number;
  readonly timeout: number;
  /** From the start of the container to the last failure that counts. */
  readonly end: number;
}

function timesOf(probe: Fields): Times {
  const delay = findNumber(probe.initialDelaySeconds) ?? 0;
  // 0 stands for the usual.
  const period = findNumber(probe.periodSeconds) || 10;
  const timeout = findNumber(probe.timeoutSeconds) || 1;
  const failures = findNumber(probe.failureThreshold) || 3;
  return { delay, period, timeout, end: delay + period * failures };
}

function actionOf(probe: Fields): string {
  return JSON.stringify(ACTIONS.map((action) => probe[action] ?? null));
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
