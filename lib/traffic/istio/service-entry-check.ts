import { isIP } from 'node:net';
import { checkCidr } from '../../kubernetes/cidr';
import { checkDnsSubdomain, checkLabels, checkPortNumber } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';
import { checkDestination } from '../destination';
import { checkEach, checkHost, checkMembers, checkObject, checkWhole, checkWord } from '../values';
import { checkExportTo } from './gateway-name';
import { hostsOf, isNamed, resolutionOf } from './service-entry-plan';
import type { EntryServer, ServiceEntryProps } from './service-entry-spec';

const PROTOCOLS = [
  'HTTP',
  'HTTPS',
  'HTTP2',
  'GRPC',
  'GRPC-WEB',
  'MONGO',
  'MYSQL',
  'REDIS',
  'TCP',
  'TLS',
];

/** Checks a ServiceEntry. */
export function checkServiceEntry(name: string, props: ServiceEntryProps): readonly Problem[] {
  const { endpoints, host, addresses, servers, workloadSelector = {} } = props;
  return [
    ...checkObject(name, props),
    ...(endpoints.length === 0
      ? [{ field: 'endpoints', message: 'is empty: name an externalEndpoint()' }]
      : []),
    ...checkEach('endpoints', endpoints, checkDestination),
    ...(host === undefined ? [] : checkHost('host', host)),
    ...(hostsOf(props).length === 0 && endpoints.length > 0
      ? [
          {
            field: 'host',
            message: 'is missing: what has only an address needs a name for the mesh',
          },
        ]
      : []),
    ...checkPorts('protocols', props.protocols, props),
    ...checkMembers('protocols', props.protocols, (field, word) =>
      checkWord(field, word, PROTOCOLS),
    ),
    ...checkPorts('targetPorts', props.targetPorts, props),
    ...checkMembers('targetPorts', props.targetPorts, checkPortNumber),
    ...checkEach('addresses', addresses, (field, address) =>
      isIP(address) === 0 ? checkCidr(field, address) : [],
    ),
    ...checkResolution(props),
    ...checkEach('servers', servers, checkServer),
    ...checkLabels('workloadSelector', workloadSelector),
    ...checkExportTo('exportTo', props.exportTo),
  ];
}

function checkPorts(
  field: string,
  byPort: Readonly<Record<string, unknown>> | undefined,
  { endpoints }: ServiceEntryProps,
): readonly Problem[] {
  const ports = endpoints.map(({ port }) => String(port));
  return Object.keys(byPort ?? {})
    .filter((port) => !ports.includes(port))
    .map((port) => wrongValue(field, port, `ports of the endpoints: ${ports.join(', ')}`));
}

function checkResolution(props: ServiceEntryProps): readonly Problem[] {
  const { servers, addresses = [], endpoints, workloadSelector } = props;
  const resolution = resolutionOf(props);
  const wrong = (message: string) => [{ field: 'resolution', message }];
  return [
    ...checkWord('resolution', resolution, [
      'NONE',
      'STATIC',
      'DNS',
      'DNS_ROUND_ROBIN',
      'DYNAMIC_DNS',
    ]),
    ...(resolution === 'NONE' && (servers ?? []).length > 0
      ? wrong("is 'NONE', which takes the address that is asked for: leave `servers` out")
      : []),
    ...(resolution.startsWith('DNS') && addresses.some((address) => address.includes('/'))
      ? wrong("goes with CIDRs in `addresses` only if it is 'NONE' or 'STATIC'")
      : []),
    ...(resolution.startsWith('DNS') && hostsOf(props).some((host) => host.startsWith('*.'))
      ? wrong("is 'DNS', which finds no name with `*`: 'NONE' or 'DYNAMIC_DNS'")
      : []),
    ...(resolution === 'STATIC' &&
    servers === undefined &&
    workloadSelector === undefined &&
    endpoints.some(isNamed)
      ? wrong("is 'STATIC', which needs `servers` for what has a name")
      : []),
  ];
}

function checkServer(field: string, server: EntryServer): readonly Problem[] {
  const { address, ports, labels, weight } = server;
  return [
    ...(isIP(address) !== 0 || address.startsWith('unix://')
      ? []
      : checkDnsSubdomain(`${field}.address`, address)),
    ...checkMembers(`${field}.ports`, ports, checkPortNumber),
    ...checkLabels(`${field}.labels`, labels ?? {}),
    ...checkWhole(`${field}.weight`, weight, 0),
  ];
}
