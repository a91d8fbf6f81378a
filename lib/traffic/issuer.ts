import type { IssuerSpec, IssuerSpecAcmeSolversDns01 } from '../../imports/cert-manager.io';
import type { GatewayReference } from '../environment/ingress';
import { checkDnsSubdomain } from '../kubernetes/names';
import { fieldsOf, itemsOf } from '../manifest/fields';
import type { Manifest } from '../manifest/manifest';
import { type Wire, withWireNames } from '../manifest/wire';
import { type Problem, wrongValue } from '../problem/problem';
import { checkEach, checkHost, checkObject } from './values';
import { listOf, metadataOf, type ObjectOptions, toManifest } from './wire';

/** Let's Encrypt's servers, by the names that are used here. */
const SERVERS = {
  letsencrypt: 'https://acme-v02.api.letsencrypt.org/directory',
  'letsencrypt-staging': 'https://acme-staging-v02.api.letsencrypt.org/directory',
} as const;

/** Fields that have another name in cert-manager than in its generated types. */
const WIRE_NAMES: ReadonlyMap<string, string> = new Map([
  ['accessKeyId', 'accessKeyID'],
  ['accessKeyIdSecretRef', 'accessKeyIDSecretRef'],
  ['acmeDns', 'acmeDNS'],
  ['azureDns', 'azureDNS'],
  ['clientId', 'clientID'],
  ['cloudDns', 'cloudDNS'],
  ['gatewayHttpRoute', 'gatewayHTTPRoute'],
  ['hostedZoneId', 'hostedZoneID'],
  ['issuingCertificateUrLs', 'issuingCertificateURLs'],
  ['keyId', 'keyID'],
  ['resourceId', 'resourceID'],
  ['skipTlsVerify', 'skipTLSVerify'],
  ['subscriptionId', 'subscriptionID'],
  ['tenantId', 'tenantID'],
  ['tsgId', 'tsgID'],
]);

/** Fields that hold keys of the user's. */
const FREE_MAPS: ReadonlySet<string> = new Set([
  'annotations',
  'config',
  'labels',
  'matchLabels',
  'nodeSelector',
]);

/** How one proves to an ACME server that a host is one's own. */
export type AcmeSolver = {
  /** Hosts that it is for. @default all that no other solver is for */
  readonly dnsNames?: readonly string[];
  /** Domains that it is for, with all below them. @default all that no other solver is for */
  readonly dnsZones?: readonly string[];
} & (
  | {
      /** By an answer at the host itself, through an Ingress of a class, or through Gateways. */
      readonly http01:
        | { readonly ingressClass: string; readonly gateways?: never }
        | { readonly gateways: readonly GatewayReference[]; readonly ingressClass?: never };
      readonly dns01?: never;
    }
  | {
      /** By a record in DNS, in cert-manager's own words; needed for hosts with a star. */
      readonly dns01: Wire<IssuerSpecAcmeSolversDns01>;
      readonly http01?: never;
    }
);

/** A server that speaks ACME. @see https://cert-manager.io/docs/configuration/acme/ */
export interface AcmeIssuer {
  /** @default 'letsencrypt' */
  readonly server?: keyof typeof SERVERS | `https://${string}`;
  /** Who is told when a certificate is about to end. @default nobody */
  readonly email?: string;
  /** Secret in which cert-manager keeps the account's key. @default the issuer's name, with `-account` */
  readonly accountKey?: string;
  /** At least one. */
  readonly solvers: readonly AcmeSolver[];
}

/** Who issues certificates. Exactly one way. */
export type IssuerProps = ObjectOptions &
  (
    | {
        readonly acme: AcmeIssuer;
        readonly ca?: never;
        readonly selfSigned?: never;
        readonly other?: never;
      }
    | {
        /** A certificate authority whose certificate and key are in a Secret. */
        readonly ca: { readonly secretName: string };
        readonly acme?: never;
        readonly selfSigned?: never;
        readonly other?: never;
      }
    | {
        readonly selfSigned: true;
        readonly acme?: never;
        readonly ca?: never;
        readonly other?: never;
      }
    | {
        /** Any other way, such as `vault`, in cert-manager's own words. */
        readonly other: Wire<IssuerSpec>;
        readonly acme?: never;
        readonly ca?: never;
        readonly selfSigned?: never;
      }
  );

/** An Issuer or ClusterIssuer as plain data. The props have been checked before. */
export function planIssuer(
  kind: 'Issuer' | 'ClusterIssuer',
  name: string,
  props: IssuerProps,
): Manifest {
  const { acme, ca, selfSigned, other } = props;
  const spec = {
    ...other,
    ...(acme !== undefined && { acme: planAcme(name, acme) }),
    ...(ca !== undefined && { ca }),
    ...(selfSigned === true && { selfSigned: {} }),
  } satisfies Wire<IssuerSpec>;
  const gvk = { apiVersion: 'cert-manager.io/v1', kind };
  return toManifest(
    gvk,
    metadataOf(name, props),
    fieldsOf(withWireNames(spec, WIRE_NAMES, FREE_MAPS)),
  );
}

