import { type Address, isAddress } from '../endpoint/address';
import { checkDuration, type Duration, findSeconds } from '../kubernetes/duration';
import type { Env } from '../pod/env';
import type { Resources } from '../pod/resources';
import type { EndingPodOptions } from '../pod/spec';
import { type Problem, wrongValue } from '../problem/problem';
import { checkClosed, madeOf, requireCall, requireOptions } from '../shape/check';
import { wrongHere } from '../shape/data';
import type { ShapeProblem } from '../shape/explain';
import { checkLatencies, entriesOf, findMilliseconds, type Latencies } from './percent';
import type { Header, JobMetric } from './provider';
import { rounded } from './query';
import { type ReadyAnalysis, readyAnalysis } from './ready';
import type { Metric } from './spec';

const K6_IMAGE = 'grafana/k6:1.0.0';
const CURL_IMAGE = 'curlimages/curl:8.10.1';

/** Longest part of a load test that isn't load: the image, the start, the last answers. */
const K6_MARGIN_SECONDS = 120;

/** A user that is no name, since a pod that must not be root can't tell with names. */
const JOB_USER = { runAsUser: 12345 };

interface JobOptions {
  /** Pinned by a tag or a digest. */
  readonly image?: string;
  readonly resources?: Resources;
  readonly env?: Env;
  readonly pod?: EndingPodOptions;
  readonly serviceAccount?: string;
  /** When the Job is ended as failed. */
  readonly deadline?: Duration;
}

/**
 * Load by k6, as a Job, which fails when too many requests fail or take too long.
 * @see https://grafana.com/docs/k6/latest/using-k6/thresholds/
 */
export function loadTest(
  options: JobOptions & {
    /** What is asked: address`http://${cart.endpoint('http')}/`, or a URL. */
    readonly target: Address | string;
    /** Users at the same time. @default 10 */
    readonly users?: number;
    /** @default '1m' */
    readonly duration?: Duration;
    /** Failed requests that are put up with, in percent. @default 1 */
    readonly failedPercent?: number;
    /** @default no limit */
    readonly latency?: Latencies;
    /** A script of yours, which finds the address in `__ENV.TARGET`. @default GET requests */
    readonly script?: string;
  },
): ReadyAnalysis {
  requireCall('loadTest', options);
  const { duration = '1m', target, script } = options;
  const seconds = findSeconds(duration) ?? 0;
  const job: JobMetric = {
    image: options.image ?? K6_IMAGE,
    container: {
      command: ['sh', '-c', 'printf %s "$SCRIPT" | k6 run --no-usage-report -'],
      env: { TARGET: target, SCRIPT: script ?? k6Script(options, duration), ...options.env },
      resources: options.resources ?? { cpu: ['250m', '1'], memory: ['128Mi', '512Mi'] },
      securityContext: JOB_USER,
    },
    pod: options.pod,
    serviceAccount: options.serviceAccount,
    deadline: options.deadline ?? `${seconds + K6_MARGIN_SECONDS}s`,
    takes: duration,
  };
  return jobAnalysis('load-test', job, checkClosed('loadTest', options), checkLoadTest(options));
}

const ANY_BUCKETS = { buckets: [Number.MAX_SAFE_INTEGER], unit: 'ms' } as const;

function checkLoadTest(options: Parameters<typeof loadTest>[0]): readonly Problem[] {
  const { users = 10, failedPercent = 1, duration, latency } = options;
  return [
    ...(Number.isInteger(users) && users >= 1
      ? []
      : [wrongValue('users', users, 'a whole number from 1')]),
    ...(failedPercent >= 0 && failedPercent < 100
      ? []
      : [wrongValue('failedPercent', failedPercent, 'a percentage from 0, below 100')]),
    ...checkDuration('duration', duration, 1),
    ...(latency === undefined ? [] : checkLatencies('latency', latency, ANY_BUCKETS)),
  ];
}

function k6Script(options: Parameters<typeof loadTest>[0], duration: Duration): string {
  const { users = 10, failedPercent = 1, latency = {} } = options;
  const durations = entriesOf(latency).map(
    ({ percent, latency: limit }) => `'p(${percent})<=${findMilliseconds(limit)}'`,
  );
  return [
    "import http from 'k6/http';",
    '',
    'export const options = {',
    `  vus: ${users},`,
    `  duration: '${duration}',`,
    '  thresholds: {',
    `    http_req_failed: ['rate<=${rounded(failedPercent / 100)}'],`,
    ...(durations.length === 0 ? [] : [`    http_req_duration: [${durations.join(', ')}],`]),
    '  },',
    '};',
    '',
    'export default function () {',
    '  http.get(__ENV.TARGET);',
    '}',
    '',
  ].join('\n');
}

