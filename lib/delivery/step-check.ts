import { checkDuration } from '../kubernetes/duration';
import { checkDnsLabel } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import { type CanaryRelease, managedRoutesOf, servicesIn } from './canary';
import type { ReleaseSurroundings } from './context';
import { checkExperiment } from './experiment-check';
import { checkLoad, checkRoutesLeadToPods } from './load-check';
import { checkCount } from './options';
import { checkReleaseAnalysis } from './release-analysis';
import type { CanaryScale, HeaderRouteStep, MirrorRouteStep, Step, TextMatch } from './step';

/** Checks each step of a canary, and that one leads to the next. */
export function checkSteps(
  field: string,
  release: CanaryRelease,
  { name, replicas }: ReleaseSurroundings,
): readonly Problem[] {
  const { steps = [] } = release;
  const problems = [
    ...steps.flatMap((step, index) => checkStep(`${field}[${index}]`, step, release, name)),
    ...checkStepsBack(field, steps),
    ...checkRemovals(field, steps),
  ];
  return problems.length > 0
    ? problems
    : [...checkLoad(field, release, replicas), ...checkRoutesLeadToPods(field, release)];
}

function checkStep(
  field: string,
  step: Step,
  release: CanaryRelease,
  workload: string,
): readonly Problem[] {
  switch (step.kind) {
    case 'setWeight':
      return checkWeight(`${field}.weight`, step.weight, release.maxTrafficWeight);
    case 'pause':
      return checkDuration(`${field}.duration`, step.duration, 1);
    case 'setCanaryScale':
      return release.router === undefined
        ? [{ field, message: 'canaryScale() needs a router: add one, or leave the step out' }]
        : checkScale(`${field}.scale`, step.scale, release.maxTrafficWeight);
    case 'setHeaderRoute':
    case 'setMirrorRoute':
      return checkRoute(field, step, release, workload);
    case 'analysis':
      return checkReleaseAnalysis(`${field}.analysis`, step.analysis);
    case 'experiment':
      return checkExperiment(`${field}.experiment`, step.experiment, release.router);
    case 'plugin':
      return step.name === ''
        ? [wrongValue(`${field}.name`, '', "the plugin's name, such as 'example/step'")]
        : [];
  }
}

function checkWeight(field: string, weight: number, most = 100): readonly Problem[] {
  if (Number.isInteger(weight) && weight >= 0 && weight <= most) return [];
  return [wrongValue(field, weight, `a whole number from 0 to ${most}`)];
}

function checkScale(
  field: string,
  scale: CanaryScale,
  most: number | undefined,
): readonly Problem[] {
  return [
    ...checkCount(`${field}.replicas`, scale.replicas, 0),
    ...(scale.weight === undefined ? [] : checkWeight(`${field}.weight`, scale.weight, most)),
  ];
}

function checkRoute(
  field: string,
  step: HeaderRouteStep | MirrorRouteStep,
  release: CanaryRelease,
  workload: string,
): readonly Problem[] {
  const { router } = release;
  const helper = step.kind === 'setHeaderRoute' ? 'headerRoute' : 'mirrorRoute';
  const routes = managedRoutesOf(release);
  const able = router?.supports[helper];
  if (router === undefined || able !== true)
    return [
      {
        field,
        message: `${helper}() needs a router that has such routes${
          router === undefined ? '' : `, which ${router.kind} hasn't`
        }: leave the step out, or take another router`,
      },
    ];
  return [
    ...checkDnsLabel(`${field}.name`, step.name),
    ...checkRouteName(`${field}.name`, step.name, release, workload),
    ...(routes.includes(step.name)
      ? []
      : [
          wrongValue(
            `${field}.name`,
            step.name,
            `a route in managedRoutes: ${routes.map((name) => `'${name}'`).join(', ') || 'none'}`,
          ),
        ]),
    ...(step.kind === 'setHeaderRoute'
      ? step.match.flatMap(({ header, ...value }, index) => [
          ...checkHeaderName(`${field}.match[${index}].header`, header),
          ...checkText(`${field}.match[${index}]`, value),
          ...(router.headerMatch === 'exact' && value.exact === undefined
            ? [
                wrongValue(
                  `${field}.match[${index}]`,
                  value,
                  `exact: ${router.kind} knows no other`,
                ),
              ]
            : []),
        ])
      : checkMirror(field, step)),
  ];
}

/** The controller takes a managed route away by its name when the release ends. */
export function checkRouteName(
  field: string,
  route: string,
  release: CanaryRelease,
  workload: string,
): readonly Problem[] {
  const services = servicesIn(release, workload);
  return release.router?.keepsRoute?.(route, { name: workload, services }) === true
    ? [wrongValue(field, route, 'another name: this one is of routes that stay')]
    : [];
}

function checkMirror(field: string, { match, percentage }: MirrorRouteStep): readonly Problem[] {
  return [
    ...(percentage === undefined ||
    (Number.isInteger(percentage) && percentage >= 1 && percentage <= 100)
      ? []
      : [wrongValue(`${field}.percentage`, percentage, 'a whole number from 1 to 100')]),
    ...match.flatMap(({ method, path, headers = {} }, index) => {
      const place = `${field}.match[${index}]`;
      return [
        ...(method === undefined && path === undefined && Object.keys(headers).length === 0
          ? [{ field: place, message: 'is empty: say a method, a path or headers' }]
          : []),
        ...(method === undefined ? [] : checkText(`${place}.method`, method)),
        ...(path === undefined ? [] : checkText(`${place}.path`, path)),
        ...Object.entries(headers).flatMap(([header, value]) => [
          ...checkHeaderName(`${place}.headers`, header),
          ...checkText(`${place}.headers.${header}`, value),
        ]),
      ];
    }),
  ];
}

function checkHeaderName(field: string, name: string): readonly Problem[] {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name)
    ? []
    : [wrongValue(field, name, "the name of a header, such as 'x-canary'")];
}

function checkText(field: string, match: TextMatch): readonly Problem[] {
  const texts = [match.exact, match.prefix, match.regex].filter((text) => text !== undefined);
  return texts.length === 1 && texts[0] !== ''
    ? []
    : [wrongValue(field, match, 'a text in one of exact, prefix or regex')];
}

/** A weight that is less than the one before sends users back to the old version, which few mean. */
function checkStepsBack(field: string, steps: readonly Step[]): readonly Problem[] {
  let before = 0;
  return steps.flatMap((step, index) => {
    if (step.kind !== 'setWeight') return [];
    const problems =
      step.weight >= 0 && step.weight < before && step.isStepBack !== true
        ? [
            wrongValue(
              `${field}[${index}].weight`,
              step.weight,
              `at least the ${before} of the step before, or weight(${step.weight}, { isStepBack: true })`,
            ),
          ]
        : [];
    before = step.weight;
    return problems;
  });
}

/** A route without a match is taken away, which has to have been set. */
function checkRemovals(field: string, steps: readonly Step[]): readonly Problem[] {
  const set = new Set<string>();
  return steps.flatMap((step, index) => {
    if (step.kind !== 'setHeaderRoute' && step.kind !== 'setMirrorRoute') return [];
    if (step.match.length > 0) {
      set.add(step.name);
      return [];
    }
    return set.delete(step.name)
      ? []
      : [
          {
            field: `${field}[${index}]`,
            message: `takes away the route '${step.name}', which no step before it sets: say what it matches`,
          },
        ];
  });
}
