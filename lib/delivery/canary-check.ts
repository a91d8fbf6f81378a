import { checkDuration, findSeconds } from '../kubernetes/duration';
import { checkDnsLabel, checkServiceName } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import { type CanaryRelease, canaryServices, managedRoutesOf } from './canary';
import type { ReleaseSurroundings } from './context';
import { checkCount, checkRevisionLimit, checkRolloutOptions } from './options';
import { checkShares } from './pod-share';
import { checkReleaseAnalysis, timingOf } from './release-analysis';
import { checkRouteName, checkSteps } from './step-check';
import { checkAntiAffinity, checkVersionMetadata } from './versions';

/** Fields that the controller refuses or leaves alone where no router splits the traffic. */
const ROUTED_FIELDS = [
  'scaleDownDelay',
  'abortScaleDownDelay',
  'dynamicStableScale',
  'minPodsPerReplicaSet',
  'maxTrafficWeight',
  'managedRoutes',
  'stableService',
  'canaryService',
  'pingPong',
] as const;

/** Checks that a canary can move at all, and end. */
export function checkCanary(
  field: string,
  release: CanaryRelease,
  surroundings: ReleaseSurroundings,
): readonly Problem[] {
  const { selector } = surroundings;
  return [
    ...checkRolloutOptions(field, release),
    ...checkShares(
      field,
      release.maxSurge ?? '25%',
      release.maxUnavailable ?? (release.router === undefined ? 0 : '25%'),
    ),
    ...checkRouting(field, release, surroundings),
    ...checkRevisionLimit(
      `${field}.scaleDownDelayRevisionLimit`,
      release.scaleDownDelayRevisionLimit,
      release,
    ),
    ...checkThreshold(`${field}.replicaProgressThreshold`, release),
    ...checkAntiAffinity(`${field}.antiAffinity`, release.antiAffinity),
    ...checkVersionMetadata(`${field}.canaryMetadata`, release.canaryMetadata, selector),
    ...checkVersionMetadata(`${field}.stableMetadata`, release.stableMetadata, selector),
    ...checkBackground(`${field}.analysis`, release),
    ...checkSteps(`${field}.steps`, release, surroundings),
  ];
}

function checkRouting(
  field: string,
  release: CanaryRelease,
  surroundings: ReleaseSurroundings,
): readonly Problem[] {
  const { router } = release;
  if (router === undefined)
    return ROUTED_FIELDS.filter((key) => release[key] !== undefined && release[key] !== false).map(
      (key) => ({
        field: `${field}.${key}`,
        message: 'needs a router: add one, or leave it out',
      }),
    );
  return [
    ...(router.check?.(`${field}.router`, surroundings) ?? []),
    ...checkDelays(field, release),
    ...checkCount(`${field}.minPodsPerReplicaSet`, release.minPodsPerReplicaSet, 1),
    ...checkCount(`${field}.maxTrafficWeight`, release.maxTrafficWeight, 1),
    ...(release.maxTrafficWeight === undefined || router.supports.maxTrafficWeight
      ? []
      : [unable(`${field}.maxTrafficWeight`, router.kind, 'weights beyond 100')]),
    ...checkManagedRoutes(`${field}.managedRoutes`, release, surroundings.name),
    ...checkServices(field, release, surroundings.name),
  ];
}

function checkDelays(field: string, release: CanaryRelease): readonly Problem[] {
  const { scaleDownDelay, abortScaleDownDelay, dynamicStableScale } = release;
  return [
    ...checkDuration(`${field}.scaleDownDelay`, scaleDownDelay),
    ...(abortScaleDownDelay === 'never'
      ? []
      : checkDuration(`${field}.abortScaleDownDelay`, abortScaleDownDelay, 1)),
    ...(dynamicStableScale === true && scaleDownDelay !== undefined
      ? [
          wrongValue(
            `${field}.scaleDownDelay`,
            scaleDownDelay,
            'none beside dynamicStableScale, which leaves no old pods to keep',
          ),
        ]
      : []),
  ];
}

function checkManagedRoutes(
  field: string,
  { managedRoutes = [], ...release }: CanaryRelease,
  workload: string,
): readonly Problem[] {
  const ofSteps = managedRoutesOf(release);
  return managedRoutes.flatMap((route, index) => [
    ...(managedRoutes.indexOf(route) < index
      ? [wrongValue(`${field}[${index}]`, route, 'each route once')]
      : []),
    ...(ofSteps.includes(route)
      ? []
      : [
          ...checkDnsLabel(`${field}[${index}]`, route),
          ...checkRouteName(`${field}[${index}]`, route, release, workload),
        ]),
  ]);
}

