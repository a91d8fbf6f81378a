import type { Release } from '../delivery/release';
import type { MicroserviceContext } from '../microservice/context';
import type { MicroserviceProps, ServiceOptions } from '../microservice/spec';
import type { VariantProps } from './spec';

/** A variant as the microservice that it is: its spec, and what it takes from around it. */
export interface VariantPlan {
  readonly props: MicroserviceProps;
  readonly context: MicroserviceContext;
}

/**
 * The spec of a microservice with what is other in a variant: the same pods by another image, one of them,
 * and a Service for them alone. It has no autoscaler and no disruption budget, and isn't exposed by itself.
 */
export function planVariant(name: string, branch: string, variant: VariantProps): VariantPlan {
  const { of, image, replicas = 1, env, serviceAccount } = variant;
  const { props, context } = of;
  return {
    props: {
      ...props,
      image,
      replicas,
      env: { ...props.env, ...env },
      disruptionBudget: 'none',
      recommendResources: false,
      release: findDeploymentRelease(props.release),
      service: planService(props.service),
      services: undefined,
      exposed: undefined,
      // It is seen beside the microservice, and nobody is woken for it.
      observability:
        props.observability === 'none'
          ? 'none'
          : { scraping: props.observability?.scraping, alerts: 'none', dashboards: 'none' },
      ...(serviceAccount !== undefined && asExisting(props, serviceAccount)),
      pod: {
        ...props.pod,
        containerName: props.pod?.containerName ?? of.name,
        labels: { ...props.pod?.labels, version: branch },
      },
    },
    context: { ...context, name, app: of.name, image, versionImages: {}, imageProblems: [] },
  };
}

/** An account that exists has its rights already; whether pods use it is said by those. */
function asExisting(
  { serviceAccount, grants = [] }: MicroserviceProps,
  existing: string,
): Pick<MicroserviceProps, 'serviceAccount' | 'grants'> {
  const mountToken = serviceAccount?.mountToken ?? (grants.length > 0 ? true : undefined);
  return { serviceAccount: { existing, mountToken }, grants: undefined };
}

/** What replaces its pods with those of a new image: nothing that takes steps. */
function findDeploymentRelease(release: Release | undefined): Release | undefined {
  return release?.kind === 'rolling-update' || release?.kind === 'recreate' ? release : undefined;
}

/** The ports of the microservice's own Service, in the cluster only. */
function planService(service: ServiceOptions | 'none' | undefined): ServiceOptions | undefined {
  const ports = service === 'none' ? undefined : service?.ports;
  return ports && { ports };
}
