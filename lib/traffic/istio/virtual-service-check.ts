import { type Problem, wrongValue } from '../../problem/problem';
import { checkDestination, checkRoute } from '../destination';
import { checkDistinct, checkEach, checkHost, checkObject } from '../values';
import { checkExportTo, checkGatewayName } from './gateway-name';
import { checkHttpRoutes } from './http-check';
import { checkTcpMatch, checkTlsMatch } from './match';
import { hostText } from './virtual-service-plan';
import type { VirtualServiceProps, VirtualTcpRoute, VirtualTlsRoute } from './virtual-service-spec';

/** Checks a VirtualService, as Istio's webhook does, and what it lets pass. */
export function checkVirtualService(
  name: string,
  props: VirtualServiceProps,
  isProduction: boolean,
): readonly Problem[] {
  const { hosts = [], gateways = [], http = [], tls = [], tcp = [] } = props;
  return [
    ...checkObject(name, props),
    ...checkHosts(props),
    ...checkEach('gateways', gateways, checkGatewayName),
    ...checkExportTo('exportTo', props.exportTo),
    ...(http.length + tls.length + tcp.length === 0
      ? [{ field: '', message: 'has no rule: add one to http, tls or tcp' }]
      : []),
    ...checkHttpRoutes('http', http, isProduction),
    ...checkEach('tls', tls, (field, rule) =>
      checkTls(
        field,
        rule,
        hosts.map((host) => hostText(host, undefined)),
      ),
    ),
    ...checkEach('tcp', tcp, checkTcp),
  ];
}

function checkHosts(props: VirtualServiceProps): readonly Problem[] {
  const { hosts = [], gateways = ['mesh'] } = props;
  if (hosts.length === 0) return checkDelegate(props);
  return [
    ...checkEach('hosts', hosts, (field, host) =>
      typeof host === 'string' ? checkHost(field, host) : checkDestination(field, host),
    ),
    ...checkDistinct(
      'hosts',
      hosts.map((host) => hostText(host, undefined)),
    ),
    ...(hosts.includes('*') && gateways.includes('mesh')
      ? [wrongValue('hosts', '*', 'hosts with a name, for the mesh: `*` is for gateways alone')]
      : []),
  ];
}

/** One that others delegate to has rules for requests, and nothing else. */
function checkDelegate({ gateways = [], tls = [], tcp = [], http = [] }: VirtualServiceProps) {
  const others = Object.entries({ gateways, tls, tcp }).filter(([, list]) => list.length > 0);
  return [
    ...others.map(([field]) => ({
      field,
      message: 'needs hosts: add `hosts`, or leave it to who delegates here',
    })),
    ...http.flatMap(({ delegate }, index) =>
      delegate === undefined
        ? []
        : [
            {
              field: `http[${index}].delegate`,
              message: 'delegates what was delegated here, which Istio does once only: add `hosts`',
            },
          ],
    ),
  ];
}

function checkTls(
  field: string,
  { match, route }: VirtualTlsRoute,
  hosts: readonly string[],
): readonly Problem[] {
  return [
    ...(match.length === 0
      ? [{ field: `${field}.match`, message: 'is empty: name sniHosts' }]
      : []),
    ...checkEach(`${field}.match`, match, (place, one) => checkTlsMatch(place, one, hosts)),
    ...checkRoute(`${field}.route`, route),
  ];
}

function checkTcp(field: string, { match, route }: VirtualTcpRoute): readonly Problem[] {
  return [
    ...checkEach(`${field}.match`, match, checkTcpMatch),
    ...checkRoute(`${field}.route`, route),
  ];
}
