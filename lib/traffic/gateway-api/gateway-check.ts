import { checkDnsSubdomain, checkLabels, checkPortNumber } from '../../kubernetes/names';
import type { Problem } from '../../problem/problem';
import { checkCertificate } from '../certificate';
import { checkDistinct, checkEach, checkObject, checkOptional, checkWord } from '../values';
import { listenerName, listenerPort } from './gateway-plan';
import type { GatewayProps, Listener, ListenerTls } from './gateway-spec';
import { checkHostname, checkMost } from './route-check';

/** Checks a Gateway. */
export function checkGateway(name: string, props: GatewayProps): readonly Problem[] {
  const { gatewayClassName, listeners } = props;
  return [
    ...checkObject(name, props),
    ...checkDnsSubdomain('gatewayClassName', gatewayClassName),
    ...(listeners.length === 0 ? [{ field: 'listeners', message: 'is empty: add one' }] : []),
    ...checkMost('listeners', listeners, 64),
    ...checkEach('listeners', listeners, checkListener),
    ...checkDistinct('listeners.name', listeners.map(listenerName)),
    ...checkDistinct(
      'listeners',
      listeners.map(
        (listener) =>
          `${listener.hostname ?? '*'}:${listenerPort(listener)}/${listener.protocol === 'UDP' ? 'UDP' : 'TCP'}`,
      ),
    ),
  ];
}

function checkListener(field: string, listener: Listener): readonly Problem[] {
  const { name, port, protocol, hostname, tls, allowedRoutes } = listener;
  const { namespaces } = allowedRoutes ?? {};
  return [
    ...checkOptional(`${field}.name`, name, checkDnsSubdomain),
    ...checkOptional(`${field}.port`, port, checkPortNumber),
    ...checkWord(`${field}.protocol`, protocol, ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP']),
    ...checkOptional(`${field}.hostname`, hostname, checkHostname),
    ...(['HTTPS', 'TLS'].includes(protocol) && tls === undefined
      ? [{ field: `${field}.tls`, message: `is missing: ${protocol} needs it` }]
      : []),
    ...checkOptional(`${field}.tls`, tls, (place, one) => checkTls(place, one, hostname)),
    ...(typeof namespaces === 'object'
      ? checkLabels(`${field}.allowedRoutes.namespaces`, namespaces)
      : []),
  ];
}

function checkTls(
  field: string,
  { certificate, certificateRefs, mode }: ListenerTls,
  hostname: string | undefined,
): readonly Problem[] {
  if (mode !== undefined) return checkWord(`${field}.mode`, mode, ['Passthrough']);
  return [
    ...(certificateRefs?.length === 0 ||
    (certificate === undefined && certificateRefs === undefined)
      ? [{ field: `${field}.certificateRefs`, message: 'is empty: name a Secret' }]
      : []),
    ...checkEach(`${field}.certificateRefs`, certificateRefs, (place, ref) =>
      checkDnsSubdomain(place, typeof ref === 'string' ? ref : ref.name),
    ),
    ...(certificate === undefined ? [] : checkCertificate(`${field}.certificate`, certificate, [])),
    ...(certificate !== undefined && hostname === undefined
      ? [
          {
            field: `${field}.certificate`,
            message: 'is for a host: add `hostname` to the listener',
          },
        ]
      : []),
  ];
}
