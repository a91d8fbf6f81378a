import { checkGatewayReference, findGatewayPods, ingressOf } from '../../environment/ingress';
import { checkDnsSubdomain } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';
import { checkCertificate } from '../certificate';
import { checkAbsolutePath } from '../gateway-api/http-route-check';
import { checkHostname } from '../gateway-api/route-check';
import { checkOptional, checkTime, checkWord } from '../values';
import { checkExposedCors } from './cors';
import { checkDns } from './dns';
import { checkHsts } from './hsts';
import type { ExposureContext } from './plan';
import type { Exposed, ExposedTls } from './spec';

/** Checks how a microservice is reached, against its ports and against what its environment has for it. */
export function checkExposed(
  field: string,
  exposed: Exposed,
  tcpPorts: readonly string[],
  environment: ExposureContext['environment'],
): readonly Problem[] {
  const { host, path, tls, gateway, timeout, cors, hsts, dns } = exposed;
  return [
    ...checkHostname(`${field}.host`, host),
    ...checkOptional(`${field}.path`, path, checkAbsolutePath),
    ...checkPort(field, exposed, tcpPorts),
    ...checkOptional(`${field}.tls`, tls, (place, one) => checkTls(place, one, host)),
    ...checkOptional(`${field}.gateway`, gateway, checkGatewayReference),
    ...checkTime(`${field}.timeout`, timeout),
    ...checkOptional(`${field}.cors`, cors, checkExposedCors),
    ...checkOptional(`${field}.hsts`, hsts, checkHsts),
    ...checkOptional(`${field}.dns`, dns, checkDns),
    ...checkWay(field, exposed, environment),
    ...checkHeadersWay(field, exposed, environment),
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

/** What the environment's way in can't say of headers and names. */
function checkHeadersWay(
  field: string,
  { tls, gateway, cors, hsts, dns }: Exposed,
  environment: ExposureContext['environment'],
): readonly Problem[] {
  const ingress = ingressOf(environment);
  const { kind } = ingress;
  const known = gateway ?? ingress.gateway;
  const others = Object.entries({ cors, hsts }).filter(
    ([, said]) => said !== undefined && kind === 'ingress',
  );
  const hasTarget = typeof dns === 'object' && dns.target !== undefined;
  return [
    ...others.map(([key]) => ({
      field: `${field}.${key}`,
      message: "is not for ingress 'ingress': leave it out, or let the program do it",
    })),
    ...(hsts !== undefined && tls === undefined && known === undefined
      ? [{ field: `${field}.hsts`, message: 'needs TLS, as browsers ignore it without: add `tls`' }]
      : []),
    ...(kind === 'nginx' && Object.keys(hsts ?? {}).length > 0
      ? [
          {
            field: `${field}.hsts`,
            message:
              "has values that NGINX's controller takes from its ConfigMap alone (hsts-max-age and others): write hsts: {} here",
          },
        ]
      : []),
    ...(kind === 'gateway-api' && hasTarget && known !== undefined
      ? [
          {
            field: `${field}.dns.target`,
            message: `is told by the gateway ${known.namespace}/${known.name}: leave it out, and annotate that`,
          },
        ]
      : []),
  ];
}
