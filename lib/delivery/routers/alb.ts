import { checkDuration, type Duration, findSeconds } from '../../kubernetes/duration';
import { checkServiceName } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';
import { requireCall } from '../../shape/check';
import type { ControllerOwned } from '../context';
import type { Router, RouterContext, RouterPlan } from '../router';
import { toJsonObject } from '../wire';
import {
  checkIngress,
  ingressesOf,
  planIngress,
  type RoutedIngressOptions,
  servicePortOf,
  withExposed,
} from './ingress';

/** The Ingress whose traffic an Application Load Balancer splits. */
export interface AlbOptions extends RoutedIngressOptions {
  /**
   * Service that rules of the Ingress name, and by which the action is called.
   * @default the stable Service, or the workload's with `pingPong`
   */
  readonly rootService?: string;
  /** How long a client stays with the version that it got, from 1s to 7 days. @default not at all */
  readonly stickiness?: Duration;
}

const SUPPORTS = {
  headerRoute: true,
  mirrorRoute: false,
  experimentWeight: true,
  maxTrafficWeight: false,
  pingPong: true,
} as const;

const PREFIX = 'alb.ingress.kubernetes.io';

/** Annotation in which the controller remembers which actions are its own. */
const MANAGED = 'rollouts.argoproj.io/managed-alb-actions';

/** The port by which an Ingress says that an annotation tells where the traffic goes. */
const USE_ANNOTATION = 'use-annotation';

const SEVEN_DAYS = 7 * 24 * 3600;

/**
 * The AWS Load Balancer Controller: makes an Ingress, and the action by which it splits the traffic.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/alb/
 */
export function alb(options: AlbOptions = {}): Router<typeof SUPPORTS> {
  requireCall('alb', options);
  return {
    kind: 'ALB',
    supports: SUPPORTS,
    headerMatch: 'exact',
    // A route by header is an action, and is named as a Service in the Ingress.
    keepsRoute: (route, { name, services }) =>
      [name, services.stable, services.canary, options.rootService].includes(route),
    exposed: { waysIn: ['ingress'], lacks: ['timeout'] },
    opensGateway: options.existing === undefined,
    plan: (context) => planAlb(withExposed(options, context), context),
    check: (field) => [
      ...checkIngress(field, options),
      ...(options.rootService === undefined
        ? []
        : checkServiceName(`${field}.rootService`, options.rootService)),
      ...checkStickiness(`${field}.stickiness`, options.stickiness),
    ],
  };
}

function planAlb(options: AlbOptions, context: RouterContext): RouterPlan {
  const ingresses = ingressesOf(options, context);
  const [first, ...others] = ingresses;
  const { annotationPrefix, stickiness } = options;
  const action = actionOf(options, context);
  return {
    trafficRouting: {
      alb: toJsonObject({
        ...(others.length === 0 ? { ingress: first } : { ingresses }),
        servicePort: servicePortOf(options, context),
        // With Services that take turns, the controller has to be told it in any case.
        rootService:
          action === context.services.stable && context.takesTurns !== true ? undefined : action,
        annotationPrefix,
        stickinessConfig:
          stickiness === undefined
            ? undefined
            : { enabled: true, durationSeconds: findSeconds(stickiness) },
      }),
    },
    manifests: planIngress(
      options,
      context,
      'alb',
      { service: action, port: { name: USE_ANNOTATION } },
      { [annotation(options, 'actions', action)]: planAction(options, context) },
    ),
    controllerOwned: ingresses.map((name) => ingressOwned(name, options, context)),
  };
}

/** Services that take turns are none that others could name. */
function actionOf({ rootService }: AlbOptions, { name, services }: RouterContext): string {
  return rootService ?? (services.stable === name ? services.stable : name);
}

function annotation({ annotationPrefix = PREFIX }: AlbOptions, what: string, name: string) {
  return `${annotationPrefix}/${what}.${name}`;
}

/** Word by word what the controller writes when no release runs. */
function planAction(options: AlbOptions, context: RouterContext): string {
  const { services } = context;
  const ServicePort = String(servicePortOf(options, context));
  const { stickiness } = options;
  return JSON.stringify({
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: [
        { ServiceName: services.canary, ServicePort, Weight: 0 },
        { ServiceName: services.stable, ServicePort, Weight: 100 },
      ],
      ...(stickiness !== undefined && {
        TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: findSeconds(stickiness) },
      }),
    },
  });
}

/** Routes by header get an action, a condition and a path each. */
function ingressOwned(name: string, options: AlbOptions, context: RouterContext): ControllerOwned {
  const { managedRoutes } = context;
  const annotations = [
    annotation(options, 'actions', actionOf(options, context)),
    MANAGED,
    ...managedRoutes.flatMap((route) => [
      annotation(options, 'actions', route),
      annotation(options, 'conditions', route),
    ]),
  ];
  return {
    group: 'networking.k8s.io',
    kind: 'Ingress',
    name,
    fields: [
      ...annotations.map((key) => `.metadata.annotations["${key}"]`),
      ...managedRoutes.map(
        (route) => `.spec.rules[].http.paths[] | select(.backend.service.name == "${route}")`,
      ),
    ],
  };
}

function checkStickiness(field: string, stickiness: Duration | undefined): readonly Problem[] {
  if (stickiness === undefined) return [];
  const seconds = findSeconds(stickiness);
  return seconds !== undefined && seconds > SEVEN_DAYS
    ? [wrongValue(field, stickiness, 'at most 7 days, 168h')]
    : checkDuration(field, stickiness, 1);
}
