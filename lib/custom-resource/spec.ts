import type { StringMap } from '../kubernetes/labels';
import { pluralOf } from '../kubernetes/plural';
import type { JsonObject } from '../manifest/manifest';
import type { Schemas } from './schema';

/** A kind of custom resource, written down once: its definition and its instances come from here. */
export interface DefinitionSpec<Fields extends Schemas = Schemas> {
  /** API group: a domain of yours, `example.com`. */
  readonly group: string;
  /** `NginxConfig` */
  readonly kind: string;
  /** The name in paths and roles, in lower case. @default the kind's plural: `nginxconfigs` */
  readonly plural?: string;
  /** @default the kind in lower case */
  readonly singular?: string;
  /** For `kubectl get`. @default none */
  readonly shortNames?: readonly string[];
  /** Groups of kinds for `kubectl get`: `all`. @default none */
  readonly categories?: readonly string[];
  /** Whether objects live in a namespace. @default 'Namespaced' */
  readonly scope?: 'Namespaced' | 'Cluster';
  /** The version that is stored, and that instances are written in. @default 'v1' */
  readonly version?: string;
  /**
   * What an object has beside apiVersion, kind and metadata: `spec`, and `status`, which becomes a
   * subresource, as only the controller writes it.
   */
  readonly schema: Fields;
  /** What `kubectl get` shows, by heading: a path, or more. @default name and age */
  readonly columns?: Readonly<Record<string, string | Column>>;
  /** Lets autoscalers and `kubectl scale` set the number of replicas. @default not */
  readonly scale?: ScaleSubresource;
  /** Other versions that the cluster knows, by name. @default none */
  readonly otherVersions?: Readonly<Record<string, OtherVersion>>;
  /** How objects get from one version to another, in Kubernetes' own words. @default only apiVersion is changed */
  readonly conversion?: JsonObject;
  /** Of the definition itself. @default none */
  readonly annotations?: StringMap;
}

/** A column of `kubectl get`. */
export interface Column {
  /** `.spec.version` */
  readonly jsonPath: string;
  /** @default 'string' */
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  /** Shown by `kubectl get -o wide` only, from 1 on. @default 0 */
  readonly priority?: number;
  readonly description?: string;
  readonly format?:
    | 'int32'
    | 'int64'
    | 'float'
    | 'double'
    | 'byte'
    | 'date'
    | 'date-time'
    | 'password';
}

/** Where the numbers of replicas stand. */
export interface ScaleSubresource {
  /** `.spec.replicas` */
  readonly specReplicasPath: string;
  /** `.status.replicas` */
  readonly statusReplicasPath: string;
  /** `.status.selector`, which autoscalers need. @default none */
  readonly labelSelectorPath?: string;
}

/** A version beside the one that is stored. */
export interface OtherVersion {
  readonly schema: Schemas;
  /** Whether the API server still takes and gives it. @default true */
  readonly served?: boolean;
  /** What users of it are warned with. @default no warning */
  readonly deprecated?: string;
  readonly columns?: DefinitionSpec['columns'];
}

/** Metadata of an instance. */
export interface InstanceMetadata {
  /** @default the recommended ones */
  readonly labels?: StringMap;
  /** @default none */
  readonly annotations?: StringMap;
}

/** Version and kind of what a definition's instances are. */
export function gvkOf({ group, version = 'v1', kind }: DefinitionSpec) {
  return { apiVersion: `${group}/${version}`, kind };
}

/** The names of a kind, with those that aren't given. */
export function namesOf({ kind, plural, singular }: DefinitionSpec) {
  return {
    plural: plural ?? pluralOf(kind.toLowerCase()),
    singular: singular ?? kind.toLowerCase(),
  };
}

/** Name of the definition: `nginxconfigs.example.com`. */
export function definitionName(spec: DefinitionSpec): string {
  return `${namesOf(spec).plural}.${spec.group}`;
}
