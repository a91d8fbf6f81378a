import { Construct, type IConstruct } from 'constructs';
import { isFields } from '../manifest/fields';
import { setCluster } from '../manifest/output-file';
import { requireConstruct } from '../manifest/require';
import { InputError, type Problem, wrongValue } from '../problem/problem';
import { freeId, reportProblems } from '../problem/report';
import { checkClosed, judge, readProps } from '../shape/check';
import type { ShapeProblem } from '../shape/explain';
import type { Branches } from './branches';
import { checkEnvironment } from './check';
import type { EnvironmentSpec, ImagePins, Tier } from './spec';

/** What the tree can't do without, in the place of what is wrong and has been reported. */
const STAND_IN = {
  tier: 'preproduction',
  cluster: { name: 'in-cluster' },
  domain: 'example.com',
} as const;

/** A value for each environment, or for some of them and one for the others. */
export type Choices<Name extends string, T> =
  | Readonly<Record<Name, T>>
  | (Readonly<Partial<Record<Name, T>>> & { readonly otherwise: T });

/** What an environment knows beside its own spec. */
export interface EnvironmentContext<Name extends string = string> {
  /** @default none: each microservice names its image itself */
  readonly images?: ImagePins;
  /** File in which they are pinned, for messages. @default `envs/<name>.images.json` */
  readonly imagesFile?: string;
  /** Whether the pins could not be read. @default false */
  readonly hasUnreadableImages?: boolean;
  /** Open feature branches. @default none */
  readonly branches?: Branches;
  /** File in which they stand, for messages. @default `envs/<name>.branches.json` */
  readonly branchesFile?: string;
  /** Names of all environments; those that a choice may name. @default its own name only */
  readonly names?: readonly Name[];
}

/**
 * Where systems run: the scope of each system that is deployed there. Works below a plain cdk8s `App`,
 * too.
 */
export class Environment<Name extends string = string> extends Construct {
  readonly name: Name;
  readonly spec: EnvironmentSpec<Name>;
  readonly tier: Tier;
  readonly images: ImagePins;
  /** File in which the images of this environment are pinned. */
  readonly imagesFile: string;
  /** Whether that file could not be read, so that nothing is known of its pins. */
  readonly hasUnreadableImages: boolean;
  /** Feature branches that are open in this environment, by system. */
  readonly branches: Branches;
  /** File in which the feature branches of this environment stand. */
  readonly branchesFile: string;
  private readonly names: readonly Name[];

  /** The environment that a construct belongs to, or undefined in a plain chart. */
  static find(construct: IConstruct): Environment | undefined {
    return construct.node.scopes.find((scope) => scope instanceof Environment);
  }

  constructor(
    scope: Construct,
    given: EnvironmentSpec<Name>,
    around: EnvironmentContext<Name> = {},
  ) {
    requireConstruct('new Environment()', scope, 'new Environment(app, { name, ... })');
    super(scope, freeId(scope, given?.name));
    const readable = readProps('Environment', given, STAND_IN, 1);
    const { props: context, problems } = readProps('Environment', around);
    const { props: spec } = readable;
    this.spec = spec;
    setCluster(this, spec.cluster.name);
    this.name = spec.name;
    this.tier = spec.tier;
    this.images = context.images ?? {};
    this.hasUnreadableImages = context.hasUnreadableImages ?? false;
    this.imagesFile = context.imagesFile ?? `envs/${spec.name}.images.json`;
    this.branches = context.branches ?? {};
    this.branchesFile = context.branchesFile ?? `envs/${spec.name}.branches.json`;
    this.names = context.names ?? [spec.name];
    reportProblems(this, problems);
    const misshapen = [...readable.problems, ...unknownInParts(given, readable.problems)];
    reportProblems(
      this,
      judge({ problems: misshapen }, () => checkEnvironment(spec)),
    );
  }

  /** Whether the tier is production. */
  get isProduction(): boolean {
    return this.tier === 'production';
  }

  /** A public host name in the environment's domain: `host('shop')` is `shop.qa.example.com`. */
  host(label: string): string {
    return `${label}.${this.spec.domain}`;
  }

  /**
   * The value for this environment: its own, or else that for all others.
   * @throws InputError when there is neither (which doesn't compile)
   */
  choose<T>(choices: Choices<Name, T>): T {
    if (!isFields(choices))
      throw new InputError([
        wrongValue('choose', choices, 'a value for each: { qa: 1, otherwise: 2 }'),
      ]);
    const values = new Map<string, T>(Object.entries(choices));
    const unknown = [...values.keys()].filter(
      (name) => name !== 'otherwise' && !this.names.some((known) => known === name),
    );
    const problems = unknown.map((name) => this.wrongChoice(name));
    const key = values.has(this.name) ? this.name : 'otherwise';
    for (const [name, value] of values) {
      if (name !== key) continue;
      reportProblems(this, problems);
      return value;
    }
    throw new InputError([
      ...problems,
      { field: 'choose', message: `has no value for '${this.name}': add one, or \`otherwise\`` },
    ]);
  }

  private wrongChoice(name: string): Problem {
    const allowed = [...this.names, 'otherwise'].map((known) => `'${known}'`).join(', ');
    return wrongValue('choose', name, allowed);
  }
}

/** Fields that nobody reads, in parts of a spec; the spec itself may have more, of the user's own. */
function unknownInParts(
  spec: EnvironmentSpec,
  told: readonly ShapeProblem[],
): readonly ShapeProblem[] {
  const known = new Set(told.map(({ field }) => field));
  return checkClosed('Environment', spec, 1).filter(
    ({ field, readable }) => readable === 'name' && field.includes('.') && !known.has(field),
  );
}
