import type { StringMap } from '../../kubernetes/labels';
import { checkAnnotations } from '../../kubernetes/names';
import type { JsonObject } from '../../manifest/manifest';
import { type Problem, wrongValue } from '../../problem/problem';
import { requireCall } from '../../shape/check';
import type { ReleaseSurroundings } from '../context';
import type { Router, RouterContext, RouterPlan } from '../router';
import { toJsonObject } from '../wire';
import {
  checkIngress,
  ingressesOf,
  OWN_INGRESS,
  planIngress,
  type RoutedIngressOptions,
  servicePortOf,
  withExposed,
} from './ingress';

/** The Ingress whose traffic NGINX splits, and what its copy for the new version says. */
export interface NginxIngressOptions extends RoutedIngressOptions {
  /**
   * Annotations of the copy, without their prefix: `{ 'canary-by-header': 'x-canary' }`.
   * @default none
   */
  readonly additionalIngressAnnotations?: StringMap;
  /** Annotations of the copy, as they are. @default none */
  readonly canaryIngressAnnotations?: StringMap;
}

const SUPPORTS = {
  headerRoute: false,
  mirrorRoute: false,
  experimentWeight: false,
  maxTrafficWeight: true,
  pingPong: false,
} as const;

/** Annotations of the copy that the controller writes. */
const WRITTEN = ['canary', 'canary-weight', 'canary-weight-total'];

/**
 * The NGINX Ingress controller: makes an Ingress to the stable Service. While a release runs, the
 * controller adds a copy of it for the new version, and leaves the Ingress itself as it is.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/nginx/
 */
export function nginxIngress(options: NginxIngressOptions = {}): Router<typeof SUPPORTS> {
  requireCall('nginxIngress', options);
  return {
    kind: 'NGINX Ingress',
    supports: SUPPORTS,
    exposed: { waysIn: ['nginx'], keepsRoutesOf: keepsExposed(options) ? ['nginx'] : [] },
    opensGateway: options.existing === undefined,
    plan: (context) => planNginx(options, context),
    check: (field, surroundings) => [
      ...checkIngress(field, options),
      ...checkCopy(field, options),
      ...checkHosts(field, options, surroundings),
    ],
  };
}

function planNginx(options: NginxIngressOptions, context: RouterContext): RouterPlan {
  const [first, ...others] = ingressesOf(options, context);
  const nginx: JsonObject = toJsonObject({
    ...(others.length === 0 ? { stableIngress: first } : { stableIngresses: [first, ...others] }),
    annotationPrefix: options.annotationPrefix,
    additionalIngressAnnotations: options.additionalIngressAnnotations,
    canaryIngressAnnotations: options.canaryIngressAnnotations,
  });
  return {
    trafficRouting: { nginx },
    manifests:
      context.exposed?.kind === 'Ingress' && keepsExposed(options)
        ? []
        : planIngress(withExposed(options, context), context, 'nginx', {
            service: context.services.stable,
            port: { number: servicePortOf(options, context) },
          }),
    controllerOwned: [],
  };
}

/** The Ingress that `exposed` makes will do, unless the router is told of another. */
function keepsExposed(options: NginxIngressOptions): boolean {
  return OWN_INGRESS.every((key) => options[key] === undefined);
}

/** An Ingress without hosts would take the requests of all others that come by this controller. */
function checkHosts(
  field: string,
  { hosts, existing }: NginxIngressOptions,
  { wayIn }: Pick<ReleaseSurroundings, 'wayIn'> = {},
): readonly Problem[] {
  if (hosts !== undefined || existing !== undefined || wayIn === 'nginx') return [];
  return [
    {
      field: `${field}.hosts`,
      message:
        'is missing, and an Ingress without hosts takes the requests of every host: name its hosts, or ' +
        "Ingresses of your own in `existing`, or add `exposed` to a microservice by ingress 'nginx'",
    },
  ];
}

function checkCopy(field: string, options: NginxIngressOptions): readonly Problem[] {
  const { additionalIngressAnnotations = {}, canaryIngressAnnotations = {} } = options;
  return [
    ...checkAnnotations(`${field}.additionalIngressAnnotations`, additionalIngressAnnotations),
    ...checkAnnotations(`${field}.canaryIngressAnnotations`, canaryIngressAnnotations),
    ...Object.keys(additionalIngressAnnotations)
      .filter((key) => WRITTEN.includes(key))
      .map((key) =>
        wrongValue(
          `${field}.additionalIngressAnnotations`,
          key,
          'another annotation: the controller writes this one as the steps say',
        ),
      ),
  ];
}
