import type { CertificateSpec } from '../../imports/cert-manager.io';
import type { Duration } from '../kubernetes/duration';
import { checkDuration, findSeconds } from '../kubernetes/duration';
import { checkDnsSubdomain } from '../kubernetes/names';
import type { Manifest } from '../manifest/manifest';
import type { Wire } from '../manifest/wire';
import { type Problem, wrongValue } from '../problem/problem';
import { checkHost, checkWord } from './values';
import { type PlainMetadata, toManifest } from './wire';

/** Who issues a certificate, and how. */
export interface CertificateRequest {
  /** Name of cert-manager's issuer. */
  readonly issuer: string;
  /** Whether it is for all namespaces, or only for that of the certificate. @default 'ClusterIssuer' */
  readonly issuerKind?: 'ClusterIssuer' | 'Issuer';
  /** How long it is valid, at least an hour. @default cert-manager's: 90 days */
  readonly duration?: Duration;
  /** How long before its end it is renewed, at least five minutes. @default a third of its time */
  readonly renewBefore?: Duration;
  /** @default cert-manager's: RSA */
  readonly privateKey?: 'RSA' | 'ECDSA' | 'Ed25519';
}

const CERTIFICATE = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate' } as const;

/** A certificate for hosts, that cert-manager keeps in a Secret of the same name. */
export function planCertificate(
  metadata: PlainMetadata,
  hosts: readonly string[],
  request: CertificateRequest,
): Manifest {
  const { issuer, issuerKind = 'ClusterIssuer', duration, renewBefore, privateKey } = request;
  const spec = {
    secretName: metadata.name,
    issuerRef: { name: issuer, kind: issuerKind, group: 'cert-manager.io' },
    dnsNames: hosts,
    duration,
    renewBefore,
    privateKey: privateKey && { algorithm: privateKey },
  } satisfies Wire<CertificateSpec>;
  return toManifest(CERTIFICATE, metadata, spec);
}

/** Checks a request for a certificate. */
export function checkCertificate(
  field: string,
  request: CertificateRequest,
  hosts: readonly string[],
): readonly Problem[] {
  const { issuer, issuerKind, duration, renewBefore, privateKey } = request;
  const validity = findSeconds(duration ?? '2160h') ?? 0;
  const early = renewBefore === undefined ? undefined : findSeconds(renewBefore);
  return [
    ...checkDnsSubdomain(`${field}.issuer`, issuer),
    ...checkWord(`${field}.issuerKind`, issuerKind, ['ClusterIssuer', 'Issuer']),
    ...checkDuration(`${field}.duration`, duration, 3600),
    ...checkDuration(`${field}.renewBefore`, renewBefore, 300),
    ...(early !== undefined && early >= validity
      ? [
          wrongValue(
            `${field}.renewBefore`,
            renewBefore,
            `less than its duration, ${duration ?? '2160h'}`,
          ),
        ]
      : []),
    ...checkWord(`${field}.privateKey`, privateKey, ['RSA', 'ECDSA', 'Ed25519']),
    ...hosts
      .filter((host) => host === '*')
      .map((host) =>
        wrongValue(field, host, 'hosts with a name: nobody issues a certificate for all'),
      ),
    ...hosts.flatMap((host) => checkHost(field, host)),
  ];
}
