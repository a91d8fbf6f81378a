import type { k8s } from 'cdk8s-plus-28';
import { checkDnsSubdomain } from '../kubernetes/names';
import { checkSize, type Size } from '../kubernetes/quantity';
import { quantity } from '../manifest/kube-manifest';
import { type Problem, wrongValue } from '../problem/problem';

/** Who may mount a claim's volume at a time: one node, many that read, many, or one pod. */
export type AccessMode = 'ReadWriteOnce' | 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOncePod';

/** What a new volume holds at first: a copy of a claim's, or what a snapshot has kept. */
export type ClaimOrigin =
  | { readonly snapshot: string; readonly claim?: never }
  | { readonly claim: string; readonly snapshot?: never };

/** Fields of a claim that rarely anyone needs. */
export type OtherClaimFields = Pick<
  k8s.PersistentVolumeClaimSpec,
  'dataSourceRef' | 'selector' | 'volumeMode' | 'volumeName'
>;

/** A volume that outlives pods. */
export interface ClaimSpec {
  /** It may grow later, where its class allows that, and never shrinks. */
  readonly size: Size;
  /** @default the cluster's default class */
  readonly storageClass?: string;
  /** @default ReadWriteOnce */
  readonly accessModes?: readonly AccessMode[];
  /** Name of a VolumeSnapshot, or of a claim, of the same namespace. @default it begins empty */
  readonly from?: ClaimOrigin;
  /** Further fields of the claim, in Kubernetes' own words. @default none */
  readonly other?: OtherClaimFields;
}

const MODES: readonly string[] = [
  'ReadWriteOnce',
  'ReadOnlyMany',
  'ReadWriteMany',
  'ReadWriteOncePod',
] satisfies readonly AccessMode[];

/** Checks what a claim asks for. */
export function checkClaim(field: string, claim: ClaimSpec): readonly Problem[] {
  const { size, storageClass, accessModes = [], from } = claim;
  const unknown = accessModes.filter((mode) => !MODES.includes(mode));
  const origin = from?.snapshot ?? from?.claim;
  return [
    ...checkSize(`${field}.size`, size),
    // An empty one is Kubernetes' word for no class at all.
    ...(storageClass === undefined || storageClass === ''
      ? []
      : checkDnsSubdomain(`${field}.storageClass`, storageClass)),
    ...unknown.map((mode) => wrongValue(`${field}.accessModes`, mode, MODES.join(', '))),
    ...(accessModes.includes('ReadWriteOncePod') && accessModes.length > 1
      ? [wrongValue(`${field}.accessModes`, accessModes, 'ReadWriteOncePod alone, or without it')]
      : []),
    ...(origin === undefined ? [] : checkDnsSubdomain(`${field}.from`, origin)),
  ];
}

/** A claim's spec as Kubernetes has it. */
export function planClaim(claim: ClaimSpec): k8s.PersistentVolumeClaimSpec {
  const { size, storageClass, accessModes = [], from, other } = claim;
  return {
    ...other,
    accessModes: accessModes.length === 0 ? ['ReadWriteOnce'] : [...accessModes],
    storageClassName: storageClass,
    resources: { requests: { storage: quantity(size) } },
    dataSource: from && dataSourceOf(from),
  };
}

function dataSourceOf(from: ClaimOrigin): k8s.TypedLocalObjectReference {
  return from.snapshot === undefined
    ? { kind: 'PersistentVolumeClaim', name: from.claim }
    : { apiGroup: SNAPSHOT_GROUP, kind: 'VolumeSnapshot', name: from.snapshot };
}

/** Group of the snapshot controller's kinds, which comes with CSI drivers. */
export const SNAPSHOT_GROUP = 'snapshot.storage.k8s.io';
