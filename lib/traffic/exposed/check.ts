import { checkGatewayReference, findGatewayPods, ingressOf } from '../../environment/ingress';
import { checkDnsSubdomain } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';
import { checkCertificate } from '../certificate';
import { checkAbsolutePath } from '../gateway-api/http-route-check';
import { checkHostname } from '../gateway-api/route-check';
import { checkOptional, checkTime, checkWord } from '../values';
import type { ExposureContext } from './plan';
import type { Exposed, ExposedTls } from './spec';

/** Checks how a microservice is reached, against its ports and against what its environment has for it. */
export function checkExposed(
  field: string,
  exposed: Exposed,
  tcpPorts: readonly string[],
  environment: ExposureContext['environment'],
): readonly Problem[] {
  const { host, path, tls, gateway, timeout } = exposed;
  return [
    ...checkHostname(`${field}.host`, host),
    ...checkOptional(`${field}.path`, path, checkAbsolutePath),
    ...checkPort(field, exposed, tcpPorts),
    ...checkOptional(`${field}.tls`, tls, (place, one) => checkTls(place, one, host)),
    ...checkOptional(`${field}.gateway`, gateway, checkGatewayReference),
    ...checkTime(`${field}.timeout`, timeout),
    ...checkWay(field, exposed, environment),
  ];
}

function checkPort(
  field: string,
  { port }: Exposed,
  tcpPorts: readonly string[],
): readonly Problem[] {
  if (tcpPorts.length === 0)
    return [{ field, message: 'needs a port of protocol TCP in its Service: add one to `ports`' }];
  if (port === undefined || tcpPorts.includes(port)) return [];
  return [wrongValue(`${field}.port`, port, tcpPorts.map((name) => `'${name}'`).join(', '))];
}

function checkTls(field: string, tls: ExposedTls, host: string): readonly Problem[] {
  const { credential, certificate, plainHttp } = tls;
  return [
    ...((credential === undefined) === (certificate === undefined)
      ? [
          wrongValue(
            field,
            credential === undefined ? 'no certificate' : 'credential and certificate',
            'exactly one of credential and certificate',
          ),
        ]
      : []),
    ...checkOptional(`${field}.credential`, credential, checkDnsSubdomain),
    ...checkOptional(`${field}.certificate`, certificate, (place, request) =>
      checkCertificate(place, request, [host]),
    ),
    ...checkWord(`${field}.plainHttp`, plainHttp, ['redirect', 'allow']),
  ];
}

/** What the environment's way in can't do. */
function checkWay(
  field: string,
  { tls, gateway, timeout }: Exposed,
  environment: ExposureContext['environment'],
): readonly Problem[] {
  const ingress = ingressOf(environment);
  const { kind } = ingress;
  const hasGateways = kind === 'istio' || kind === 'gateway-api';
  const known = gateway ?? (kind === 'gateway-api' ? ingress.gateway : undefined);
  return [
    ...(gateway !== undefined && !hasGateways
      ? [{ field: `${field}.gateway`, message: `is not for ingress '${kind}': leave it out` }]
      : []),
    ...(tls !== undefined && hasGateways && known !== undefined
      ? [
          {
            field: `${field}.tls`,
            message: `is told by the gateway ${known.namespace}/${known.name}: leave one of the two out`,
          },
        ]
      : []),
    ...(kind === 'ingress' && timeout !== undefined
      ? [{ field: `${field}.timeout`, message: "is not for ingress 'ingress': leave it out" }]
      : []),
    ...(findGatewayPods(environment) === undefined
      ? [
          {
            field,
            message: `needs the environment to tell the pods behind ingress '${kind}': add access.gateway`,
          },
        ]
      : []),
  ];
}
