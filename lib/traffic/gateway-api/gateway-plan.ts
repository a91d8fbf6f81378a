import type {
  GatewaySpec,
  GatewaySpecListenersAllowedRoutes,
  GatewaySpecListenersTls,
} from '../../../imports/gateway.networking.k8s.io';
import type { Manifest } from '../../manifest/manifest';
import type { Wire } from '../../manifest/wire';
import { planCertificate } from '../certificate';
import { listOf, metadataOf, toManifest } from '../wire';
import type { AllowedRoutes, GatewayProps, Listener, ListenerTls } from './gateway-spec';

const GATEWAY = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' } as const;

/** A Gateway and its certificates as plain data. The props have been checked before. */
export function planGateway(
  name: string,
  props: GatewayProps,
): { readonly gateway: Manifest; readonly certificates: readonly Manifest[] } {
  const { gatewayClassName, listeners, other } = props;
  const secretOf = (index: number) => (index === 0 ? `${name}-tls` : `${name}-${index}-tls`);
  const spec = {
    gatewayClassName,
    ...other,
    listeners: listeners.map((listener, index) => ({
      name: listenerName(listener, index),
      hostname: listener.hostname,
      port: listenerPort(listener),
      protocol: listener.protocol,
      tls: listener.tls && planTls(listener.tls, secretOf(index)),
      allowedRoutes: listener.allowedRoutes && planAllowed(listener.allowedRoutes),
    })),
  } satisfies Wire<GatewaySpec>;
  const certificates = listeners.flatMap(({ tls, hostname }, index) =>
    tls?.certificate === undefined || hostname === undefined
      ? []
      : [
          planCertificate(
            metadataOf(secretOf(index), { labels: props.labels }),
            [hostname],
            tls.certificate,
          ),
        ],
  );
  return { gateway: toManifest(GATEWAY, metadataOf(name, props), spec), certificates };
}

/** The name of a listener. */
export function listenerName({ name, protocol }: Listener, index: number): string {
  return name ?? `${protocol.toLowerCase()}${index === 0 ? '' : `-${index}`}`;
}

/** The port of a listener. */
export function listenerPort({ port, protocol }: Listener): number {
  return port ?? (protocol === 'HTTPS' ? 443 : 80);
}

function planTls(tls: ListenerTls, secret: string): Wire<GatewaySpecListenersTls> {
  const { options, mode, certificateRefs } = tls;
  if (mode !== undefined) return { mode, options };
  const refs = certificateRefs ?? [secret];
  return {
    certificateRefs: refs.map((ref) => (typeof ref === 'string' ? { name: ref } : ref)),
    options,
  };
}

function planAllowed({
  namespaces,
  kinds,
}: AllowedRoutes): Wire<GatewaySpecListenersAllowedRoutes> {
  return {
    namespaces:
      typeof namespaces === 'object'
        ? { from: 'Selector', selector: { matchLabels: namespaces } }
        : namespaces && { from: namespaces },
    kinds: listOf(kinds?.map((kind) => ({ kind }))),
  };
}
