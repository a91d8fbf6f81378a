import { hostOf, renderAddress } from '../endpoint/address';
import type { Endpoint } from '../endpoint/endpoint';
import { problemsOf } from '../endpoint/problems';
import { type Problem, wrongValue } from '../problem/problem';

/** Some of the pods behind an endpoint: a subset of its DestinationRule, from `rule.subset('v1')`. */
export interface SubsetDestination {
  readonly kind: 'subset';
  readonly endpoint: Endpoint;
  readonly subset: string;
}

/** Where requests may go: an endpoint, or a part of the pods behind it. There is none but of what exists. */
export type Destination = Endpoint | SubsetDestination;

/** One of several destinations, with its part. */
export interface Weighted {
  readonly to: Destination;
  /** Percentage of the requests; all of a route add up to 100. @default 100, where it is the only one */
  readonly weight?: number;
}

/** The endpoint of a destination. */
export function endpointOf(destination: Destination): Endpoint {
  return destination.kind === 'subset' ? destination.endpoint : destination;
}

/** One destination, or several, as a list. */
export function weightedOf<W extends Weighted>(
  route: Destination | readonly (Weighted | W)[],
): readonly (Weighted | W)[] {
  return isList(route) ? route : [{ to: route }];
}

function isList<W>(route: Destination | readonly W[]): route is readonly W[] {
  return Array.isArray(route);
}

/** The host of an endpoint as seen from a namespace. */
export function hostIn(endpoint: Endpoint, namespace: string | undefined): string {
  return renderAddress(hostOf(endpoint), namespace);
}

/** A destination in Istio's words. */
export function planDestination(destination: Destination, namespace: string | undefined) {
  const endpoint = endpointOf(destination);
  return {
    host: hostIn(endpoint, namespace),
    subset: destination.kind === 'subset' ? destination.subset : undefined,
    port: { number: endpoint.port },
  };
}

/** Checks a destination: its own mistakes, and that it can be routed to at all. */
export function checkDestination(field: string, destination: Destination): readonly Problem[] {
  const endpoint = endpointOf(destination);
  return [
    ...(endpoint.protocol === 'TCP'
      ? []
      : [wrongValue(field, endpoint.protocol, 'an endpoint of protocol TCP')]),
    ...problemsOf(field, endpoint),
  ];
}

/** Checks all destinations of a route, and that their parts are all there is. */
export function checkRoute(
  field: string,
  route: Destination | readonly Weighted[],
): readonly Problem[] {
  if (!isList(route)) return checkDestination(field, route);
  return [
    ...route.flatMap(({ to }, index) => checkDestination(`${field}[${index}].to`, to)),
    ...checkWeights(
      field,
      route.map(({ weight }) => weight),
    ),
  ];
}

/** Checks weights: whole percentages that add up to 100. */
export function checkWeights(
  field: string,
  weights: readonly (number | undefined)[],
): readonly Problem[] {
  if (weights.length === 0) return [{ field, message: 'is empty: name at least one destination' }];
  const wrong = weights.flatMap((weight, index) => {
    if (weight === undefined)
      return weights.length === 1
        ? []
        : [{ field: `${field}[${index}].weight`, message: 'is missing: each of several has one' }];
    return Number.isInteger(weight) && weight >= 0 && weight <= 100
      ? []
      : [wrongValue(`${field}[${index}].weight`, weight, 'a whole number from 0 to 100')];
  });
  if (wrong.length > 0) return wrong;
  const sum = weights.reduce((total: number, weight) => total + (weight ?? 100), 0);
  return sum === 100 ? [] : [wrongValue(field, sum, 'weights that add up to 100')];
}
