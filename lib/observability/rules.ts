import type {
  PrometheusRuleSpec,
  PrometheusRuleSpecGroups,
  PrometheusRuleSpecGroupsRules,
} from '../../imports/monitoring.coreos.com';
import type { AlertingSpec } from '../environment/observability';
import type { Duration } from '../kubernetes/duration';
import type { StringMap } from '../kubernetes/labels';
import type { Manifest } from '../manifest/manifest';
import type { Wire } from '../manifest/wire';
import { type PlainMetadata, toManifest } from '../traffic/wire';

type Rule = Wire<PrometheusRuleSpecGroupsRules>;

/** An alert, without what all of them have. */
export interface Alert {
  readonly name: string;
  readonly expr: string;
  readonly lasting?: Duration;
  readonly severity: 'page' | 'ticket';
  readonly summary: string;
}

const SEVERITIES = { page: 'page', ticket: 'ticket' };

/** How much of what there is may be used, as a share. */
export function shareOf({ saturationPercent = 90 }: AlertingSpec): number {
  return saturationPercent / 100;
}

/** Alerts as a PrometheusRule, in groups by name. */
export function planRules(
  metadata: PlainMetadata,
  alerts: AlertingSpec,
  labels: StringMap,
  groups: Readonly<Record<string, readonly Alert[]>>,
): Manifest {
  const spec = {
    groups: Object.entries(groups)
      .filter(([, rules]) => rules.length > 0)
      .map(
        ([name, rules]): Wire<PrometheusRuleSpecGroups> => ({
          name,
          rules: rules.map((rule) => planRule(rule, alerts, labels)),
        }),
      ),
  } satisfies Wire<PrometheusRuleSpec>;
  const gvk = { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule' };
  return toManifest(gvk, { ...metadata, labels: { ...metadata.labels, ...alerts.labels } }, spec);
}

function planRule(alert: Alert, alerts: AlertingSpec, labels: StringMap): Rule {
  const { severities = SEVERITIES, alertLabels, runbookUrl } = alerts;
  return {
    alert: alert.name,
    expr: alert.expr,
    for: alert.lasting,
    labels: { ...labels, severity: severities[alert.severity], ...alertLabels },
    annotations: {
      summary: alert.summary,
      ...(runbookUrl !== undefined && { runbook_url: runbookUrl }),
    },
  };
}
