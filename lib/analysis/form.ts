import {
  ANYTHING,
  type Form,
  having,
  listOf,
  mapOf,
  objectOf,
  only,
  TEXT,
  TRUE_OR_FALSE,
} from '../problem/form';
import type { Problem } from '../problem/problem';
import { isMap } from '../problem/shape';
import { ARGUMENT } from './arguments';
import type { Providers } from './provider';

const OBJECT = having({});

/** A URL, or one with endpoints in it. */
const URL = only('a URL', (value) => typeof value === 'string' || isMap(value));

/** What a provider can't do without; the rest is looked at by its own check. */
const PROVIDERS: Readonly<Record<keyof Providers, Form>> = {
  prometheus: having({ query: TEXT, address: TEXT, rangeQuery: OBJECT }, 'query'),
  datadog: having({ query: TEXT, queries: mapOf(TEXT), formula: TEXT }),
  newRelic: having({ query: TEXT }, 'query'),
  wavefront: having({ address: TEXT, query: TEXT }, 'address', 'query'),
  web: having({ url: URL, jsonPath: TEXT, headers: listOf(OBJECT) }, 'url'),
  job: having({ image: TEXT, container: OBJECT }, 'image', 'container'),
  kayenta: having(
    { address: TEXT, threshold: having({}, 'pass', 'marginal'), scopes: listOf(OBJECT) },
    'address',
    'application',
    'canaryConfigName',
    'metricsAccountName',
    'configurationAccountName',
    'storageAccountName',
    'threshold',
    'scopes',
  ),
  cloudWatch: having(
    { metricDataQueries: listOf(having({ id: TEXT }, 'id')) },
    'metricDataQueries',
  ),
  graphite: having({ address: TEXT, query: TEXT }, 'address', 'query'),
  influxdb: having({ query: TEXT }, 'query'),
  skywalking: having(
    { address: TEXT, query: TEXT, interval: TEXT },
    'address',
    'query',
    'interval',
  ),
  plugin: mapOf(OBJECT),
};

const METRIC = objectOf(
  {
    name: TEXT,
    provider: objectOf(PROVIDERS),
    initialDelay: ANYTHING,
    interval: ANYTHING,
    count: ANYTHING,
    successCondition: TEXT,
    failureCondition: TEXT,
    failureLimit: ANYTHING,
    inconclusiveLimit: ANYTHING,
    consecutiveErrorLimit: ANYTHING,
    consecutiveSuccessLimit: ANYTHING,
  },
  'name',
  'provider',
);

const TEMPLATE = only(
  'a template, as analysisTemplate() gives it',
  (value) => isMap(value) && Array.isArray(value.metrics) && Array.isArray(value.templates),
);

const DECISIONS = {
  dryRun: listOf(TEXT),
  measurementRetention: mapOf(ANYTHING),
  labels: mapOf(ANYTHING),
  annotations: mapOf(ANYTHING),
};

const TEMPLATE_PROPS = objectOf(
  {
    ...DECISIONS,
    name: ANYTHING,
    args: mapOf(ARGUMENT),
    metrics: listOf(METRIC),
    templates: listOf(TEMPLATE),
  },
  'metrics',
);

const USE = only(
  'what use() gives, or { analysis: ... } with it',
  (value) => isUse(value) || (isMap(value) && isUse(value.analysis)),
);

const EXPERIMENT_PROPS = objectOf(
  {
    ...DECISIONS,
    templates: mapOf(having({ image: TEXT, container: OBJECT }, 'image', 'container')),
    analyses: mapOf(USE),
    duration: ANYTHING,
    progressDeadline: ANYTHING,
    scaleDownDelay: ANYTHING,
    analysisRunMetadata: objectOf({ labels: mapOf(ANYTHING), annotations: mapOf(ANYTHING) }),
    terminate: TRUE_OR_FALSE,
  },
  'templates',
);

/** Checks what a template is made from, its metrics as a list, before anyone reads it. */
export function checkTemplateForm(props: unknown): readonly Problem[] {
  return atTop(TEMPLATE_PROPS, props);
}

/** Checks what an experiment is made from, before anyone reads it. */
export function checkExperimentForm(props: unknown): readonly Problem[] {
  if (!isMap(props) || typeof props.analyses !== 'function') {
    const named = isMap(props) && props.analyses !== undefined;
    return named
      ? only('a function: (hashes) => ({ ... })', () => false)('analyses', props.analyses)
      : atTop(EXPERIMENT_PROPS, props);
  }
  const { analyses, ...others } = props;
  const problems = atTop(EXPERIMENT_PROPS, others);
  if (problems.length > 0) return problems;
  const names = Object.keys(isMap(props.templates) ? props.templates : {});
  return mapOf(USE)('analyses', analyses(Object.fromEntries(names.map((name) => [name, '']))));
}

/** The fields of the whole are named as users write them. */
function atTop(form: Form, props: unknown): readonly Problem[] {
  return form('', props).map((problem) => ({
    ...problem,
    field: problem.field.replace(/^\./, ''),
  }));
}

function isUse(value: unknown): boolean {
  return isMap(value) && value.kind === 'analysis-use';
}
