import { isIP } from 'node:net';
import {
  checkDnsLabel,
  checkDnsSubdomain,
  checkLabels,
  checkPortName,
  checkPortNumber,
} from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';
import { checkCertificate } from '../certificate';
import {
  checkDistinct,
  checkEach,
  checkHost,
  checkObject,
  checkOptional,
  checkWord,
} from '../values';
import { hostAlone, serverPort } from './gateway-plan';
import type {
  GatewayServer,
  IstioGatewayProps,
  ServerCredential,
  ServerTls,
  TlsVersion,
} from './gateway-spec';

/** Checks a Gateway. */
export function checkIstioGateway(name: string, props: IstioGatewayProps): readonly Problem[] {
  const { selector = {}, servers, podNamespace } = props;
  return [
    ...checkObject(name, props),
    ...checkLabels('selector', selector),
    ...checkOptional('podNamespace', podNamespace, checkDnsLabel),
    ...(servers.length === 0 ? [{ field: 'servers', message: 'is empty: add one' }] : []),
    ...checkEach('servers', servers, checkServer),
    ...checkDistinct(
      'servers.name',
      servers.map((server) => server.name),
    ),
    ...checkHostsOnce(servers),
  ];
}

/** Two servers of one port for one host: one of them would be left out without a word. */
function checkHostsOnce(servers: readonly GatewayServer[]): readonly Problem[] {
  const keys = servers.flatMap((server) =>
    [...new Set(server.hosts)].map(
      (host) =>
        `${server.bind === undefined ? '' : `${server.bind} `}${host}:${serverPort(server)}`,
    ),
  );
  return checkDistinct('servers', keys);
}

function checkServer(field: string, server: GatewayServer): readonly Problem[] {
  const { hosts, name, bind, port, protocol, tls } = server;
  return [
    ...(hosts.length === 0 ? [{ field: `${field}.hosts`, message: 'is empty: name a host' }] : []),
    ...checkEach(`${field}.hosts`, hosts, checkServerHost),
    ...checkOptional(`${field}.name`, name, checkPortName),
    ...(bind === undefined || isIP(bind) !== 0 || bind.startsWith('unix://')
      ? []
      : [wrongValue(`${field}.bind`, bind, 'an address')]),
    ...checkOptional(`${field}.port`, port, checkPortNumber),
    ...checkWord(`${field}.protocol`, protocol, PROTOCOLS),
    ...(['HTTPS', 'TLS'].includes(protocol) && tls === undefined
      ? [{ field: `${field}.tls`, message: `is missing: ${protocol} needs it` }]
      : []),
    ...checkOptional(`${field}.tls`, tls, (place, one) => checkServerTls(place, one, hosts)),
  ];
}

const PROTOCOLS = ['HTTP', 'HTTP2', 'GRPC', 'HTTPS', 'TLS', 'TCP', 'MONGO', 'MYSQL', 'REDIS'];

function checkServerHost(field: string, host: string): readonly Problem[] {
  const slash = host.indexOf('/');
  const namespace = slash < 0 ? undefined : host.slice(0, slash);
  return [
    ...(namespace === undefined || ['.', '*'].includes(namespace)
      ? []
      : checkDnsLabel(field, namespace)),
    ...checkHost(field, hostAlone(host)),
  ];
}

const VERSIONS: readonly TlsVersion[] = ['TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3'];

function checkServerTls(
  field: string,
  tls: ServerTls,
  hosts: readonly string[],
): readonly Problem[] {
  if (tls.mode === 'PASSTHROUGH' || tls.mode === 'AUTO_PASSTHROUGH') return [];
  const { minProtocolVersion = 'TLSV1_2', maxProtocolVersion = 'TLSV1_3' } = tls;
  return [
    ...checkWord(`${field}.mode`, tls.mode, MODES),
    ...checkWord(`${field}.minProtocolVersion`, minProtocolVersion, VERSIONS),
    ...checkWord(`${field}.maxProtocolVersion`, maxProtocolVersion, VERSIONS),
    ...(VERSIONS.indexOf(minProtocolVersion) > VERSIONS.indexOf(maxProtocolVersion)
      ? [
          wrongValue(
            `${field}.minProtocolVersion`,
            minProtocolVersion,
            `at most maxProtocolVersion, ${maxProtocolVersion}`,
          ),
        ]
      : []),
    ...(tls.mode === 'ISTIO_MUTUAL' ? [] : checkCredential(field, tls, hosts)),
  ];
}

const MODES = [
  'SIMPLE',
  'MUTUAL',
  'OPTIONAL_MUTUAL',
  'ISTIO_MUTUAL',
  'PASSTHROUGH',
  'AUTO_PASSTHROUGH',
];

function checkCredential(
  field: string,
  tls: ServerCredential,
  hosts: readonly string[],
): readonly Problem[] {
  const { credentialName, credentialNames, certificate } = tls;
  const said = Object.entries({ credentialName, credentialNames, certificate }).filter(
    ([, value]) => value !== undefined,
  );
  return [
    ...(said.length === 1
      ? []
      : [
          wrongValue(
            field,
            said.map(([name]) => name).join(' and ') || 'no credential',
            'exactly one of credentialName, credentialNames, certificate',
          ),
        ]),
    ...checkOptional(`${field}.credentialName`, credentialName, checkDnsSubdomain),
    ...checkEach(`${field}.credentialNames`, credentialNames, checkDnsSubdomain),
    ...checkOptional(`${field}.certificate`, certificate, (place, request) =>
      checkCertificate(place, request, hosts.map(hostAlone)),
    ),
  ];
}
