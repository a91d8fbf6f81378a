import type { k8s } from 'cdk8s-plus-28';
import type { Address } from '../endpoint/address';
import type { Endpoint } from '../endpoint/endpoint';
import type { Duration } from '../kubernetes/duration';
import type { StringMap } from '../kubernetes/labels';
import type { JsonObject } from '../manifest/manifest';
import type { ContainerSpec } from '../pod/container';
import type { EndingPodOptions, Volumes } from '../pod/spec';
import type { ArgumentRef } from './arguments';

/** A length of time, or an argument that holds one. */
export type DurationOrRef = Duration | ArgumentRef;

/** An HTTP header. */
export interface Header {
  readonly key: string;
  readonly value: string;
}

/** How a request proves who it comes from; one of the two. */
export type Authentication =
  | { readonly oauth2: OAuth2; readonly sigv4?: never }
  | { readonly sigv4: Sigv4; readonly oauth2?: never };

/** Client credentials of OAuth 2. */
export interface OAuth2 {
  readonly tokenUrl: string;
  readonly clientId: string;
  /** An argument that comes from a Secret. */
  readonly clientSecret: string;
  readonly scopes?: readonly string[];
}

/** Signed as AWS wants it. */
export interface Sigv4 {
  readonly region?: string;
  readonly profile?: string;
  readonly roleArn?: string;
}

/** @see https://argo-rollouts.readthedocs.io/en/stable/analysis/prometheus/ */
export interface PrometheusMetric {
  /** URL of the server. @default the controller's ARGO_ROLLOUTS_PROMETHEUS_ADDRESS */
  readonly address?: string;
  /** PromQL. Its result is a list: read `result[0]`. */
  readonly query: string;
  /** Ask for a range instead of a moment; `start` and `end` are expressions: `now() - duration("1h")`. */
  readonly rangeQuery?: {
    readonly start: string;
    readonly end: string;
    readonly step: DurationOrRef;
  };
  /** @default 30s */
  readonly timeout?: Duration;
  /** @default false */
  readonly insecure?: boolean;
  readonly headers?: readonly Header[];
  readonly authentication?: Authentication;
}

/** @see https://argo-rollouts.readthedocs.io/en/stable/analysis/datadog/ */
export interface DatadogMetric {
  /** @default v1 */
  readonly apiVersion?: 'v1' | 'v2';
  /** How far back to look. @default 5m */
  readonly interval?: DurationOrRef;
  /** One query; or several in `queries`, joined by `formula`. */
  readonly query?: string;
  /** Queries by name; v2 only. */
  readonly queries?: Readonly<Record<string, string>>;
  readonly formula?: string;
  /** v2 only. @default last */
  readonly aggregator?:
    | 'avg'
    | 'min'
    | 'max'
    | 'sum'
    | 'last'
    | 'percentile'
    | 'mean'
    | 'l2norm'
    | 'area';
  /** The Secret with address and keys. @default `datadog` in the controller's namespace */
  readonly secretRef?: {
    readonly name: string;
    /** In the namespace of the analysis. @default false */
    readonly namespaced?: boolean;
  };
}

/** @see https://argo-rollouts.readthedocs.io/en/stable/analysis/newrelic/ */
export interface NewRelicMetric {
  /** NRQL */
  readonly query: string;
  /** Name of the Secret in the controller's namespace. @default newrelic */
  readonly profile?: string;
  /** From 5s to 2m. @default 5s */
  readonly timeout?: Duration;
}

/** @see https://argo-rollouts.readthedocs.io/en/stable/analysis/wavefront/ */
export interface WavefrontMetric {
  readonly address: string;
  readonly query: string;
}

/** @see https://argo-rollouts.readthedocs.io/en/stable/analysis/web/ */
export interface WebMetric {
  /** Asked by the controller, from its own namespace. */
  readonly url: string | Address;
  /** @default GET */
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly headers?: readonly Header[];
  /** For POST and PUT; instead of `jsonBody`. */
  readonly body?: string;
  /** For POST and PUT; instead of `body`. */
  readonly jsonBody?: JsonObject;
  /** The part of the answer that becomes `result`. @default '{$}', all of it */
  readonly jsonPath?: string;
  /** @default 10s */
  readonly timeout?: Duration;
  /** @default false */
  readonly insecure?: boolean;
  readonly authentication?: Authentication;
}

/** Fields of a Job that rarely anyone needs. */
export type OtherJobFields = Omit<
  k8s.JobSpec,
  'activeDeadlineSeconds' | 'backoffLimit' | 'template' | 'ttlSecondsAfterFinished'
>;

/**
 * A Job that fails or not. Its pod has the *restricted* defaults of any other.
 * @see https://argo-rollouts.readthedocs.io/en/stable/analysis/job/
 */
