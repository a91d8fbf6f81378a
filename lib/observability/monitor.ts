import type {
  PodMonitorSpec,
  PodMonitorSpecPodMetricsEndpoints,
  ServiceMonitorSpec,
} from '../../imports/monitoring.coreos.com';
import type { Manifest } from '../manifest/manifest';
import type { Wire } from '../manifest/wire';
import { toManifest } from '../traffic/wire';
import { type Observed, podNamingOf } from './spec';

const API = 'monitoring.coreos.com/v1';

/**
 * What has the Prometheus operator scrape a microservice: a ServiceMonitor where exactly one Service shows
 * the port; or else a PodMonitor, as each pod would be counted once for every Service in front of it.
 */
export function planMonitor(observed: Observed): readonly Manifest[] {
  const { name, labels, metrics, environment, own } = observed;
  const { scraping } = environment.observability ?? {};
  if (scraping === undefined || metrics === undefined || own.scraping === 'none') return [];
  const metadata = { name, labels: { ...labels, ...scraping.labels } };
  const endpoint = {
    port: metrics.port.name,
    path: metrics.path,
    interval: metrics.interval ?? scraping.interval,
  } satisfies Wire<PodMonitorSpecPodMetricsEndpoints>;
  const kinds = observed.workloads.map((one) => podNamingOf(one).versionLabel);
  // By these, versions are told apart while a release runs.
  const podTargetLabels = ['version', ...new Set(kinds)];
  if (metrics.services.length === 1) {
    const spec = {
      podTargetLabels,
      selector: { matchLabels: observed.selector },
      endpoints: [endpoint],
    } satisfies Wire<ServiceMonitorSpec>;
    return [toManifest({ apiVersion: API, kind: 'ServiceMonitor' }, metadata, spec)];
  }
  const spec = {
    podTargetLabels,
    selector: { matchLabels: observed.selector },
    // Pods know a port by the name at their container.
    podMetricsEndpoints: [{ ...endpoint, port: metrics.port.targetName }],
  } satisfies Wire<PodMonitorSpec>;
  return [toManifest({ apiVersion: API, kind: 'PodMonitor' }, metadata, spec)];
}
