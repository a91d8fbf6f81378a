import type {
  ScaledObjectSpec,
  ScaledObjectSpecTriggers,
  TriggerAuthenticationSpec,
} from '../../imports/keda.sh';
import { endpointsIn, isAddress } from '../endpoint/address';
import type { Endpoint } from '../endpoint/endpoint';
import { type Duration, findSeconds } from '../kubernetes/duration';
import type { StringMap } from '../kubernetes/labels';
import { isManifest, type Manifest } from '../manifest/manifest';
import { type Wire, withoutUndefined } from '../manifest/wire';
import { renderLiteral } from '../pod/env';
import type { KedaScaling } from './keda';
import type { Trigger, TriggerAuth } from './trigger';

const API = 'keda.sh/v1alpha1';

/** What is scaled, and where. */
export interface ScaledWorkload {
  readonly name: string;
  /** @default a Deployment */
  readonly target?: { readonly apiVersion: string; readonly kind: string };
  readonly labels: StringMap;
}

/** A ScaledObject, and the authentications of its triggers. It has been checked before. */
export function planScaledObject(
  { name, target, labels }: ScaledWorkload,
  scaling: KedaScaling,
): readonly Manifest[] {
  const { min, max, triggers, pollingInterval, cooldown, initialCooldown, fallback } = scaling;
  const spec = {
    scaleTargetRef: { ...target, name },
    pollingInterval: secondsOf(pollingInterval),
    cooldownPeriod: secondsOf(cooldown),
    initialCooldownPeriod: secondsOf(initialCooldown),
    minReplicaCount: min,
    maxReplicaCount: max,
    fallback: fallback && { failureThreshold: fallback.failures, replicas: fallback.replicas },
    triggers: planTriggers(name, triggers),
  } satisfies Wire<ScaledObjectSpec>;
  const { behavior, annotations } = scaling;
  const advanced = behavior && { advanced: { horizontalPodAutoscalerConfig: { behavior } } };
  return [
    manifestOf('ScaledObject', { name, labels, annotations }, { ...spec, ...advanced }),
    ...planAuthentications(name, labels, triggers),
  ];
}

/** Triggers in KEDA's words: each value is text. */
export function planTriggers(
  name: string,
  triggers: readonly Trigger[],
): readonly Wire<ScaledObjectSpecTriggers>[] {
  return triggers.map((one) => ({
    type: one.type,
    name: one.name,
    metricType: one.metricType,
    useCachedMetrics: one.useCachedMetrics,
    // KEDA's operator, which reads them, is in a namespace of its own.
    metadata: Object.fromEntries(
      Object.entries(one.metadata).map(([key, value]) => [key, renderLiteral(value, undefined)]),
    ),
    authenticationRef: one.auth && referenceTo(one.auth, authenticationName(name, one)),
  }));
}

function referenceTo(auth: TriggerAuth, own: string) {
  if (auth.existing === undefined) return { name: own };
  const isForAll = auth.kind === 'ClusterTriggerAuthentication';
  return { name: auth.existing, ...(isForAll && { kind: auth.kind }) } as const;
}

/** The authentications of triggers that bring one. */
export function planAuthentications(
  name: string,
  labels: StringMap,
  triggers: readonly Trigger[],
): readonly Manifest[] {
  return triggers.flatMap((one): readonly Manifest[] => {
    const { auth } = one;
    if (auth === undefined || auth.existing !== undefined) return [];
    const secrets = Object.entries(auth.secrets ?? {}).flatMap(([parameter, source]) =>
      source.kind === 'secret-key' ? [{ parameter, name: source.object, key: source.key }] : [],
    );
    const { identity } = auth;
    const spec = {
      podIdentity: identity && {
        provider: identity.provider,
        identityId: identity.identityId,
        identityOwner: identity.owner,
        roleArn: identity.roleArn,
      },
      secretTargetRef: secrets.length === 0 ? undefined : secrets,
    } satisfies Wire<TriggerAuthenticationSpec>;
    const metadata = { name: authenticationName(name, one), labels };
    return [manifestOf('TriggerAuthentication', metadata, spec)];
  });
}

/** `orders-redis`: by the trigger's name, or else its type. */
function authenticationName(name: string, { name: own, type }: Trigger): string {
  return `${name}-${own ?? type}`.toLowerCase();
}

/** The endpoints that KEDA's operator asks. */
export function endpointsOfTriggers(triggers: readonly Trigger[]): readonly Endpoint[] {
  return triggers.flatMap(({ metadata }) =>
    Object.values(metadata).flatMap((value) => (isAddress(value) ? endpointsIn(value) : [])),
  );
}

/** An object of KEDA's as plain data. */
export function manifestOf(kind: string, metadata: object, spec: object): Manifest {
  const manifest: unknown = withoutUndefined({ apiVersion: API, kind, metadata, spec });
  if (!isManifest(manifest)) throw new TypeError(`${kind}: metadata.name is missing`);
  return manifest;
}

/** Whole seconds of a duration that may be left out. */
export function secondsOf(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : findSeconds(duration);
}
