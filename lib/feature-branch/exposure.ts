import { ingressOf } from '../environment/ingress';
import type { Manifest } from '../manifest/manifest';
import { planMicroserviceExposure } from '../microservice/exposure';
import type { Exposed } from '../traffic/exposed/spec';
import { nginxAnnotations } from '../traffic/ingress/nginx';
import { planNginxCanary } from './nginx';
import type { BranchRoute } from './routes';
import type { VariantPlan } from './variant-plan';

/**
 * What leads requests from outside to a variant by an object of its own: NGINX's canary Ingress, beside that
 * of the microservice, whose certificate it shares. Elsewhere rules stand in the microservice's own route.
 */
export function planBranchExposure(
  { props, context }: VariantPlan,
  exposed: Exposed | undefined,
  { conditions }: BranchRoute,
): readonly Manifest[] {
  if (exposed === undefined || ingressOf(context.environment).kind !== 'nginx') return [];
  const annotations = nginxAnnotations({ canary: planNginxCanary(conditions) });
  const bare = { ...props, exposed: { ...exposed, tls: undefined } };
  return planMicroserviceExposure(bare, context).map((manifest) => {
    const { metadata } = manifest;
    const known = typeof metadata.annotations === 'object' ? metadata.annotations : {};
    return { ...manifest, metadata: { ...metadata, annotations: { ...known, ...annotations } } };
  });
}
