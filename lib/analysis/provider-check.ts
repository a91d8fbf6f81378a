import { endpointsIn, isAddress } from '../endpoint/address';
import { checkCalled, problemsOf } from '../endpoint/problems';
import { checkDuration } from '../kubernetes/duration';
import { checkImage } from '../kubernetes/image';
import { checkDnsSubdomain } from '../kubernetes/names';
import { checkPod } from '../pod/check';
import { type Problem, wrongValue } from '../problem/problem';
import { wrongHere } from '../shape/data';
import type {
  Authentication,
  CloudWatchMetric,
  DatadogMetric,
  JobMetric,
  KayentaMetric,
  NewRelicMetric,
  PrometheusMetric,
  Provider,
  WebMetric,
} from './provider';
import { isOpen, type KnownValues, resolveText } from './resolve';
import type { Metric } from './spec';

/** A Job's name holds the run's id, the metric's name and a number, in the 63 characters of a label. */
const MAX_JOB_METRIC = 63 - 36 - '..'.length - 2;

/** Checks what a metric's provider needs. */
export function checkProvider(
  field: string,
  { name, provider }: Metric,
  values: KnownValues,
): readonly Problem[] {
  return [
    ...checkTexts(field, provider, values),
    ...checkUrl(`${field}.prometheus.address`, provider.prometheus?.address, values),
    ...checkUrl(`${field}.graphite.address`, provider.graphite?.address, values),
    ...checkUrl(`${field}.skywalking.address`, provider.skywalking?.address, values),
    ...checkUrl(`${field}.kayenta.address`, provider.kayenta?.address, values),
    ...(provider.prometheus ? checkPrometheus(`${field}.prometheus`, provider.prometheus) : []),
    ...(provider.datadog ? checkDatadog(`${field}.datadog`, provider.datadog) : []),
    ...(provider.newRelic ? checkNewRelic(`${field}.newRelic`, provider.newRelic) : []),
    ...(provider.web ? checkWeb(`${field}.web`, provider.web, values) : []),
    ...(provider.kayenta ? checkKayenta(`${field}.kayenta`, provider.kayenta) : []),
    ...(provider.cloudWatch ? checkCloudWatch(`${field}.cloudWatch`, provider.cloudWatch) : []),
    ...(provider.job ? checkJob(`${field}.job`, name, provider.job) : []),
    ...(provider.plugin && Object.keys(provider.plugin).length !== 1
      ? [wrongValue(`${field}.plugin`, Object.keys(provider.plugin).join(', '), 'one plugin')]
      : []),
  ];
}

/** Queries that are there but empty, and spans of time that are none. */
function checkTexts(field: string, provider: Provider, values: KnownValues): readonly Problem[] {
  const { prometheus, datadog, cloudWatch, skywalking, newRelic, wavefront, graphite, influxdb } =
    provider;
  const queries = { prometheus, newRelic, wavefront, graphite, influxdb, skywalking };
  const spans = { datadog, cloudWatch, skywalking };
  return [
    ...Object.entries(queries).flatMap(([name, one]) =>
      one === undefined || one.query.trim() !== ''
        ? []
        : [wrongValue(`${field}.${name}.query`, one.query, 'a query')],
    ),
    ...Object.entries(spans).flatMap(([name, one]) =>
      checkSpan(`${field}.${name}.interval`, one?.interval, values),
    ),
    ...checkSpan(`${field}.prometheus.rangeQuery.step`, prometheus?.rangeQuery?.step, values),
  ];
}

function checkSpan(field: string, span: string | undefined, values: KnownValues) {
  const text = span === undefined ? undefined : resolveText(span, values);
  if (text === undefined || isOpen(text) || /^[1-9]\d*[smh]$/.test(text)) return [];
  return [wrongValue(field, text, "a duration such as '15s', '5m' or '1h', at least 1s")];
}

function checkUrl(field: string, url: string | undefined, values: KnownValues): readonly Problem[] {
  const text = url === undefined ? undefined : resolveText(url, values);
  if (text === undefined || isOpen(text) || /^https?:\/\/[^/\s]+/.test(text)) return [];
  return [wrongValue(field, text, "a URL such as 'http://prometheus.monitoring:9090'")];
}

/** Checks a URL that may be an endpoint, for those whose compiler hasn't told them what it takes. */
function checkUrlOrAddress(field: string, url: unknown, values: KnownValues): readonly Problem[] {
  if (isAddress(url)) return endpointsIn(url).flatMap((endpoint) => problemsOf(field, endpoint));
  return typeof url === 'string'
    ? checkUrl(field, url, values)
    : [wrongHere(field, url, "a URL or an endpoint: cart.endpoint('http')")];
}

function checkPrometheus(field: string, metric: PrometheusMetric): readonly Problem[] {
  const { address, timeout, authentication } = metric;
  return [
    ...checkDuration(`${field}.timeout`, timeout, 1),
    ...checkAuthentication(`${field}.authentication`, authentication),
    ...(address?.includes('aps-workspaces') === true && authentication?.sigv4 === undefined
      ? [
          {
            field: `${field}.authentication.sigv4`,
            message: `is missing: ${address} takes signed requests only`,
          },
        ]
      : []),
  ];
}

function checkAuthentication(
  field: string,
  authentication: Authentication | undefined,
): readonly Problem[] {
  const { oauth2 } = authentication ?? {};
  if (oauth2 === undefined) return [];
  const missing = (['tokenUrl', 'clientId', 'clientSecret'] as const).filter(
    (name) => oauth2[name] === '',
  );
  return [
    ...missing.map((name) => wrongValue(`${field}.oauth2.${name}`, '', 'a text')),
    ...(oauth2.clientSecret === '' || isOpen(oauth2.clientSecret)
      ? []
      : [
          {
            field: `${field}.oauth2.clientSecret`,
            message: 'is written out: take it from an argument that is fromSecret()',
          },
        ]),
  ];
}

