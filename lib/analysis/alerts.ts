import type {
  PrometheusRuleSpec,
  PrometheusRuleSpecGroupsRules,
} from '../../imports/monitoring.coreos.com';
import { recommendedLabels, type StringMap } from '../kubernetes/labels';
import type { Manifest } from '../manifest/manifest';
import type { Wire } from '../manifest/wire';
import type { AnalysisTarget } from './metrics-source';
import { nonEmpty } from './plan';
import { type QueryScope, rounded } from './query';
import { toManifest } from './wire';

/** One measure of a promise: a share of bad requests, and how large it may be. */
export interface Indicator {
  /** `availability`, `latency-p95` */
  readonly name: string;
  /** The share that may be bad, from 0 to 1. */
  readonly budget: number;
  readonly query: (scope: QueryScope) => string;
}

/** How alerts are named and delivered. */
export interface AlertOptions {
  /** Name of the PrometheusRule. @default the workload's, with `-objective` */
  readonly name?: string;
  /** Labels by which Prometheus finds its rules. @default none but the recommended */
  readonly labels?: StringMap;
  /** Added to the labels of each alert, for the Alertmanager. @default none */
  readonly alertLabels?: StringMap;
  /** Values of the label `severity`: for what can't wait, and for what can. @default page and ticket */
  readonly severities?: { readonly page: string; readonly ticket: string };
  /** A page that says what to do. @default none */
  readonly runbookUrl?: string;
}

type AlertWindow = `${number}${'m' | 'h' | 'd'}`;

/**
 * Shares of the whole budget that are spent in a long window. The short one has the alert end soon after
 * the trouble does.
 * @see https://sre.google/workbook/alerting-on-slos/
 */
const BURNS = [
  { severity: 'page', spent: 0.02, long: '1h', hours: 1, short: '5m' },
  { severity: 'page', spent: 0.05, long: '6h', hours: 6, short: '30m' },
  { severity: 'ticket', spent: 0.1, long: '1d', hours: 24, short: '2h' },
  { severity: 'ticket', spent: 0.1, long: '3d', hours: 72, short: '6h' },
] as const;

type Burn = (typeof BURNS)[number];

const SEVERITIES = { page: 'page', ticket: 'ticket' };

type Rule = Wire<PrometheusRuleSpecGroupsRules>;

/** The alerts of a promise, over several windows and burn rates, and the shares that they compare. */
export function planAlerts(
  indicators: readonly Indicator[],
  target: AnalysisTarget,
  days: number,
  options: AlertOptions,
): Manifest {
  const name = options.name ?? `${target.workload}-objective`;
  const spec: Wire<PrometheusRuleSpec> = {
    groups: indicators.map((indicator) => {
      const burns = BURNS.filter((burn) => thresholdOf(burn, indicator, days) < 1);
      return {
        name: `${target.workload}-${indicator.name}`,
        rules: [
          ...windowsOf(burns).map((window) => planRecord(indicator, target, window)),
          ...(['page', 'ticket'] as const).flatMap((severity) =>
            planAlert(
              indicator,
              target,
              burns.filter((burn) => burn.severity === severity),
              days,
              options,
            ),
          ),
        ],
      };
    }),
  };
  return toManifest({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: {
      name,
      labels: { ...recommendedLabels({ name: target.workload }), ...options.labels },
    },
    spec,
  });
}

/** How many times as fast as allowed the budget goes when a share of it is spent in a window. */
function factorOf({ spent, hours }: Burn, days: number): number {
  return rounded((spent * days * 24) / hours);
}

function thresholdOf(burn: Burn, { budget }: Indicator, days: number): number {
  return rounded(factorOf(burn, days) * budget);
}

const WINDOWS: readonly AlertWindow[] = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];

function windowsOf(burns: readonly Burn[]): readonly AlertWindow[] {
  return WINDOWS.filter((window) =>
    burns.some(({ long, short }) => long === window || short === window),
  );
}

function recordName(window: AlertWindow): string {
  return `workload:bad_requests:ratio_rate${window}`;
}

function labelsOf({ name }: Indicator, { workload, namespace }: AnalysisTarget): StringMap {
  return { ...(namespace !== undefined && { namespace }), workload, objective: name };
}

function planRecord(indicator: Indicator, target: AnalysisTarget, window: AlertWindow): Rule {
  return {
    record: recordName(window),
    expr: indicator.query({ target, window }),
    labels: labelsOf(indicator, target),
  };
}

function planAlert(
  indicator: Indicator,
  target: AnalysisTarget,
  burns: readonly Burn[],
  days: number,
  options: AlertOptions,
): readonly Rule[] {
  const [first] = burns;
  if (first === undefined) return [];
  const labels = labelsOf(indicator, target);
  const selector = Object.entries(labels)
    .map(([key, value]) => `${key}="${value}"`)
    .join(',');
  const share = (window: AlertWindow, limit: number) =>
    `${recordName(window)}{${selector}} > ${limit}`;
  const { severities = SEVERITIES, runbookUrl } = options;
  return [
    {
      alert: 'ErrorBudgetBurn',
      expr: burns
        .map((burn) => {
          const limit = thresholdOf(burn, indicator, days);
          return `(${share(burn.long, limit)} and ${share(burn.short, limit)})`;
        })
        .join('\nor\n'),
      labels: { ...labels, severity: severities[first.severity], ...options.alertLabels },
      annotations: nonEmpty({
        summary: `${target.workload} spends its budget for ${indicator.name} too fast`,
        description: describe(burns, days),
        ...(runbookUrl !== undefined && { runbook_url: runbookUrl }),
      }),
    },
  ];
}

function describe(burns: readonly Burn[], days: number): string {
  const parts = burns.map(
    (burn) =>
      `${rounded(burn.spent * 100)} % of what is allowed in ${days} days within ${burn.long}`,
  );
  return `Bad requests come so fast that they spend ${parts.join(', or ')}.`;
}
