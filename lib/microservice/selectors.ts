import { isRolloutRelease } from '../delivery/release';
import { servicesOf } from '../delivery/rollout-plan';
import { isSideBySide, mainSelector, versionsWithService } from '../delivery/side-by-side';
import type { StringMap } from '../kubernetes/labels';
import { podSelector } from '../pod/plan';
import type { MicroserviceProps } from './spec';

/** Labels that the Services of a microservice select by. */
export interface ServiceSelectors {
  /** Of the Service of its name, and of further ones in front of the same pods. */
  readonly main: StringMap;
  /** Of Services of single versions, by name. */
  readonly versions: Readonly<Record<string, StringMap>>;
}

/** Labels that select the pods of all versions, or of one that runs beside another. */
export function versionSelector(name: string, version: string | undefined): StringMap {
  return { ...podSelector(name), ...(version !== undefined && { version }) };
}

/** What the Services of a microservice select. */
export function serviceSelectors({ release }: MicroserviceProps, name: string): ServiceSelectors {
  const all = podSelector(name);
  if (isSideBySide(release))
    return {
      main: { ...all, ...mainSelector(release) },
      versions: Object.fromEntries(
        versionsWithService(release).map((version) => [
          `${name}-${version}`,
          versionSelector(name, version),
        ]),
      ),
    };
  const services = isRolloutRelease(release) ? servicesOf(release, name) : [];
  const ofVersions = services.filter((service) => service !== name);
  return { main: all, versions: Object.fromEntries(ofVersions.map((service) => [service, all])) };
}

/** Services of single versions, beside the one of the microservice's name. */
export function versionServices(props: MicroserviceProps, name: string): readonly string[] {
  return Object.keys(serviceSelectors(props, name).versions);
}
