import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ReferenceGrantSpec } from '../../../imports/gateway.networking.k8s.io';
import type { ServiceEndpoint } from '../../endpoint/endpoint';
import { checkDnsLabel, checkDnsSubdomain } from '../../kubernetes/names';
import type { Manifest } from '../../manifest/manifest';
import type { Wire } from '../../manifest/wire';
import { type Problem, wrongValue } from '../../problem/problem';
import { judgeProps, plainProps } from '../../shape/check';
import { idIn } from '../../shape/place';
import { createChecked } from '../object';
import { checkEach, checkObject, checkOptional } from '../values';
import { metadataOf, type ObjectOptions, toManifest } from '../wire';
import { checkMost } from './route-check';

/** Who may refer to something in another namespace. */
export interface Referrer {
  readonly kind: 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'TCPRoute' | 'UDPRoute' | 'Gateway';
  readonly namespace: string;
}

/** What may be referred to: a Service, by one of its endpoints, or objects of a kind. */
export type Referred =
  | ServiceEndpoint
  | {
      readonly kind: 'Service' | 'Secret' | 'ConfigMap';
      /** @default all of its kind */
      readonly name?: string;
    };

/** Who may refer to what in this namespace. */
export interface ReferenceGrantProps extends ObjectOptions {
  /** At least one. */
  readonly from: readonly Referrer[];
  /** At least one, in the namespace of the grant. */
  readonly to: readonly Referred[];
}

// The version that all implementations serve; `v1` came with Gateway API 1.5.
const REFERENCE_GRANT = {
  apiVersion: 'gateway.networking.k8s.io/v1beta1',
  kind: 'ReferenceGrant',
} as const;

/**
 * The Gateway API's ReferenceGrant: lets routes and gateways of other namespaces refer to what is in this
 * one. Its id in the tree is its kind and name. Mistakes don't throw: they are reported when the tree is
 * synthesized.
 * @see https://gateway-api.sigs.k8s.io/api-types/referencegrant/
 */
export class ReferenceGrant extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, given: ReferenceGrantProps) {
    super(scope, idIn('ReferenceGrant', scope, name, 'ReferenceGrant'));
    const props = plainProps('ReferenceGrant', given);
    this.name = name;
    this.object = createChecked(
      this,
      judgeProps('ReferenceGrant', props, () => checkReferenceGrant(name, props)),
      () => planReferenceGrant(name, props),
    );
  }
}

/** A ReferenceGrant as plain data. The props have been checked before. */
export function planReferenceGrant(name: string, props: ReferenceGrantProps): Manifest {
  const spec = {
    from: props.from.map(({ kind, namespace }) => ({
      group: 'gateway.networking.k8s.io',
      kind,
      namespace,
    })),
    to: props.to.map((referred) =>
      referred.kind === 'service-endpoint'
        ? { group: '', kind: 'Service', name: referred.service }
        : { group: '', kind: referred.kind, name: referred.name },
    ),
  } satisfies Wire<ReferenceGrantSpec>;
  return toManifest(REFERENCE_GRANT, metadataOf(name, props), spec);
}

/** Checks a ReferenceGrant. */
export function checkReferenceGrant(
  name: string,
  { from, to, ...options }: ReferenceGrantProps,
): readonly Problem[] {
  return [
    ...checkObject(name, options),
    ...Object.entries({ from, to }).flatMap(([field, list]) => [
      ...(list.length === 0 ? [{ field, message: 'is empty: name at least one' }] : []),
      ...checkMost(field, list, 16),
    ]),
    ...checkEach('from', from, (field, { namespace }) =>
      checkDnsLabel(`${field}.namespace`, namespace),
    ),
    ...checkEach('to', to, (field, referred) => {
      if (referred.kind === 'service-endpoint') return [];
      const known = ['Service', 'Secret', 'ConfigMap'];
      return known.includes(referred.kind)
        ? checkOptional(`${field}.name`, referred.name, checkDnsSubdomain)
        : [wrongValue(`${field}.kind`, referred.kind, known.join(', '))];
    }),
  ];
}
