import type { JsonObject } from '../../manifest/manifest';
import { isJsonWithoutNull } from '../../manifest/manifest';
import { type Problem, wrongValue } from '../../problem/problem';
import { requireCall } from '../../shape/check';
import type { ControllerOwned } from '../context';
import type { Router, RouterContext, RouterSupport } from '../router';

/** What a plugin can do, and what it writes. */
export interface TrafficPluginOptions<S extends RouterSupport = RouterSupport> {
  /** What the plugin can do beside weights. @default all that the controller lets plugins do */
  readonly supports?: S;
  /** Fields that the plugin writes while a release runs. @default none */
  readonly controllerOwned?: readonly ControllerOwned[];
}

/** What a plugin is told: data, or what comes of the names of the release's objects. */
export type PluginConfig = JsonObject | ((context: RouterContext) => JsonObject);

const SUPPORTS = {
  headerRoute: true,
  mirrorRoute: false,
  experimentWeight: false,
  maxTrafficWeight: true,
  pingPong: false,
} as const;

/** Names of plugins: who makes them, and what they are. */
const NAME = /^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/;

/**
 * Any other router, by a plugin that the controller loads: names it, and hands it `config`. The objects
 * that it works on are yours to make.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/plugins/
 */
export function trafficPlugin<S extends RouterSupport = typeof SUPPORTS>(
  name: string,
  config: PluginConfig,
  options?: TrafficPluginOptions<S>,
): Router<S>;
export function trafficPlugin(
  name: string,
  config: PluginConfig,
  options: TrafficPluginOptions = {},
): Router {
  requireCall('trafficPlugin', name, config, options);
  const { supports = SUPPORTS, controllerOwned = [] } = options;
  return {
    kind: name,
    supports,
    plan: (context) => ({
      trafficRouting: {
        plugins: { [name]: typeof config === 'function' ? config(context) : config },
      },
      manifests: [],
      controllerOwned,
    }),
    check: (field) => checkPlugin(field, name, config),
  };
}

function checkPlugin(field: string, name: string, config: unknown): readonly Problem[] {
  return [
    ...(NAME.test(name)
      ? []
      : [
          wrongValue(
            `${field}.name`,
            name,
            "the plugin's name, such as 'argoproj-labs/gatewayAPI'",
          ),
        ]),
    ...(typeof config === 'function' || isJsonWithoutNull(config)
      ? []
      : [wrongValue(`${field}.config`, config, 'data as JSON has it, without null')]),
  ];
}
