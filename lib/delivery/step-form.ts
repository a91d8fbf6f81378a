import {
  ANYTHING,
  type Form,
  listOf,
  type MemberForms,
  mapOf,
  objectOf,
  oneOf,
  only,
  TEXT,
  TRUE_OR_FALSE,
} from '../problem/form';
import { wrongValue } from '../problem/problem';
import { isMap } from '../problem/shape';
import type { Step } from './step';

/** Labels and annotations. */
export const METADATA = objectOf({ labels: mapOf(ANYTHING), annotations: mapOf(ANYTHING) });

const TEMPLATE = only(
  "a template's name, { name: ... } or a template",
  (value) =>
    typeof value === 'string' ||
    (isMap(value) && (typeof value.plan === 'function' || typeof value.name === 'string')),
);

const ARGUMENT = only(
  "text, { podTemplateHash: 'Latest' }, { podTemplateHash: 'Stable' } or { field: ... }",
  (value) =>
    typeof value === 'string' ||
    (isMap(value) &&
      (['Latest', 'Stable'].some((hash) => hash === value.podTemplateHash) ||
        typeof value.field === 'string')),
);

/** Members of an analysis, wherever it is. */
export const ANALYSIS_MEMBERS = {
  templates: listOf(TEMPLATE),
  args: mapOf(ARGUMENT),
  dryRun: listOf(TEXT),
  measurementRetention: mapOf(ANYTHING),
  metadata: METADATA,
} satisfies MemberForms;

const EXPERIMENT = objectOf(
  {
    templates: mapOf(
      objectOf(
        {
          specRef: oneOf('canary', 'stable'),
          replicas: ANYTHING,
          weight: ANYTHING,
          service: only(
            'true or { name: ... }',
            (value) => value === true || (isMap(value) && typeof value.name === 'string'),
          ),
          metadata: METADATA,
          selector: mapOf(ANYTHING),
        },
        'specRef',
      ),
    ),
    analyses: mapOf(
      objectOf(
        { template: TEMPLATE, args: mapOf(ARGUMENT), requiredForCompletion: TRUE_OR_FALSE },
        'template',
      ),
    ),
    duration: ANYTHING,
    scaleDownDelay: ANYTHING,
    dryRun: listOf(TEXT),
    metadata: METADATA,
  },
  'templates',
);

const SCALE = only(
  'one of { replicas: 1 }, { weight: 25 } and { matchTrafficWeight: true }',
  (value) => {
    if (!isMap(value)) return false;
    const said = Object.entries(value).filter(([, one]) => one !== undefined);
    const [[key, one] = []] = said;
    if (said.length !== 1) return false;
    return key === 'matchTrafficWeight' ? one === true : key === 'replicas' || key === 'weight';
  },
);

/** A text in one of three ways; which, is for the check of the step. */
const MATCH = mapOf(TEXT);

const FORMS: Readonly<Record<Step['kind'], Form>> = {
  setWeight: stepOf({ weight: ANYTHING, isStepBack: TRUE_OR_FALSE }, 'weight'),
  pause: stepOf({ duration: ANYTHING }),
  setCanaryScale: stepOf({ scale: SCALE }, 'scale'),
  setHeaderRoute: stepOf(
    {
      name: TEXT,
      match: listOf(objectOf({ header: TEXT, exact: TEXT, prefix: TEXT, regex: TEXT }, 'header')),
    },
    'name',
    'match',
  ),
  setMirrorRoute: stepOf(
    {
      name: TEXT,
      match: listOf(objectOf({ method: MATCH, path: MATCH, headers: mapOf(MATCH) })),
      percentage: ANYTHING,
    },
    'name',
    'match',
  ),
  analysis: stepOf({ analysis: objectOf(ANALYSIS_MEMBERS, 'templates') }, 'analysis'),
  experiment: stepOf({ experiment: EXPERIMENT }, 'experiment'),
  plugin: stepOf({ name: TEXT, config: mapOf(ANYTHING) }, 'name'),
};

function stepOf(members: MemberForms, ...needed: readonly string[]): Form {
  return objectOf({ kind: ANYTHING, ...members }, ...needed);
}

/** A step of a canary. */
export const STEP: Form = (field, value) => {
  const kind = isMap(value) ? value.kind : undefined;
  const found = Object.entries(FORMS).find(([one]) => one === kind);
  return found === undefined
    ? [wrongValue(field, value, "a step: weight(20), pause('5m') and the like")]
    : found[1](field, value);
};
