import type { ObservabilityFacts } from '../environment/observability';
import type { Manifest } from '../manifest/manifest';
import type { PlainMetadata } from '../traffic/wire';
import { planJobAlerts, planQuotaAlerts, planServiceAlerts } from './alerts';
import { planDashboard } from './dashboard';
import { planMonitor } from './monitor';
import type { Observed } from './spec';
import { planTelemetry } from './telemetry';

/** What has a microservice watched, as its environment asks for it. */
export function planObservability(observed: Observed): readonly Manifest[] {
  if (observed.environment.observability === undefined) return [];
  return [...planDashboard(observed), ...planMonitor(observed), ...planServiceAlerts(observed)];
}

/** What has a namespace watched as a whole. */
export function planNamespaceObservability(
  metadata: PlainMetadata & { readonly namespace: string },
  environment: ObservabilityFacts,
  hasQuota: boolean,
): readonly Manifest[] {
  return [
    ...(hasQuota ? planQuotaAlerts(metadata, environment) : []),
    ...planJobAlerts(metadata, environment),
    ...planTelemetry(metadata, environment),
  ];
}
