import { isSideBySide, scalingOf, versionsOf } from '../delivery/side-by-side';
import type { StringMap } from '../kubernetes/labels';
import type { MicroserviceContext } from './context';
import { versionSelector } from './selectors';
import type { MicroserviceProps, Scaling } from './spec';

/** One of a microservice's workloads: the only one, or one of the versions that run side by side. */
export interface WorkloadPart {
  /** Name of the workload, its autoscaler and its disruption budget. */
  readonly name: string;
  readonly image: string;
  /** Labels that select its pods, and no other's. */
  readonly selector: StringMap;
  readonly scaling: number | Scaling;
  /** Whether it has the number of pods that the microservice says. */
  readonly isScaledAsSaid: boolean;
}

/** A microservice's workloads, that which callers get first. */
export function partsOf(
  { release, replicas }: MicroserviceProps,
  { name, versionImages, replicas: usual }: MicroserviceContext,
  image: string,
): readonly WorkloadPart[] {
  const scaling = replicas ?? usual;
  if (!isSideBySide(release))
    return [
      { name, image, selector: versionSelector(name, undefined), scaling, isScaledAsSaid: true },
    ];
  return versionsOf(release).map(({ version }) => {
    const own = scalingOf(release, version, scaling);
    return {
      name: `${name}-${version}`,
      image: versionImages[version] ?? image,
      selector: versionSelector(name, version),
      scaling: own,
      isScaledAsSaid: own === scaling,
    };
  });
}

/** The number of pods that can be counted on. */
export function leastOf(scaling: number | Scaling): number {
  return typeof scaling === 'number' ? scaling : scaling.min;
}

/** The number of pods that there may be, a release apart. */
export function mostOf(scaling: number | Scaling): number {
  return typeof scaling === 'number' ? scaling : scaling.max;
}
