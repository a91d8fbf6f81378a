import type { AnalysisTemplateSpecMetricsProvider } from '../../imports/argo-rollouts-argoproj.io';
import { isAddress, renderAddress } from '../endpoint/address';
import { findSeconds } from '../kubernetes/duration';
import type { Wire } from '../manifest/wire';
import { planJob } from './job-plan';
import type {
  DatadogMetric,
  NewRelicMetric,
  PrometheusMetric,
  Provider,
  ProviderContext,
  Providers,
  WebMetric,
} from './provider';

/** A provider as upstream has it. */
export type PlannedProvider = Wire<AnalysisTemplateSpecMetricsProvider>;

type Planned<Name extends keyof Providers> = NonNullable<PlannedProvider[Name]>;

/** A provider as upstream has it. @param context - needed for a Job */
export function planProvider(
  provider: Provider,
  context: ProviderContext | undefined,
): PlannedProvider {
  const { prometheus, datadog, newRelic, web, job, ...others } = provider;
  return {
    ...others,
    ...(prometheus && { prometheus: planPrometheus(prometheus) }),
    ...(datadog && { datadog: planDatadog(datadog) }),
    ...(newRelic && { newRelic: planNewRelic(newRelic) }),
    ...(web && { web: planWeb(web) }),
    ...(job && context && { job: planJob(job, context) }),
  };
}

function planPrometheus({ timeout, ...rest }: PrometheusMetric): Planned<'prometheus'> {
  return { ...rest, timeout: timeout && findSeconds(timeout) };
}

function planDatadog(datadog: DatadogMetric): Planned<'datadog'> {
  return datadog;
}

function planNewRelic({ timeout, ...rest }: NewRelicMetric): Planned<'newRelic'> {
  return { ...rest, timeout: timeout && findSeconds(timeout) };
}

function planWeb({ timeout, url, ...rest }: WebMetric): Planned<'web'> {
  return {
    ...rest,
    url: isAddress(url) ? renderAddress(url, undefined) : url,
    timeoutSeconds: timeout && findSeconds(timeout),
  };
}
