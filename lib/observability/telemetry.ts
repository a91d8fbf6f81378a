import type { TelemetrySpec, TelemetrySpecTracing } from '../../imports/telemetry.istio.io';
import type { MeshTelemetrySpec, ObservabilityFacts } from '../environment/observability';
import type { StringMap } from '../kubernetes/labels';
import type { Manifest } from '../manifest/manifest';
import type { Wire } from '../manifest/wire';
import { listOf, type PlainMetadata, toManifest } from '../traffic/wire';

const TELEMETRY = { apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry' } as const;

/** What the mesh's proxies of a namespace log, trace and count. */
export function planTelemetry(
  metadata: PlainMetadata,
  { observability, mesh, name }: ObservabilityFacts,
): readonly Manifest[] {
  const telemetry = observability?.mesh;
  if (telemetry === undefined || mesh === undefined) return [];
  const { accessLogs, metricTags = {} } = telemetry;
  const spec = {
    tracing: planTracing(telemetry.tracing, name),
    metrics:
      Object.keys(metricTags).length === 0
        ? undefined
        : [
            {
              providers: [{ name: 'prometheus' }],
              overrides: [{ tagOverrides: tagOverrides(metricTags) }],
            },
          ],
    accessLogging: accessLogs && [
      {
        providers: providersOf(accessLogs.provider),
        filter: accessLogs.filter === undefined ? undefined : { expression: accessLogs.filter },
        // Without a provider, an entry has to say that it is on.
        disabled: accessLogs.provider === undefined ? false : undefined,
      },
    ],
  } satisfies Wire<Omit<TelemetrySpec, 'tracing'>> & { readonly tracing: unknown };
  return [toManifest(TELEMETRY, metadata, spec)];
}

function planTracing(tracing: MeshTelemetrySpec['tracing'], environment: string | undefined) {
  if (tracing === undefined) return undefined;
  const { provider, samplingPercent } = tracing;
  const rest = {
    providers: providersOf(provider),
    randomSamplingPercentage: samplingPercent,
  } satisfies Wire<Omit<TelemetrySpecTracing, 'customTags'>>;
  if (environment === undefined) return [rest];
  return [{ ...rest, customTags: { environment: { literal: { value: environment } } } }];
}

function providersOf(name: string | undefined) {
  return listOf(name === undefined ? [] : [{ name }]);
}

function tagOverrides(tags: StringMap) {
  return Object.fromEntries(
    Object.entries(tags).map(([name, value]) => [
      name,
      value === 'remove' ? ({ operation: 'REMOVE' } as const) : { value },
    ]),
  );
}
