import type { ServiceEndpoint } from '../../lib/endpoint/endpoint';

/** The endpoint of a cart service in the namespace `shop-qa`, but for what `fields` puts in. */
export function cartEndpoint(fields: Partial<ServiceEndpoint> = {}): ServiceEndpoint {
  return {
    kind: 'service-endpoint',
    service: 'cart',
    namespace: 'shop-qa',
    clusterDomain: 'cluster.local',
    portName: 'grpc',
    port: 80,
    targetPort: 7070,
    protocol: 'TCP',
    path: 'qa/shop/cart',
    ...fields,
  };
}