export interface JobMetric {
  /** Pinned by a tag or a digest. */
  readonly image: string;
  readonly container: ContainerSpec;
  readonly volumes?: Volumes;
  readonly pod?: EndingPodOptions;
  /** Endpoints that it calls without having them in its environment variables. @default none */
  readonly calls?: readonly Endpoint[];
  /** @default one of its own where it calls a microservice; else `default` */
  readonly serviceAccount?: string;
  /** @default false */
  readonly mountToken?: boolean;
  /** @default Never */
  readonly restartPolicy?: 'Never' | 'OnFailure';
  /** How often it is tried again. @default 0 */
  readonly backoffLimit?: number;
  /** When it is ended as failed. @default never */
  readonly deadline?: Duration;
  /** How long it takes at least, for what waits for it; not in the manifest. @default nothing */
  readonly takes?: Duration;
  /** How long the Job is kept. @default as long as its AnalysisRun */
  readonly keepFor?: Duration;
  /** Of the Job itself. */
  readonly labels?: StringMap;
  /** Of the Job itself. */
  readonly annotations?: StringMap;
  /** Further fields of the Job, in Kubernetes' own words. */
  readonly other?: OtherJobFields;
}

/** Where Kayenta looks. */
export interface KayentaScopeDetail {
  readonly scope: string;
  readonly region: string;
  /** Seconds between two values. */
  readonly step: number;
  /** RFC 3339. */
  readonly start?: string;
  /** RFC 3339. */
  readonly end?: string;
}

/** @see https://argo-rollouts.readthedocs.io/en/stable/analysis/kayenta/ */
export interface KayentaMetric {
  readonly address: string;
  readonly application: string;
  readonly canaryConfigName: string;
  readonly metricsAccountName: string;
  readonly configurationAccountName: string;
  readonly storageAccountName: string;
  /** Scores from 0 to 100; below `marginal` is failed, between the two inconclusive. */
  readonly threshold: { readonly pass: number; readonly marginal: number };
  readonly scopes: readonly {
    readonly name: string;
    readonly controlScope: KayentaScopeDetail;
    readonly experimentScope: KayentaScopeDetail;
  }[];
  /** Compare with the time before, not with pods of the old version. @default false */
  readonly lookback?: boolean;
}

/** Seconds as a number, or an argument that holds them. */
export type SecondsOrRef = number | ArgumentRef;

/** @see https://argo-rollouts.readthedocs.io/en/stable/analysis/cloudwatch/ */
export interface CloudWatchMetric {
  /** How far back to look. @default 5m */
  readonly interval?: DurationOrRef;
  readonly metricDataQueries: readonly CloudWatchQuery[];
}

/** One query, by an expression or by a metric's statistics. */
export interface CloudWatchQuery {
  readonly id: string;
  readonly label?: string;
  readonly expression?: string;
  readonly metricStat?: {
    readonly metric: {
      readonly metricName: string;
      readonly namespace?: string;
      readonly dimensions?: readonly { readonly name: string; readonly value: string }[];
    };
    readonly period: SecondsOrRef;
    readonly stat: string;
    readonly unit?: string;
  };
  readonly period?: SecondsOrRef;
  /** @default true */
  readonly returnData?: boolean;
}

/** @see https://argo-rollouts.readthedocs.io/en/stable/analysis/graphite/ */
export interface GraphiteMetric {
  readonly address: string;
  readonly query: string;
}

/** @see https://argo-rollouts.readthedocs.io/en/stable/analysis/influxdb/ */
export interface InfluxdbMetric {
  /** Name of the Secret in the controller's namespace. @default influxdb */
  readonly profile?: string;
  /** Flux */
  readonly query: string;
}

/** @see https://argo-rollouts.readthedocs.io/en/stable/analysis/skywalking/ */
export interface SkywalkingMetric {
  readonly address: string;
  /** GraphQL */
  readonly query: string;
  /** How far back to look. */
  readonly interval: DurationOrRef;
}

/** What measures, by its name upstream. */
export interface Providers {
  readonly prometheus: PrometheusMetric;
  readonly datadog: DatadogMetric;
  readonly newRelic: NewRelicMetric;
  readonly wavefront: WavefrontMetric;
  readonly web: WebMetric;
  readonly job: JobMetric;
  readonly kayenta: KayentaMetric;
  readonly cloudWatch: CloudWatchMetric;
  readonly graphite: GraphiteMetric;
  readonly influxdb: InfluxdbMetric;
  readonly skywalking: SkywalkingMetric;
  /** One plugin by its name, with its own fields: `{ 'acme/metrics': { ... } }`. */
  readonly plugin: Readonly<Record<string, JsonObject>>;
}

/** Exactly one provider: `{ prometheus: { ... } }`. */
export type Provider = {
  [Name in keyof Providers]: { readonly [One in Name]: Providers[One] } & {
    readonly [Other in Exclude<keyof Providers, Name>]?: never;
  };
}[keyof Providers];

/** What a provider's plan needs to know. */
export interface ProviderContext {
  readonly metric: string;
  readonly namespace: string | undefined;
  /** Of the metric's Jobs. */
  readonly pods: JobPodFacts;
}

/** What is decided of a Job's pods beside its spec. */
export interface JobPodFacts {
  /** Value of their label `app.kubernetes.io/name`, which no Service may select. */
  readonly name: string;
  readonly serviceAccount: string;
  readonly labels: StringMap;
  readonly annotations: StringMap;
}
