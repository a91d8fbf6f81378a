import { checkPortName, checkPortNumber } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';
import { checkDestination } from '../destination';
import { checkEach, checkHost, checkObject, checkOptional } from '../values';
import type { SidecarListener, SidecarProps } from './sidecar-spec';
import { checkPortPolicy } from './traffic-policy-check';

/** `namespace/host`, the namespace in words or as `.`, `*` or `~`. */
const HOST = /^(\.|\*|~|[a-z0-9]([-a-z0-9]*[a-z0-9])?)\/(.+)$/;

/** Checks a Sidecar. */
export function checkSidecar(name: string, props: SidecarProps): readonly Problem[] {
  const { hosts = [], outboundTrafficPolicy, ingress, inboundConnectionPool } = props;
  return [
    ...checkObject(name, props),
    ...checkEach('hosts', hosts, (field, host) => {
      const found = HOST.exec(host)?.[3];
      return found === undefined
        ? [wrongValue(field, host, "'namespace/host', such as 'istio-system/*'")]
        : checkHost(field, found);
    }),
    ...checkOptional(
      'outboundTrafficPolicy.egressProxy',
      outboundTrafficPolicy?.egressProxy,
      checkDestination,
    ),
    ...(inboundConnectionPool === undefined
      ? []
      : checkPortPolicy('inboundConnectionPool', { connectionPool: inboundConnectionPool })),
    ...checkEach('ingress', ingress, checkListener),
  ];
}

function checkListener(field: string, { port, tls, connectionPool }: SidecarListener) {
  return [
    ...checkPortNumber(`${field}.port.number`, port.number),
    ...checkPortName(`${field}.port.name`, port.name),
    ...checkPortPolicy(field, { connectionPool }),
    ...(tls !== undefined && 'certificate' in tls && tls.certificate !== undefined
      ? [
          wrongValue(
            `${field}.tls`,
            'certificate',
            'credentialName: a proxy gets no new certificate',
          ),
        ]
      : []),
  ];
}
