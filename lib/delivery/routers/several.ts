import { fieldsOf, isFields } from '../../manifest/fields';
import type { JsonObject } from '../../manifest/manifest';
import { InputError, type Problem, wrongValue } from '../../problem/problem';
import type { ExposedSupport, Router, RouterContext, RouterPlan, RouterSupport } from '../router';
import { findObject } from '../wire';

/** What all of several routers can do: a step that one of them passes over would reach only some users. */
export type SupportOf<R extends readonly Router[]> = {
  readonly [Key in keyof RouterSupport]: R[number]['supports'][Key] extends true ? true : false;
};

/** Stands for any workload, to see what routers would make of it. */
const SAMPLE: RouterContext = {
  name: 'workload',
  namespace: undefined,
  labels: {},
  selector: {},
  ports: [],
  services: { stable: 'workload', canary: 'workload-canary' },
  managedRoutes: [],
  hasExperimentTraffic: false,
};

/**
 * Several routers at once, each for the traffic that comes its way: `routers(istioByHost(), nginxIngress())`.
 * Each sets the same weights, and what one of them can't do, none of them does.
 */
export function routers<R extends readonly [Router, Router, ...Router[]]>(
  ...all: R
): Router<SupportOf<R>>;
export function routers(...all: readonly Router[]): Router {
  all.forEach(requireRouter);
  if (all.length < 2)
    throw new InputError([
      {
        field: 'routers()',
        message: `got ${all.length === 0 ? 'none' : 'one router'}, allowed at least two: routers(istioByHost(), nginxIngress())`,
      },
    ]);
  const isShared = all.every(({ services }) => services === 'shared');
  return {
    kind: all.map(({ kind }) => kind).join(' and '),
    supports: supportOf(all),
    services: isShared ? 'shared' : 'by-version',
    headerMatch: all.some(({ headerMatch }) => headerMatch === 'exact') ? 'exact' : 'any',
    exposed: exposedOf(all),
    opensGateway: all.some(({ opensGateway = false }) => opensGateway),
    plan: (context) => planAll(all, context),
    keepsRoute: (route, of) => all.some((router) => router.keepsRoute?.(route, of)),
    check: (field, surroundings) => [
      ...all.flatMap((router, index) => router.check?.(`${field}[${index}]`, surroundings) ?? []),
      ...checkServices(field, all, isShared),
      ...checkTogether(field, all),
    ],
  };
}

function requireRouter(router: unknown, index: number): void {
  const { kind, supports, plan } = fieldsOf(router);
  if (typeof kind === 'string' && isFields(supports) && typeof plan === 'function') return;
  throw new InputError([
    wrongValue(
      `routers()[${index}]`,
      isFields(router) ? {} : router,
      'a router: istioByHost(), nginxIngress()',
    ),
  ]);
}

/** What comes in by any of the ways is split by the router for it. */
function exposedOf(all: readonly Router[]): ExposedSupport | undefined {
  const known = all.flatMap(({ exposed }) => exposed ?? []);
  if (known.length === 0) return undefined;
  return {
    waysIn: known.flatMap(({ waysIn }) => waysIn),
    keepsRoutesOf: known.flatMap(({ keepsRoutesOf = [] }) => keepsRoutesOf),
    lacks: known.flatMap(({ lacks = [] }) => lacks),
  };
}

function supportOf(all: readonly Router[]): RouterSupport {
  const able = (key: keyof RouterSupport) => all.every(({ supports }) => supports[key]);
  return {
    headerRoute: able('headerRoute'),
    mirrorRoute: able('mirrorRoute'),
    experimentWeight: able('experimentWeight'),
    maxTrafficWeight: able('maxTrafficWeight'),
    pingPong: able('pingPong'),
  };
}

function planAll(all: readonly Router[], context: RouterContext): RouterPlan {
  const plans = all.map((router) => router.plan(context));
  const plugins = plans.map(({ trafficRouting }) => findObject(trafficRouting, 'plugins') ?? {});
  const merged = merge(plugins);
  return {
    trafficRouting: {
      ...merge(plans.map(({ trafficRouting }) => trafficRouting)),
      ...(Object.keys(merged).length > 0 && { plugins: merged }),
    },
    manifests: plans.flatMap(({ manifests }) => manifests),
    controllerOwned: plans.flatMap(({ controllerOwned }) => controllerOwned),
  };
}

function merge(parts: readonly JsonObject[]): JsonObject {
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
}

function checkServices(
  field: string,
  all: readonly Router[],
  isShared: boolean,
): readonly Problem[] {
  return all.flatMap(({ services, kind }, index) =>
    services === 'shared' && !isShared
      ? [
          wrongValue(
            `${field}[${index}]`,
            kind,
            'a router with a Service for each version, as the others beside it need',
          ),
        ]
      : [],
  );
}

/** What two routers both make or set, each of them would take from the other. */
function checkTogether(field: string, all: readonly Router[]): readonly Problem[] {
  const seen = new Map<string, string>();
  return all.flatMap((router, index) =>
    claimsOf(router).flatMap((claim) => {
      const other = seen.get(claim);
      if (other === undefined) {
        seen.set(claim, `${field}[${index}]`);
        return [];
      }
      return [
        {
          field: `${field}[${index}]`,
          message: `makes ${claim}, which ${other} makes already: give it another name, or leave one of the two out`,
        },
      ];
    }),
  );
}

function claimsOf(router: Router): readonly string[] {
  const { trafficRouting, manifests } = router.plan(SAMPLE);
  return [
    ...Object.keys(trafficRouting)
      .filter((key) => key !== 'plugins')
      .map((key) => `trafficRouting.${key}`),
    ...Object.keys(findObject(trafficRouting, 'plugins') ?? {}).map(
      (plugin) => `trafficRouting.plugins['${plugin}']`,
    ),
    ...manifests.map(({ kind, metadata }) =>
      metadata.name === SAMPLE.name
        ? `the ${kind} of the workload's name`
        : `the ${kind} '${metadata.name}'`,
    ),
  ];
}