/** A Job that asks for some URLs once, or runs a program of yours; it fails when one of them does. */
export function smokeTest(
  options: JobOptions &
    (
      | {
          /** Each is asked for, and has to answer with a status below 400. */
          readonly urls: readonly [Address | string, ...(Address | string)[]];
          readonly command?: never;
          readonly args?: never;
        }
      | {
          readonly urls?: never;
          readonly image: string;
          /** @default the image's entry point */
          readonly command?: readonly string[];
          readonly args?: readonly string[];
        }
    ),
): ReadyAnalysis {
  requireOptions('smokeTest', options);
  const { command, args } = options;
  const urls: readonly unknown[] = Array.isArray(options.urls) ? options.urls : [];
  const asked = Object.fromEntries(
    urls.filter(isUrl).map((url, index) => [`URL_${index + 1}`, url]),
  );
  const job: JobMetric = {
    image: options.image ?? CURL_IMAGE,
    container: {
      command: urls.length > 0 ? ['curl'] : command,
      args: urls.length > 0 ? curlArgs(Object.keys(asked)) : args,
      env: { ...asked, ...options.env },
      resources: options.resources ?? { cpu: ['50m', '250m'], memory: ['32Mi', '128Mi'] },
      securityContext: urls.length > 0 ? JOB_USER : undefined,
    },
    pod: options.pod,
    serviceAccount: options.serviceAccount,
    deadline: options.deadline ?? '5m',
  };
  const isNothing = urls.length === 0 && options.image === undefined;
  return jobAnalysis(
    'smoke-test',
    job,
    checkClosed('smokeTest', options),
    isNothing || (options.urls !== undefined && urls.length === 0)
      ? [
          wrongValue(
            'urls',
            options.urls,
            'a list of URLs, or an image with a program in their place',
          ),
        ]
      : urls.flatMap((url, index) =>
          isUrl(url) ? [] : [wrongHere(`urls[${index}]`, url, URL_OR_ENDPOINT)],
        ),
  );
}

/** What curl takes for a URL: without a scheme, it is HTTP. */
function isUrl(url: unknown): url is Address | string {
  return typeof url === 'string' ? URL_TEXT.test(url) : isAddress(url);
}

const URL_TEXT = /^(?:https?:\/\/)?(?!https?:\/\/)[^\s/?#:]\S*$/i;

const URL_OR_ENDPOINT = "a URL or an endpoint: 'https://shop.example.com/healthz'";

/** Kubernetes puts variables into arguments by itself, so that no shell has to read an address. */
function curlArgs(variables: readonly string[]): readonly string[] {
  return [
    '--fail',
    '--silent',
    '--show-error',
    '--location',
    '--max-time',
    '10',
    '--retry',
    '3',
    '--retry-connrefused',
    ...variables.flatMap((name) => ['--output', '/dev/null', `$(${name})`]),
  ];
}

function jobAnalysis(
  name: string,
  job: JobMetric,
  misshapen: readonly ShapeProblem[],
  problems: readonly Problem[],
): ReadyAnalysis {
  return readyAnalysis(name, misshapen, () => ({
    byVersion: false,
    problems,
    metrics: [{ name, provider: { job } }],
  }));
}

/** The controller asks for a URL, and compares a part of the JSON that it gets. */
export function webCheck(options: {
  /** As seen from the controller's namespace. */
  readonly url: Address | string;
  /** The part of the answer that is compared: '{$.status}'. @default all of it */
  readonly jsonPath?: string;
  /** What that part has to be. @default any answer of status 200 to 299 */
  readonly equals?: string | number | boolean;
  readonly headers?: readonly Header[];
  /** @default '10s' */
  readonly timeout?: Duration;
  /** @default a single time */
  readonly interval?: Duration;
  /** @default 1 */
  readonly count?: number;
  readonly failureLimit?: number;
}): ReadyAnalysis {
  requireOptions('webCheck', options);
  return madeOf('webCheck', [options], () => planWebCheck(options));
}

function planWebCheck(options: Parameters<typeof webCheck>[0]): ReadyAnalysis {
  const { url, jsonPath, equals, headers, timeout, interval, count, failureLimit } = options;
  const metric: Metric = {
    name: 'web-check',
    interval,
    count,
    failureLimit,
    successCondition: equals === undefined ? undefined : `result == ${JSON.stringify(equals)}`,
    provider: { web: { url, jsonPath, headers, timeout } },
  };
  return readyAnalysis('web-check', checkClosed('webCheck', options), () => ({
    byVersion: false,
    problems: [],
    metrics: [metric],
  }));
}
