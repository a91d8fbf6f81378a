import type { Environment } from '../envs';
import {
  AnalysisTemplate,
  type AnalysisUse,
  analysisStep,
  canary,
  canaryScale,
  httpProbe,
  istioByHost,
  latestHash,
  Microservice,
  mirrorRoute,
  pause,
  type Release,
  required,
  rollingUpdate,
  type Step,
  System,
  VirtualService,
  weight,
} from '../lib';

/** What both APIs and the page ask for. */
const common = {
  probes: { readiness: httpProbe('/healthz'), liveness: httpProbe('/healthz') },
  resources: { cpu: ['50m', '200m'], memory: ['64Mi', '128Mi'] },
  pod: { securityContext: { runAsUser: 1000, runAsGroup: 1000 } },
} as const;

/**
 * A page with several APIs behind it, each released as a pipeline does it: a new version gets a tenth of the
 * requests, is given a score, and takes over if that is high enough; else it goes, and nothing has changed. In
 * stage it first sees copies of all requests, and one of the APIs that it calls fails now and then.
 */
export class ChaosScore extends System {
  constructor(environment: Environment) {
    super(environment, 'chaos-score');
    const isRehearsal = environment.choose({ stage: true, otherwise: false });

    const catalog = new Microservice(this, 'catalog-api', {
      ...common,
      ports: { http: 8080 },
      release: rollingUpdate(),
    });
    const prices = new Microservice(this, 'prices-api', {
      ...common,
      ports: { http: 8080 },
      release: rollingUpdate(),
    });
    if (isRehearsal) this.disturb(prices);

    const score = scoreTemplate(this).use({ hash: latestHash });
    new Microservice(this, 'web', {
      ...common,
      ports: { http: { port: 80, target: 8080 } },
      env: { CATALOG_ADDR: catalog.endpoint('http'), PRICES_ADDR: prices.endpoint('http') },
      exposed: {
        host: environment.host('web'),
        tls: { certificate: { issuer: 'letsencrypt' } },
      },
      release: scored(score, isRehearsal ? shadow : []),
    });
  }

  /** Some answers late, some not at all: what calls it has to live with that. */
  private disturb(api: Microservice<'http'>): void {
    new VirtualService(api, api.name, {
      hosts: [api.endpoint('http')],
      http: [
        {
          route: api.endpoint('http'),
          fault: {
            delay: { fixedDelay: '2s', percentage: 10 },
            abort: { httpStatus: 503, percentage: 5 },
          },
        },
      ],
    });
  }
}

/** From this score on a version goes to production. */
const ACCEPTED = 95;

/** Seven tenths for answers without an error, three tenths for those within a quarter of a second. */
function scoreQuery(namespace: string, hash: string): string {
  const version = [
    'reporter="destination"',
    `destination_workload_namespace="${namespace}"`,
    'destination_workload="web"',
    `pod=~"web-${hash}-.*"`,
  ].join();
  const rate = (series: string, more = '') => `sum(rate(${series}{${version}${more}}[5m]))`;
  return [
    `70 * ${rate('istio_requests_total', ',response_code!~"5.."')}`,
    `/ ${rate('istio_requests_total')}`,
    `+ 30 * ${rate('istio_request_duration_milliseconds_bucket', ',le="250"')}`,
    `/ ${rate('istio_request_duration_milliseconds_count')}`,
  ].join('\n');
}

/** A score of 0 to 100 for the new version, as the proxies of its pods have counted. */
function scoreTemplate(scope: System) {
  return new AnalysisTemplate(scope, 'score', {
    args: { hash: required },
    metrics: ({ hash }) => [
      {
        name: 'score',
        // So long it takes until the query sees its requests alone.
        initialDelay: '5m',
        interval: '1m',
        count: 5,
        successCondition: `len(result) > 0 && !isNaN(result[0]) && result[0] >= ${ACCEPTED}`,
        provider: { prometheus: { query: scoreQuery(scope.namespace ?? 'default', hash) } },
      },
    ],
  });
}

/** Copies of all requests go to one pod of the new version for a while, and nobody gets its answers. */
const shadow: readonly Step[] = [
  canaryScale({ replicas: 1 }),
  mirrorRoute('shadow', { match: [{ path: { prefix: '/' } }], percentage: 100 }),
  pause('10m'),
  mirrorRoute('shadow'),
  canaryScale({ matchTrafficWeight: true }),
];

/** A tenth of the requests, a score, and all or nothing. */
function scored(score: AnalysisUse, before: readonly Step[]): Release {
  return canary({
    router: istioByHost(),
    steps: [...before, weight(10), analysisStep({ templates: [score] })],
  });
}
