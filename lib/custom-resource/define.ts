import type { Construct } from 'constructs';
import type { Grant } from '../access/grants';
import { isFields } from '../manifest/fields';
import type { Problem } from '../problem/problem';
import { refuseCall } from '../shape/check';
import { flat } from '../shape/flatten';
import { checkNamed } from './check';
import { DefinedInstance } from './instance';
import type { Schemas } from './schema';
import { type DefinitionSpec, gvkOf, type InstanceMetadata, namesOf } from './spec';
import type { InstanceFields, KnownWords } from './type-of';

/** What may be done with objects by the Kubernetes API. */
export type Verb =
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'deletecollection';

/** An instance: its fields, and what it says about itself. */
export type InstanceProps<Fields extends Schemas> = InstanceFields<Fields> & {
  readonly metadata?: InstanceMetadata;
};

/** A kind as a construct's class: `new NginxConfig(this, 'my-nginx', { spec: { ... } })`. */
export interface DefinedResource<Fields extends Schemas = Schemas> {
  new (scope: Construct, name: string, props: InstanceProps<Fields>): DefinedInstance;
  /** What it was defined by, for `new CustomResourceDefinition(this, NginxConfig)`. */
  readonly definition: DefinitionSpec;
  /** `example.com/v1` */
  readonly apiVersion: string;
  readonly kind: string;
  /** The name in roles: `nginxconfigs`. */
  readonly plural: string;
  /** The right to do something with objects of the kind, for `grants` of a microservice. */
  grant(...verbs: readonly Verb[]): Grant;
  /** The right to do something with the `status` of objects, or with another subresource. */
  grantOn(subresource: 'status' | 'scale' | 'finalizers', ...verbs: readonly Verb[]): Grant;
}

/**
 * Defines a kind of custom resource. A wrong field in an instance, or a value of another type, doesn't compile;
 * what types can't tell, such as patterns and bounds, is checked when the tree is synthesized.
 */
export function defineCustomResource<const Fields extends Schemas>(
  spec: DefinitionSpec<Fields & KnownWords<Fields>>,
): DefinedResource<Fields> {
  refuseCall('defineCustomResource', checkNamed(spec).map(atTop));
  const { apiVersion, kind } = gvkOf(spec);
  const { plural } = namesOf(spec);
  const grantOf = (resource: string, verbs: readonly Verb[]): Grant => ({
    apiGroups: [spec.group],
    resources: [resource],
    verbs,
  });
  return class extends DefinedInstance {
    static readonly definition = spec;
    static readonly apiVersion = apiVersion;
    static readonly kind = kind;
    static readonly plural = plural;

    static grant(...verbs: readonly Verb[]): Grant {
      return grantOf(plural, verbs);
    }

    static grantOn(subresource: string, ...verbs: readonly Verb[]): Grant {
      return grantOf(`${plural}/${subresource}`, verbs);
    }

    constructor(scope: Construct, name: string, props: InstanceProps<Fields>) {
      if (isFields(props)) {
        const { metadata, ...fields } = flat(props);
        super(scope, name, spec, fields, metadata);
      } else super(scope, name, spec, props);
    }
  };
}

/** The definition is all that the function is called with. */
function atTop(problem: Problem): Problem {
  return problem.field === 'definition' ? { ...problem, field: '' } : problem;
}
