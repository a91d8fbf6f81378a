import type { JsonValue } from '../manifest/manifest';

/** What any field may say about itself. */
interface CommonSchema {
  /** What the field is for: `kubectl explain` shows it. */
  readonly description?: string;
  /** What the API server fills in where the field is left out. @default nothing */
  readonly default?: JsonValue;
  /** Whether the field may be null. An instance leaves it out instead. @default false */
  readonly nullable?: boolean;
  /** Rules in CEL, which the API server checks; a synthesis doesn't. @default none */
  readonly 'x-kubernetes-validations'?: readonly CelRule[];
}

/**
 * A rule that the API server checks at each change of an object.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
 */
export interface CelRule {
  /** In CEL: `self.minReplicas <= self.maxReplicas`, `self == oldSelf`. */
  readonly rule: string;
  /** What whoever breaks it is told. */
  readonly message?: string;
  /** The same as an expression in CEL. */
  readonly messageExpression?: string;
  /** The field that is to blame: `.minReplicas`. */
  readonly fieldPath?: string;
  readonly reason?:
    | 'FieldValueInvalid'
    | 'FieldValueForbidden'
    | 'FieldValueRequired'
    | 'FieldValueDuplicate';
}

/** A text. */
export interface StringSchema extends CommonSchema {
  readonly type: 'string';
  /** The only texts allowed. @default any */
  readonly enum?: readonly string[];
  /** A regular expression as Go knows them: without looking around, and without `\1`. @default any */
  readonly pattern?: string;
  /** @default none */
  readonly format?: StringFormat;
  /** In characters. */
  readonly minLength?: number;
  /** In characters. */
  readonly maxLength?: number;
}

/** The formats of texts that API servers check. */
export const STRING_FORMATS = [
  'bsonobjectid',
  'byte',
  'cidr',
  'date',
  'date-time',
  'datetime',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'mac',
  'password',
  'uri',
  'uuid',
] as const;

export type StringFormat = (typeof STRING_FORMATS)[number];

/** A number. */
export interface NumberSchema extends CommonSchema {
  readonly type: 'integer' | 'number';
  /** The only numbers allowed. @default any */
  readonly enum?: readonly number[];
  readonly format?: 'int32' | 'int64' | 'float' | 'double';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
}

/** True or false. */
export interface BooleanSchema extends CommonSchema {
  readonly type: 'boolean';
}

/** A number or a text: a port, or a share such as `25%`. */
export interface IntOrStringSchema extends CommonSchema {
  readonly 'x-kubernetes-int-or-string': true;
  readonly type?: never;
}

/** A list. */
export interface ListSchema extends CommonSchema {
  readonly type: 'array';
  readonly items: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  /**
   * How it is merged where several write to it: as a whole, as a set, or by keys of its items.
   * @default 'atomic'
   */
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  /** Fields that tell its items apart, with `map`. */
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

/** An object with known fields. */
export interface ObjectSchema extends CommonSchema {
  readonly type: 'object';
  readonly properties: Schemas;
  /** Fields that an object must have; one with a default may be left out all the same. @default none */
  readonly required?: readonly string[];
  /** Keeps fields that aren't listed, which are dropped otherwise. @default false */
  readonly 'x-kubernetes-preserve-unknown-fields'?: true;
  /** Whether it is merged field by field, or replaced as a whole. @default 'granular' */
  readonly 'x-kubernetes-map-type'?: 'granular' | 'atomic';
  readonly additionalProperties?: never;
}

/** A map with keys of the user's. */
export interface MapSchema extends CommonSchema {
  readonly type: 'object';
  /** What its values are. */
  readonly additionalProperties: Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly properties?: never;
}

/** An object of any content. */
export interface AnyObjectSchema extends CommonSchema {
  readonly type: 'object';
  readonly 'x-kubernetes-preserve-unknown-fields': true;
  /** Whether it is a Kubernetes object itself, with apiVersion, kind and metadata. @default false */
  readonly 'x-kubernetes-embedded-resource'?: true;
  readonly properties?: never;
  readonly additionalProperties?: never;
}

/**
 * What a field of a custom resource may hold, in the words of a CustomResourceDefinition: OpenAPI v3, as
 * far as a *structural* schema may have it.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export type Schema =
  | StringSchema
  | NumberSchema
  | BooleanSchema
  | IntOrStringSchema
  | ListSchema
  | ObjectSchema
  | MapSchema
  | AnyObjectSchema;

/** Fields by name. */
export type Schemas = Readonly<Record<string, Schema>>;