function checkServices(field: string, release: CanaryRelease, name: string): readonly Problem[] {
  const { pingPong, router } = release;
  if (router?.services === 'shared') return checkSharedService(field, release, router.kind);
  const services = canaryServices(release, name);
  if (services === undefined || router === undefined) return [];
  const [first, second] =
    pingPong === undefined
      ? (['stableService', 'canaryService'] as const)
      : (['pingPong.pingService', 'pingPong.pongService'] as const);
  return [
    ...(name === '' && pingPong === undefined
      ? []
      : [
          ...checkServiceName(`${field}.${first}`, services.stable),
          ...checkServiceName(`${field}.${second}`, services.canary),
        ]),
    ...(services.stable === services.canary
      ? [wrongValue(`${field}.${second}`, services.canary, `another Service than ${first}`)]
      : []),
    ...(pingPong === undefined || router.supports.pingPong
      ? []
      : [unable(`${field}.pingPong`, router.kind, 'two Services that take turns')]),
    ...(pingPong === undefined
      ? []
      : (['stableService', 'canaryService'] as const)
          .filter((key) => release[key] !== undefined)
          .map((key) => wrongValue(`${field}.${key}`, release[key], 'none beside pingPong'))),
  ];
}

/** A Service whose pods are those of one version would leave the other without any. */
function checkSharedService(
  field: string,
  release: CanaryRelease,
  kind: string,
): readonly Problem[] {
  return (['stableService', 'canaryService', 'pingPong'] as const)
    .filter((key) => release[key] !== undefined)
    .map((key) =>
      wrongValue(`${field}.${key}`, release[key], `none with ${kind}, which needs but one Service`),
    );
}

function checkThreshold(field: string, release: CanaryRelease): readonly Problem[] {
  const threshold = release.replicaProgressThreshold;
  if (threshold === undefined) return [];
  const { type, value } = threshold;
  const most = type === 'Percent' ? 100 : 2 ** 31 - 1;
  if (Number.isInteger(value) && value >= 1 && value <= most) return [];
  return [
    wrongValue(
      `${field}.value`,
      value,
      type === 'Percent' ? 'a whole number from 1 to 100' : 'a whole number from 1',
    ),
  ];
}

/** An analysis beside the steps has no time of its own: it ends when they do. */
function checkBackground(field: string, release: CanaryRelease): readonly Problem[] {
  const { analysis, steps = [] } = release;
  if (analysis === undefined) return [];
  const { startingStep: start = 0 } = analysis;
  const problems = checkReleaseAnalysis(field, analysis, 'background');
  if (!Number.isInteger(start) || start < 0 || start >= Math.max(1, steps.length))
    return [
      ...problems,
      wrongValue(
        `${field}.startingStep`,
        start,
        `the index of a step, 0 to ${Math.max(0, steps.length - 1)}`,
      ),
    ];
  return [...problems, ...checkTime(field, release, start)];
}

function checkTime(field: string, release: CanaryRelease, start: number): readonly Problem[] {
  const { analysis, steps = [] } = release;
  const rest = steps.slice(start);
  const isOpen = rest.some((step) =>
    step.kind === 'pause' ? step.duration === undefined : step.kind !== 'setWeight',
  );
  if (analysis === undefined || isOpen) return [];
  const seconds = rest.reduce(
    (sum, step) => sum + (step.kind === 'pause' ? (findSeconds(step.duration ?? '') ?? 0) : 0),
    0,
  );
  const timing = timingOf(analysis);
  const needed =
    timing === undefined ? 1 : Number.isFinite(timing.end) ? timing.end : timing.firstVerdict;
  if (seconds >= needed) return [];
  const what = timing === undefined ? 'more' : `${needed}s`;
  return [
    {
      field,
      message: `is stopped unfinished: from its start the steps pause for ${seconds}s, and it needs ${what}; add or lengthen a pause()`,
    },
  ];
}

function unable(field: string, kind: string, what: string): Problem {
  return {
    field,
    message: `needs a router that knows ${what}, which ${kind} doesn't: leave it out`,
  };
}
