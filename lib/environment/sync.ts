import { checkCron, checkTimeZone } from '../kubernetes/cron';
import { checkDuration, type Duration } from '../kubernetes/duration';
import { checkDnsLabel } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';

/**
 * How Argo CD brings an environment's manifests to its cluster.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/
 */
export interface SyncSpec {
  /**
   * Whether Argo CD syncs by itself, deletes what has gone, and undoes what others change; otherwise a
   * person starts each sync. @default by itself in preproduction, a person in production
   */
  readonly automated?: boolean;
  /**
   * When Argo CD syncs by itself, or doesn't. @default always in preproduction; in production neither at
   * night nor at weekends: `[NIGHTS, WEEKENDS]`
   */
  readonly windows?: readonly SyncWindow[];
  /** Time zone of the windows, by its name in the IANA database. @default 'UTC' */
  readonly timeZone?: string;
  /** Attempts after one that failed, 0 to 20, at growing distances. @default 5 */
  readonly retries?: number;
  /**
   * What becomes of a system's objects when its Application is deleted: they stay in the cluster, or are
   * deleted with it. @default 'keep'
   */
  readonly onDelete?: 'keep' | 'delete';
  /** Who is told of what. @default nobody */
  readonly notifications?: readonly SyncNotification[];
  /** Namespaces that objects may go to, beside those of the systems. @default none */
  readonly namespaces?: readonly string[];
  /** Kinds without a namespace that may be deployed, beside Namespace. @default none */
  readonly clusterKinds?: readonly ClusterKind[];
}

/**
 * A time at which Argo CD may sync by itself, or may not.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync_windows/
 */
export interface SyncWindow {
  readonly kind: 'allow' | 'deny';
  /** When it begins: five fields as of cron. */
  readonly schedule: string;
  /** How long it lasts. */
  readonly duration: Duration;
  /** The systems that it is for. @default all */
  readonly systems?: readonly string[];
  /** Whether a person may sync anyway. @default true */
  readonly manualSync?: boolean;
}

/** No automatic sync from 18:00 to 08:00; a person may. */
export const NIGHTS: SyncWindow = { kind: 'deny', schedule: '0 18 * * *', duration: '14h' };

/** No automatic sync on Saturdays and Sundays; a person may. */
export const WEEKENDS: SyncWindow = { kind: 'deny', schedule: '0 0 * * SAT', duration: '48h' };

/** Events of Argo CD's catalog of notifications. */
export const SYNC_EVENTS = [
  'created',
  'deleted',
  'deployed',
  'health-degraded',
  'sync-failed',
  'sync-running',
  'sync-status-unknown',
  'sync-succeeded',
] as const;

/** An event of an Application. @see https://argo-cd.readthedocs.io/en/stable/operator-manual/notifications/catalog/ */
export type SyncEvent = (typeof SYNC_EVENTS)[number];

/** Who is told of an Application's events, by a service that is set up in Argo CD. */
export interface SyncNotification {
  readonly on: SyncEvent | readonly SyncEvent[];
  /** Name of the service in Argo CD: `slack`, `teams`, or that of a webhook. */
  readonly service: string;
  /** Channel or address; a webhook needs none. @default none */
  readonly to?: string;
}

/** A kind, as `{ group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' }`. */
export interface ClusterKind {
  /** API group; empty for Kubernetes' core. */
  readonly group: string;
  readonly kind: string;
}

/** What holds in an environment that says nothing. */
export function syncDefaults(
  tier: string,
  { automated, windows, timeZone = 'UTC', retries = 5, onDelete = 'keep' }: SyncSpec = {},
) {
  const isProduction = tier === 'production';
  return {
    automated: automated ?? !isProduction,
    windows: windows ?? (isProduction ? [NIGHTS, WEEKENDS] : []),
    timeZone,
    retries,
    onDelete,
  };
}

/** Checks what an environment says of its syncs. */
export function checkSync(field: string, sync: SyncSpec): readonly Problem[] {
  const { windows = [], timeZone, retries, onDelete, notifications = [] } = sync;
  return [
    ...windows.flatMap((window, index) => checkWindow(`${field}.windows[${index}]`, window)),
    ...(timeZone === undefined ? [] : checkTimeZone(`${field}.timeZone`, timeZone)),
    ...(retries === undefined || (Number.isInteger(retries) && retries >= 0 && retries <= 20)
      ? []
      : [wrongValue(`${field}.retries`, retries, 'a whole number from 0 to 20')]),
    ...(onDelete === undefined || ['keep', 'delete'].includes(onDelete)
      ? []
      : [wrongValue(`${field}.onDelete`, onDelete, "'keep' or 'delete'")]),
    ...notifications.flatMap((notification, index) =>
      checkNotification(`${field}.notifications[${index}]`, notification),
    ),
    ...(sync.namespaces ?? []).flatMap((namespace, index) =>
      checkDnsLabel(`${field}.namespaces[${index}]`, namespace),
    ),
    ...(sync.clusterKinds ?? []).flatMap(({ kind }, index) =>
      /^[A-Z]\w*$/.test(kind)
        ? []
        : [wrongValue(`${field}.clusterKinds[${index}].kind`, kind, "a kind: 'ClusterRole'")],
    ),
  ];
}

function checkWindow(
  field: string,
  { kind, schedule, duration, systems }: SyncWindow,
): readonly Problem[] {
  return [
    ...(['allow', 'deny'].includes(kind)
      ? []
      : [wrongValue(`${field}.kind`, kind, "'allow' or 'deny'")]),
    ...checkCron(`${field}.schedule`, schedule),
    ...checkDuration(`${field}.duration`, duration, 60),
    ...(systems === undefined || systems.length > 0
      ? []
      : [wrongValue(`${field}.systems`, systems, 'at least one; all if it is left out')]),
  ];
}

function checkNotification(
  field: string,
  { on, service, to }: SyncNotification,
): readonly Problem[] {
  const events = [on].flat();
  return [
    ...events
      .filter((event) => !SYNC_EVENTS.includes(event))
      .map((event) => wrongValue(`${field}.on`, event, SYNC_EVENTS.join(', '))),
    ...(/^[A-Za-z0-9]([\w-]*[A-Za-z0-9])?$/.test(service)
      ? []
      : [wrongValue(`${field}.service`, service, "letters, digits and '-': 'slack'")]),
    ...(to === undefined || to.trim() !== ''
      ? []
      : [wrongValue(`${field}.to`, to, 'a channel or an address')]),
  ];
}