function checkDatadog(field: string, metric: DatadogMetric): readonly Problem[] {
  const { apiVersion = 'v1', query, queries = {}, formula, aggregator } = metric;
  const count = Object.keys(queries).length;
  const hasQuery = query !== undefined && query !== '';
  const problems: (Problem | false)[] = [
    hasQuery === count > 0 && {
      field: `${field}.query`,
      message: hasQuery
        ? 'stands beside queries: keep one of the two'
        : 'is missing: write query or queries',
    },
    apiVersion === 'v1' &&
      count > 0 && {
        field: `${field}.queries`,
        message: "is not for Datadog's API v1: set apiVersion to 'v2'",
      },
    formula !== undefined &&
      count === 0 && { field: `${field}.formula`, message: 'has nothing to join: add queries' },
    formula === undefined &&
      count > 1 && {
        field: `${field}.formula`,
        message: `is missing: say how the ${count} queries make one number`,
      },
    apiVersion === 'v1' &&
      aggregator !== undefined && {
        field: `${field}.aggregator`,
        message: "is not for Datadog's API v1: set apiVersion to 'v2'",
      },
  ];
  return problems.filter((problem) => problem !== false);
}

function checkNewRelic(field: string, { timeout }: NewRelicMetric): readonly Problem[] {
  return checkDuration(`${field}.timeout`, timeout, 1);
}

function checkWeb(field: string, web: WebMetric, values: KnownValues): readonly Problem[] {
  const { url, method = 'GET', body, jsonBody, jsonPath, timeout } = web;
  const bodies = Object.entries({ body, jsonBody }).filter(([, one]) => one !== undefined);
  return [
    ...checkUrlOrAddress(`${field}.url`, url, values),
    ...checkDuration(`${field}.timeout`, timeout, 1),
    ...checkAuthentication(`${field}.authentication`, web.authentication),
    ...(bodies.length > 1
      ? [{ field: `${field}.body`, message: 'stands beside jsonBody: keep one of the two' }]
      : []),
    ...(method === 'GET'
      ? bodies.map(([name]) => ({
          field: `${field}.${name}`,
          message: "is not for GET: set method to 'POST' or 'PUT'",
        }))
      : []),
    ...(jsonPath === undefined || /^\{.*\}$/s.test(jsonPath)
      ? []
      : [wrongValue(`${field}.jsonPath`, jsonPath, "a path in braces: '{$.ok}'")]),
  ];
}

function checkKayenta(field: string, { threshold, scopes }: KayentaMetric): readonly Problem[] {
  const { pass, marginal } = threshold;
  const scores = Object.entries({ pass, marginal }).filter(
    ([, score]) => !Number.isInteger(score) || score < 0 || score > 100,
  );
  return [
    ...scores.map(([name, score]) =>
      wrongValue(`${field}.threshold.${name}`, score, 'a whole number from 0 to 100'),
    ),
    ...(scores.length === 0 && marginal > pass
      ? [wrongValue(`${field}.threshold.marginal`, marginal, `at most pass, which is ${pass}`)]
      : []),
    ...(scopes.length === 0 ? [wrongValue(`${field}.scopes`, [], 'at least one scope')] : []),
  ];
}

function checkCloudWatch(field: string, { metricDataQueries }: CloudWatchMetric) {
  const at = `${field}.metricDataQueries`;
  if (metricDataQueries.length === 0) return [wrongValue(at, [], 'at least one query')];
  return metricDataQueries.flatMap(({ id, expression, metricStat }, index) => [
    ...(/^[a-z][A-Za-z0-9_]*$/.test(id)
      ? []
      : [
          wrongValue(
            `${at}[${index}].id`,
            id,
            "letters, digits and '_', with a lower-case letter in front",
          ),
        ]),
    ...((expression === undefined) === (metricStat === undefined)
      ? [{ field: `${at}[${index}]`, message: 'needs one of the two: expression or metricStat' }]
      : []),
  ]);
}

function checkJob(field: string, name: string, job: JobMetric): readonly Problem[] {
  const { backoffLimit, serviceAccount } = job;
  return [
    ...(name.length <= MAX_JOB_METRIC && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)
      ? []
      : [
          wrongValue(
            field,
            name,
            `for a Job, a metric's name of at most ${MAX_JOB_METRIC} lower-case letters, digits and dashes`,
          ),
        ]),
    ...checkImage(`${field}.image`, job.image),
    ...checkCalled(`${field}.calls`, job.calls),
    ...checkDuration(`${field}.deadline`, job.deadline, 1),
    ...checkDuration(`${field}.keepFor`, job.keepFor),
    ...(backoffLimit === undefined || (Number.isInteger(backoffLimit) && backoffLimit >= 0)
      ? []
      : [wrongValue(`${field}.backoffLimit`, backoffLimit, 'a whole number from 0')]),
    ...(serviceAccount === undefined
      ? []
      : checkDnsSubdomain(`${field}.serviceAccount`, serviceAccount)),
    ...checkPod(name, job.container, job.volumes, job.pod).map((problem) => ({
      ...problem,
      field: podField(field, problem.field),
    })),
  ];
}

/** Problems of the main container are told as the pod's own. */
function podField(field: string, inner: string): string {
  return /^(pod|volumes)\b/.test(inner) ? `${field}.${inner}` : `${field}.container.${inner}`;
}
