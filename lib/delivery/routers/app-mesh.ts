import { requireCall } from '../../shape/check';
import { type ControllerOwned, HASH_LABEL } from '../context';
import type { Router, RouterContext, RouterPlan } from '../router';
import { toJsonObject } from '../wire';
import { checkObjectName, checkObjectNames } from './names';

/** Names of the mesh's objects. */
export interface AppMeshOptions {
  /** Name of the VirtualService. @default the workload's */
  readonly virtualService?: string;
  /** Name of the VirtualRouter behind it, with both nodes in each route. @default as the VirtualService */
  readonly virtualRouter?: string;
  /** Routes of the VirtualRouter, by name. @default all */
  readonly routes?: readonly string[];
  /** Name of the stable version's VirtualNode. @default as the stable Service */
  readonly stableNode?: string;
  /** Name of the new version's VirtualNode. @default as the canary Service */
  readonly canaryNode?: string;
}

const SUPPORTS = {
  headerRoute: false,
  mirrorRoute: false,
  experimentWeight: false,
  maxTrafficWeight: false,
  pingPong: false,
} as const;

/** The parts of a route that hold weights, of which it has one. */
const SORTS = ['httpRoute', 'http2Route', 'grpcRoute', 'tcpRoute'] as const;

const GROUP = 'appmesh.k8s.aws';

/**
 * AWS App Mesh. The VirtualService, its VirtualRouter and the VirtualNodes are yours to make.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/appmesh/
 */
export function appMesh(options: AppMeshOptions = {}): Router<typeof SUPPORTS> {
  requireCall('appMesh', options);
  return {
    kind: 'App Mesh',
    supports: SUPPORTS,
    plan: (context) => planAppMesh(options, context),
    check: (field) => [
      ...(['virtualService', 'virtualRouter', 'stableNode', 'canaryNode'] as const).flatMap((key) =>
        checkObjectName(`${field}.${key}`, options[key]),
      ),
      ...checkObjectNames(`${field}.routes`, options.routes),
    ],
  };
}

function planAppMesh(options: AppMeshOptions, { name, services }: RouterContext): RouterPlan {
  const { virtualService = name, virtualRouter = virtualService, routes } = options;
  const { stableNode = services.stable, canaryNode = services.canary } = options;
  return {
    trafficRouting: {
      appMesh: {
        virtualService: toJsonObject({ name: virtualService, routes }),
        virtualNodeGroup: {
          canaryVirtualNodeRef: { name: canaryNode },
          stableVirtualNodeRef: { name: stableNode },
        },
      },
    },
    manifests: [],
    controllerOwned: [
      routerOwned(virtualRouter, routes, [stableNode, canaryNode]),
      ...[stableNode, canaryNode].map(
        (node): ControllerOwned => ({
          group: GROUP,
          kind: 'VirtualNode',
          name: node,
          fields: [`.spec.podSelector.matchLabels["${HASH_LABEL}"]`],
        }),
      ),
    ],
  };
}

function routerOwned(
  name: string,
  routes: readonly string[] | undefined,
  nodes: readonly string[],
): ControllerOwned {
  const places =
    routes === undefined
      ? ['.spec.routes[]']
      : routes.map((route) => `.spec.routes[] | select(.name == "${route}")`);
  const isNode = nodes.map((node) => `.virtualNodeRef.name == "${node}"`).join(' or ');
  return {
    group: GROUP,
    kind: 'VirtualRouter',
    name,
    fields: places.flatMap((place) =>
      SORTS.map(
        (sort) => `${place} | .${sort}.action.weightedTargets[]? | select(${isNode}) | .weight`,
      ),
    ),
  };
}