function planAcme(name: string, acme: AcmeIssuer) {
  const { server = 'letsencrypt', email, accountKey = `${name}-account`, solvers } = acme;
  return {
    server: isKnown(server) ? SERVERS[server] : server,
    email,
    privateKeySecretRef: { name: accountKey },
    solvers: solvers.map(planSolver),
  } satisfies Wire<IssuerSpec['acme']>;
}

function isKnown(server: string): server is keyof typeof SERVERS {
  return Object.hasOwn(SERVERS, server);
}

function planSolver({ dnsNames, dnsZones, http01, dns01 }: AcmeSolver) {
  const selector = { dnsNames: listOf(dnsNames), dnsZones: listOf(dnsZones) };
  const hasSelector = Object.values(selector).some((names) => names !== undefined);
  return {
    selector: hasSelector ? selector : undefined,
    dns01,
    http01:
      http01 &&
      (http01.gateways === undefined
        ? { ingress: { ingressClassName: http01.ingressClass } }
        : {
            gatewayHttpRoute: {
              parentRefs: http01.gateways.map(({ name, namespace }) => ({ name, namespace })),
            },
          }),
  };
}

/** Whether hosts are proven by an answer at the host itself, HTTP-01, for which cert-manager starts pods. */
export function answersAtHosts({ acme, other }: IssuerProps): boolean {
  const solvers = acme?.solvers ?? itemsOf(fieldsOf(fieldsOf(other).acme).solvers);
  return solvers.some((solver) => fieldsOf(solver).http01 !== undefined);
}

/** Checks who issues certificates, and that hosts can be proven. */
export function checkIssuer(name: string, props: IssuerProps): readonly Problem[] {
  const { acme, ca, selfSigned, other } = props;
  const said = Object.entries({ acme, ca, selfSigned, other }).flatMap(([key, way]) =>
    way === undefined ? [] : [key],
  );
  return [
    ...checkObject(name, props),
    ...(said.length === 1
      ? []
      : [
          wrongValue(
            'issuer',
            said.join(' and ') || 'none',
            'exactly one of acme, ca, selfSigned and other',
          ),
        ]),
    ...(acme === undefined ? [] : checkAcme('acme', acme)),
    ...(ca === undefined ? [] : checkDnsSubdomain('ca.secretName', ca.secretName)),
  ];
}

function checkAcme(field: string, acme: AcmeIssuer): readonly Problem[] {
  const { server = 'letsencrypt', email, accountKey, solvers } = acme;
  return [
    ...(isKnown(server) || /^https:\/\/\S+$/.test(server)
      ? []
      : [
          wrongValue(
            `${field}.server`,
            server,
            `${Object.keys(SERVERS).join(', ')}, or an address: https://...`,
          ),
        ]),
    ...(email === undefined || /^[^@\s]+@[^@\s]+$/.test(email)
      ? []
      : [wrongValue(`${field}.email`, email, "an address: 'ops@example.com'")]),
    ...(accountKey === undefined ? [] : checkDnsSubdomain(`${field}.accountKey`, accountKey)),
    ...(solvers.length > 0
      ? []
      : [wrongValue(`${field}.solvers`, solvers, 'at least one: nobody could prove a host')]),
    ...checkEach(`${field}.solvers`, solvers, checkSolver),
  ];
}

function checkSolver(field: string, solver: AcmeSolver): readonly Problem[] {
  const { dnsNames = [], dnsZones = [], http01, dns01 } = solver;
  return [
    ...((http01 === undefined) === (dns01 === undefined)
      ? [
          wrongValue(
            field,
            http01 === undefined ? 'none' : 'http01 and dns01',
            'exactly one of http01 and dns01',
          ),
        ]
      : []),
    ...dnsNames.flatMap((host) => checkHost(`${field}.dnsNames`, host)),
    ...dnsZones.flatMap((zone) => checkDnsSubdomain(`${field}.dnsZones`, zone)),
    ...dnsNames
      .filter((host) => host.startsWith('*') && http01 !== undefined)
      .map((host) =>
        wrongValue(`${field}.dnsNames`, host, 'hosts without a star: those need dns01'),
      ),
    ...(http01?.ingressClass === undefined
      ? []
      : checkDnsSubdomain(`${field}.http01.ingressClass`, http01.ingressClass)),
    ...(http01?.gateways?.length === 0
      ? [wrongValue(`${field}.http01.gateways`, [], 'at least one')]
      : []),
  ];
}
