import { ARGO_KEYS } from './key-table-argo';
import { KUBERNETES_KEYS } from './key-table-kubernetes';
import { MESH_KEYS } from './key-table-mesh';
import { OPERATOR_KEYS } from './key-table-operators';
import { POD_KEYS } from './key-table-pod';

/**
 * Known keys in the order in which they are written, by place; words apart by white space. Unknown
 * keys follow, by code point. The empty string stands for maps whose keys the user chose.
 *
 * A place is the key of a map (`metadata`), or that of the list whose items are maps
 * (`containers[]`), with as many keys above it as tell it from others (`template.spec`), the
 * uppermost being the document's kind (`Service.spec`). Of the places that match, the longest
 * counts. To extend the order, add a line to the table of the API group, with the keys as the
 * project's own documentation orders them in its examples.
 */
export type KeyTable = Readonly<Record<string, string>>;

/** A document's own keys, whatever its kind. */
export const DOCUMENT_KEYS = `
  apiVersion kind metadata type immutable data stringData binaryData
  aggregationRule rules subjects roleRef automountServiceAccountToken imagePullSecrets secrets
  provisioner parameters reclaimPolicy volumeBindingMode allowVolumeExpansion mountOptions
  value globalDefault preemptionPolicy description handler scheduling overhead webhooks items
  spec status`;

/** Keys of a map at a place that no table names: mostly a reference to an object. */
export const MAP_KEYS = 'apiVersion group kind name namespace';

/** Keys of a list's item at a place that no table names. */
export const ITEM_KEYS = 'name apiVersion group kind namespace';

/** All places. */
export const KEY_TABLE: KeyTable = {
  ...KUBERNETES_KEYS,
  ...POD_KEYS,
  ...ARGO_KEYS,
  ...MESH_KEYS,
  ...OPERATOR_KEYS,
};
