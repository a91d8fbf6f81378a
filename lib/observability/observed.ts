import type { Release } from '../delivery/release';
import { isRolloutRelease } from '../delivery/release';
import type { EndpointText } from '../endpoint/address';
import type {
  LogSpec,
  ObservabilityFacts,
  ReleaseNotification,
  TracingSpec,
} from '../environment/observability';
import type { StringMap } from '../kubernetes/labels';
import { type Env, podField } from '../pod/env';
import type { PodOptions } from '../pod/spec';
import type { MicroserviceObservability } from './spec';

/** What of a microservice's spec an environment adds to. */
interface ObservedProps {
  readonly env?: Env;
  readonly pod?: PodOptions;
  readonly annotations?: StringMap;
  readonly release?: Release;
  readonly observability?: MicroserviceObservability | 'none';
}

/** Where a microservice runs. */
interface Place {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly system: string | undefined;
  readonly environment: ObservabilityFacts;
}

/**
 * A microservice's spec with what its environment adds, so that it is seen: settings of OpenTelemetry, labels
 * for logs, and who is told of releases. What the spec says itself stays.
 */
export function observed<Props extends ObservedProps>(props: Props, place: Place): Props {
  const { observability: spec } = place.environment;
  if (spec === undefined || props.observability === 'none') return props;
  const own = props.observability ?? {};
  const tracing = own.tracing === 'none' ? undefined : spec.tracing;
  const logs = own.logs === 'none' ? undefined : spec.logs;
  const releases = own.releases === 'none' || !isRolloutRelease(props.release) ? [] : spec.releases;
  return {
    ...props,
    ...(tracing !== undefined && { env: { ...tracingEnv(tracing, place), ...props.env } }),
    ...(logs !== undefined && { pod: withLogs(props.pod, logs, place.environment.name) }),
    ...(releases !== undefined &&
      releases.length > 0 && {
        annotations: { ...subscriptions(releases), ...props.annotations },
      }),
  };
}

/**
 * Settings of OpenTelemetry's SDKs. The version is read from the pod's label, so that a new image doesn't
 * change them, and a canary is told from the stable version.
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
function tracingEnv(tracing: TracingSpec, { name, namespace, system, environment }: Place): Env {
  const { endpoint, protocol = 'grpc', scheme = 'http', samplingPercent } = tracing;
  const signals = tracing.signals ?? ['traces'];
  const address: EndpointText = { kind: 'endpoint-text', parts: [`${scheme}://`, endpoint] };
  const attributes = {
    'service.namespace': system ?? namespace,
    'service.version': '$(OTEL_POD_VERSION)',
    'deployment.environment.name': environment.name,
    'k8s.namespace.name': namespace,
    'k8s.pod.name': '$(OTEL_POD_NAME)',
  };
  const off = (['traces', 'metrics', 'logs'] as const).filter((one) => !signals.includes(one));
  return {
    OTEL_POD_NAME: podField('metadata.name'),
    OTEL_POD_VERSION: podField("metadata.labels['version']"),
    OTEL_SERVICE_NAME: name,
    OTEL_RESOURCE_ATTRIBUTES: Object.entries(attributes)
      .flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))
      .join(),
    OTEL_EXPORTER_OTLP_ENDPOINT: address,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    ...Object.fromEntries(off.map((one) => [`OTEL_${one.toUpperCase()}_EXPORTER`, 'none'])),
    ...(samplingPercent !== undefined && {
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: String(samplingPercent / 100),
    }),
  };
}

function withLogs(
  pod: PodOptions | undefined,
  { labels, annotations }: LogSpec,
  environment: string | undefined,
): PodOptions {
  const added = labels ?? (environment === undefined ? {} : { environment });
  return {
    ...pod,
    labels: { ...added, ...pod?.labels },
    ...(annotations !== undefined && { annotations: { ...annotations, ...pod?.annotations } }),
  };
}

/** Several recipients of one event by one service stand in one annotation. */
function subscriptions(releases: readonly ReleaseNotification[]): StringMap {
  const recipients = new Map<string, string[]>();
  for (const { on, service, to } of releases)
    for (const event of [on].flat()) {
      const key = `notifications.argoproj.io/subscribe.on-${event}.${service}`;
      recipients.set(key, [...(recipients.get(key) ?? []), ...(to === undefined ? [] : [to])]);
    }
  return Object.fromEntries([...recipients].map(([key, all]) => [key, all.join(';')]));
}
