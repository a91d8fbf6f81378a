/** How big a workload is. */
export interface Size {
  readonly services: number;
  readonly environments: number;
}

/** Objects of one service in one environment. */
export const OBJECTS_PER_SERVICE = 10;

/** Services of which each calls the one before it. */
export const CHAIN = 10;

/** Objects of a whole workload. */
export function countObjects({ services, environments }: Size): number {
  return services * environments * OBJECTS_PER_SERVICE;
}

/** A size as it is given and shown: `200x4`. */
export function sizeText({ services, environments }: Size): string {
  return `${services}x${environments}`;
}

/** The size that a text such as `200x4` gives, if it does. */
export function findSize(text: string): Size | undefined {
  const [, services, environments] = /^([1-9]\d{0,4})x([1-9]\d?)$/.exec(text) ?? [];
  if (services === undefined || environments === undefined) return undefined;
  return { services: Number(services), environments: Number(environments) };
}
