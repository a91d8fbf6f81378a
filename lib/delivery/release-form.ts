import {
  ANYTHING,
  type Form,
  listOf,
  type MemberForms,
  objectOf,
  oneOf,
  only,
  TEXT,
  TRUE_OR_FALSE,
} from '../problem/form';
import { type Problem, wrongValue } from '../problem/problem';
import { isMap } from '../problem/shape';
import type { BlueGreenRelease } from './blue-green';
import type { CanaryRelease } from './canary';
import type { DeploymentRelease } from './deployment-release';
import type { SideBySideRelease } from './side-by-side';
import { ANALYSIS_MEMBERS, METADATA, STEP } from './step-form';

type Kind = (DeploymentRelease | CanaryRelease | BlueGreenRelease | SideBySideRelease)['kind'];

const RELEASE_OPTIONS = {
  kind: ANYTHING,
  minReady: ANYTHING,
  progressDeadline: ANYTHING,
  revisionHistoryLimit: ANYTHING,
} satisfies MemberForms;

const ROLLOUT_OPTIONS = {
  ...RELEASE_OPTIONS,
  progressDeadlineAbort: TRUE_OR_FALSE,
  rollbackWindow: ANYTHING,
  analysisHistory: objectOf({ successful: ANYTHING, unsuccessful: ANYTHING }),
  restartAt: ANYTHING,
  paused: TRUE_OR_FALSE,
  scaleDownDelay: ANYTHING,
  scaleDownDelayRevisionLimit: ANYTHING,
  abortScaleDownDelay: ANYTHING,
  maxUnavailable: ANYTHING,
  antiAffinity: only(
    "'required' or { preferred: 1 } with a weight up to 100",
    (value) => value === 'required' || (isMap(value) && 'preferred' in value),
  ),
} satisfies MemberForms;

const ROUTER = only(
  'a router such as istioByHost()',
  (value) => isMap(value) && isMap(value.supports) && typeof value.plan === 'function',
);

const DEPLOYMENT = {
  'rolling-update': objectOf({
    ...RELEASE_OPTIONS,
    maxSurge: ANYTHING,
    maxUnavailable: ANYTHING,
  }),
  recreate: objectOf(RELEASE_OPTIONS),
} satisfies Partial<Record<Kind, Form>>;

const EACH: Form = (field, value) => {
  const kind = isMap(value) ? value.kind : undefined;
  return kind === 'rolling-update' || kind === 'recreate'
    ? DEPLOYMENT[kind](field, value)
    : [wrongValue(field, value, 'what rollingUpdate() or recreate() gives')];
};

const BLUE_GREEN_DEPLOYMENTS = objectOf({
  kind: ANYTHING,
  each: EACH,
  active: ANYTHING,
  images: objectOf({ blue: ANYTHING, green: ANYTHING }),
});

const CANARY_DEPLOYMENTS = {
  kind: ANYTHING,
  each: EACH,
  image: ANYTHING,
  replicas: ANYTHING,
} satisfies MemberForms;

const FORMS: Readonly<Record<Kind, Form>> = {
  ...DEPLOYMENT,
  canary: objectOf({
    ...ROLLOUT_OPTIONS,
    analysis: objectOf({ ...ANALYSIS_MEMBERS, startingStep: ANYTHING }, 'templates'),
    maxSurge: ANYTHING,
    canaryMetadata: METADATA,
    stableMetadata: METADATA,
    replicaProgressThreshold: objectOf(
      { type: oneOf('Percent', 'Pods'), value: ANYTHING },
      'type',
      'value',
    ),
    dynamicStableScale: TRUE_OR_FALSE,
    minPodsPerReplicaSet: ANYTHING,
    maxTrafficWeight: ANYTHING,
    managedRoutes: listOf(TEXT),
    stableService: TEXT,
    canaryService: TEXT,
    pingPong: objectOf({ pingService: TEXT, pongService: TEXT }, 'pingService', 'pongService'),
    router: ROUTER,
    steps: listOf(STEP),
  }),
  'blue-green': objectOf({
    ...ROLLOUT_OPTIONS,
    previewReplicaCount: ANYTHING,
    autoPromotion: only(
      "'on', 'off' or { after: '10m' }",
      (value) => value === 'on' || value === 'off' || (isMap(value) && 'after' in value),
    ),
    prePromotionAnalysis: objectOf(ANALYSIS_MEMBERS, 'templates'),
    postPromotionAnalysis: objectOf(ANALYSIS_MEMBERS, 'templates'),
    activeMetadata: METADATA,
    previewMetadata: METADATA,
    activeService: TEXT,
    previewService: TEXT,
  }),
  'blue-green-by-service': BLUE_GREEN_DEPLOYMENTS,
  'blue-green-by-ingress': BLUE_GREEN_DEPLOYMENTS,
  'canary-by-ingress': objectOf({ ...CANARY_DEPLOYMENTS, weight: ANYTHING }, 'weight'),
  'canary-by-replicas': objectOf(CANARY_DEPLOYMENTS, 'replicas'),
};

/** Functions that give releases, by their kinds. */
const HELPERS = {
  'rolling-update': 'rollingUpdate()',
  recreate: 'recreate()',
  canary: 'canary()',
  'blue-green': 'blueGreen()',
  'blue-green-by-service': 'blueGreenByService()',
  'blue-green-by-ingress': 'blueGreenByIngress()',
  'canary-by-ingress': 'canaryByIngress()',
  'canary-by-replicas': 'canaryByReplicas()',
} satisfies Readonly<Record<Kind, string>>;

/** Kinds of releases that Rollouts know. */
export const ROLLOUT_KINDS = ['canary', 'blue-green'] as const satisfies readonly Kind[];

/** Checks what a release looks like, before its values are. @param kinds - those that may be */
export function checkReleaseForm(
  field: string,
  release: unknown,
  kinds?: readonly Kind[],
): readonly Problem[] {
  const allowed = Object.entries(HELPERS).filter(
    ([kind]) => kinds === undefined || kinds.some((one) => one === kind),
  );
  const found = isMap(release) ? allowed.find(([kind]) => kind === release.kind) : undefined;
  const form = Object.entries(FORMS).find(([kind]) => kind === found?.[0]);
  if (form === undefined)
    return [
      wrongValue(field, release, `what ${allowed.map(([, helper]) => helper).join(', ')} give`),
    ];
  return form[1](field, release);
}
