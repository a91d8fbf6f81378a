import type { RolloutContext } from '../../lib/delivery/context';
import type { RolloutRelease } from '../../lib/delivery/release';
import { planRollout } from '../../lib/delivery/rollout-plan';
import type { Router, RouterSupport } from '../../lib/delivery/router';
import { istioByHost } from '../../lib/delivery/routers/istio-by-host';
import type { JsonObject, Manifest } from '../../lib/manifest/manifest';
import { deployment } from '../schema/manifests';

/** The surroundings of a workload with one port for HTTP. */
export const context: RolloutContext = {
  name: 'cart',
  namespace: 'shop-qa',
  labels: { 'app.kubernetes.io/name': 'cart' },
  selector: { 'app.kubernetes.io/name': 'cart' },
  ports: [{ name: 'http', port: 80, target: 8080, protocol: 'TCP' }],
};

/** The Rollout that a release makes of a small Deployment. */
export function rolloutWith(release: RolloutRelease): Manifest {
  return planRollout(deployment({ replicas: 4 }), release, context).rollout;
}

/** A router that can do anything but what is said. */
export function routerWithout<S extends Partial<RouterSupport>>(supports: S) {
  const istio: Router = istioByHost();
  const all = {
    headerRoute: true,
    mirrorRoute: true,
    experimentWeight: true,
    maxTrafficWeight: true,
    pingPong: true,
  } as const;
  return {
    kind: 'Plain',
    supports: { ...all, ...supports },
    plan: istio.plan,
  } satisfies Router;
}

/** A template with one metric. */
export function template(name: string, metric: JsonObject): Manifest {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name },
    spec: { metrics: [{ name, ...metric }] },
  };
}
