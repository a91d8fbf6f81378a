import { checkImage } from '../kubernetes/image';
import { checkServiceName } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import type { ReleaseSurroundings } from './context';
import { checkDeploymentRelease } from './deployment-release';
import { MOST_LOAD } from './load-check';
import { checkCount } from './options';
import {
  type CanaryByIngress,
  isBlueGreen,
  type SideBySideRelease,
  versionsOf,
  WEIGHTED_WAYS_IN,
} from './side-by-side';

/** Checks that a switch between two Deployments is one that users notice. */
export function checkSideBySide(
  field: string,
  release: SideBySideRelease,
  surroundings: ReleaseSurroundings,
): readonly Problem[] {
  const { name } = surroundings;
  return [
    ...versionsOf(release).flatMap(({ version, image, field: place }) => [
      ...(name === '' ? [] : checkServiceName('name', `${name}-${version}`)),
      ...(image === undefined ? [] : checkImage(place.replace(/^release/, field), image)),
    ]),
    ...(release.each === undefined ? [] : checkDeploymentRelease(`${field}.each`, release.each)),
    ...checkKind(field, release, surroundings),
  ];
}

function checkKind(
  field: string,
  release: SideBySideRelease,
  { wayIn, replicas, isAutoscaled }: ReleaseSurroundings,
): readonly Problem[] {
  if (release.kind === 'canary-by-replicas')
    return [
      ...checkCount(`${field}.replicas`, release.replicas, 0),
      ...(isAutoscaled === true
        ? [
            {
              field,
              message:
                'needs a fixed number of pods, since they decide on the traffic: set `replicas` to a number, or take canaryByIngress()',
            },
          ]
        : []),
    ];
  const isMissing = release.kind !== 'blue-green-by-service' && wayIn === undefined;
  return [
    ...(isMissing
      ? [{ field, message: `needs a way in from outside: add \`exposed\`, or ${instead(release)}` }]
      : []),
    ...(isBlueGreen(release) ? checkActive(field, release.active) : checkWeight(field, release)),
    ...(release.kind !== 'canary-by-ingress' || wayIn !== 'ingress'
      ? []
      : [
          {
            field: `${field}.weight`,
            message: `is not for ingress 'ingress', whose controller isn't known: take an environment with one of ${WEIGHTED_WAYS_IN.map((kind) => `'${kind}'`).join(', ')}, or canaryByReplicas()`,
          },
        ]),
    ...(release.kind === 'canary-by-ingress' ? checkLoad(field, release, replicas) : []),
  ];
}

function instead(release: SideBySideRelease): string {
  return isBlueGreen(release) ? 'take blueGreenByService()' : 'take canaryByReplicas()';
}

function checkActive(field: string, active: string): readonly Problem[] {
  return active === 'blue' || active === 'green'
    ? []
    : [wrongValue(`${field}.active`, active, "'blue' or 'green'")];
}

function checkWeight(
  field: string,
  { weight, replicas }: Pick<CanaryByIngress, 'weight' | 'replicas'>,
): readonly Problem[] {
  return [
    ...(Number.isInteger(weight) && weight >= 0 && weight <= 100
      ? []
      : [wrongValue(`${field}.weight`, weight, 'a whole number from 0 to 100')]),
    ...checkCount(`${field}.replicas`, replicas, 0),
  ];
}

/** The new version's pods against its part of the traffic. */
function checkLoad(
  field: string,
  { weight, replicas: pods }: CanaryByIngress,
  replicas: number | undefined,
): readonly Problem[] {
  if (pods === undefined || replicas === undefined || replicas === 0) return [];
  if (weight / 100 <= (pods / replicas) * MOST_LOAD) return [];
  const least = Math.ceil((weight * replicas) / 100 / MOST_LOAD);
  return [
    wrongValue(
      `${field}.replicas`,
      pods,
      `at least ${least}, or ${weight} % of the traffic is more than ${MOST_LOAD} times their share`,
    ),
  ];
}
