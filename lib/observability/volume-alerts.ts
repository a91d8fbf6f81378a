import type { AlertingSpec, ObservabilityFacts } from '../environment/observability';
import type { StringMap } from '../kubernetes/labels';
import type { Manifest } from '../manifest/manifest';
import { type Alert, planRules, shareOf } from './rules';
import type { Observed } from './spec';

/** A volume that is full stops what writes to it, and a claim can only be expanded before. */
export function volumeAlerts(
  { name, namespace, claims }: Pick<Observed, 'name' | 'namespace' | 'claims'>,
  alerts: AlertingSpec,
): readonly Alert[] {
  if (claims === undefined) return [];
  return [{ ...saturation(name, namespace, claims, alerts), lasting: '15m' }];
}

/** A claim for copies, and the task that fills it. */
interface CopiesClaim {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly workload: string;
  readonly labels: StringMap;
}

/** An alert for a claim that a task fills, none of whose pods runs for long. */
export function planCopiesAlerts(
  { name, namespace, workload, labels }: CopiesClaim,
  { observability }: ObservabilityFacts,
): readonly Manifest[] {
  const alerts = observability?.alerts;
  if (alerts === undefined) return [];
  const found = { ...(namespace !== undefined && { namespace }), workload };
  // The kubelet counts while a pod runs, so that what it has counted last is looked at.
  const claims = claimsMatching([name]).join('|');
  const alert: Alert = {
    ...saturation(workload, namespace, claims, alerts, (series) => `last_over_time(${series}[1d])`),
    severity: 'ticket',
  };
  return [planRules({ name, labels }, alerts, found, { [name]: [alert] })];
}

/** Regular expressions of claims' names, which may have dots. */
export function claimsMatching(names: readonly string[]): readonly string[] {
  return [...new Set(names)].map((name) => name.replaceAll('.', '[.]'));
}

function saturation(
  name: string,
  namespace: string | undefined,
  claims: string,
  alerts: AlertingSpec,
  counted = (series: string) => series,
): Alert {
  const place = namespace === undefined ? '' : `namespace="${namespace}",`;
  const bytes = (part: string) => {
    const series = `kubelet_volume_stats_${part}_bytes{${place}persistentvolumeclaim=~"${claims}"}`;
    return `max by (namespace, persistentvolumeclaim) (${counted(series)})`;
  };
  return {
    name: 'VolumeSaturation',
    expr: `${bytes('used')}\n/\n${bytes('capacity')}\n> ${shareOf(alerts)}`,
    severity: 'page',
    summary: `${name} has filled most of a volume: {{ $labels.persistentvolumeclaim }}`,
  };
}
