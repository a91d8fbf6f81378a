import { type ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Environment } from '../environment/environment';
import { openBranches } from '../feature-branch/open';
import { LABEL, MANAGED_BY, type StringMap } from '../kubernetes/labels';
import { checkDnsLabel } from '../kubernetes/names';
import { setOutputFolder } from '../manifest/output-file';
import { shownOf } from '../manifest/require';
import { SYSTEM_CONTEXT } from '../microservice/context';
import { EnvironmentNamespace, namespaceName } from '../namespace/construct';
import type { NamespaceOptions } from '../namespace/spec';
import { InputError, wrongValue } from '../problem/problem';
import { freeId, reportProblems, textOf } from '../problem/report';
import { readProps, requireCall } from '../shape/check';

/** Id of the namespace's construct, and so of no microservice. */
const NAMESPACE_ID = 'namespace';

/** What a system may say about itself as a whole. */
export interface SystemOptions {
  readonly namespace?: NamespaceOptions;
  /**
   * In what order Argo CD syncs its objects: one kind after the other, or, beside that, callees before their
   * callers, each when those before it are healthy. @default 'calls', and 'kinds' where there is a Rollout,
   * since a sync of several waves waits for its steps
   */
  readonly syncOrder?: 'calls' | 'kinds';
}

/**
 * What belongs together, in one environment: a namespace and its microservices, and an Argo CD
 * Application. To be extended: the subclass creates the microservices in its constructor, and the feature
 * branches that are open in the environment come with them.
 */
export class System extends Chart {
  /** `online-boutique` */
  readonly name: string;
  /** The system in its environment: `online-boutique-qa`. Name of its namespace and Application. */
  readonly instance: string;
  readonly syncOrder: SystemOptions['syncOrder'];
  /** Namespace, quota and limit range. */
  readonly namespaceObjects: EnvironmentNamespace;
  private readonly allLabels: StringMap;

  constructor(
    readonly environment: Environment,
    name: string,
    given: SystemOptions = {},
  ) {
    requireEnvironment('new System()', environment);
    const { props: options, problems } = readProps('System', given);
    const instance = namespaceName(textOf(name), environment.name);
    const labels = {
      [LABEL.instance]: instance,
      [LABEL.partOf]: textOf(name),
      [LABEL.managedBy]: MANAGED_BY,
    };
    super(environment, freeId(environment, name), {
      namespace: instance,
      disableResourceNameHashes: true,
      labels,
    });
    this.allLabels = Object.freeze(labels);
    this.name = name;
    this.instance = instance;
    this.syncOrder = options.syncOrder;
    this.node.setContext(SYSTEM_CONTEXT, { name, instance });
    setOutputFolder(this, `${environment.name}/${textOf(name)}`);
    const misnamed = checkDnsLabel('name', name);
    // What is wrong with one of the names it is made of, has been told of that one.
    const isTold = [...misnamed, ...checkDnsLabel('name', environment.name)].length > 0;
    reportProblems(this, [
      ...misnamed,
      ...(isTold ? [] : checkDnsLabel('namespace', instance)),
      ...problems,
    ]);
    this.namespaceObjects = new EnvironmentNamespace(this, NAMESPACE_ID, {
      system: textOf(name),
      environment: environment.spec,
      ...options.namespace,
    });
    const branches = environment.branches[name];
    if (branches !== undefined) openBranches(this, branches);
  }

  /**
   * Labels of all objects in it, not to be changed: for more labels, copy them. cdk8s copies them for each object and
   * adds the object's own; of a frozen object, V8 makes such copies without a new hidden class for each.
   */
  override get labels(): StringMap {
    return this.allLabels;
  }

  /** Names an object that has no name of its own by the ids that the user gave: never by a hash. */
  override generateObjectName(object: ApiObject): string {
    const { scopes } = object.node;
    const ids = scopes.slice(scopes.indexOf(this) + 1).map(({ node }) => node.id);
    const given = ids.filter((id) => !UNNAMED.includes(id));
    return given.join('-').toLowerCase();
  }
}

/** Ids that a library gives to the one object of a construct, and that nobody named. */
const UNNAMED = ['Default', 'Resource'];

/** The class of a system. */
export type SystemType<S extends System> = abstract new (...args: never[]) => S;

/** The system of a class in an environment, if it has been created there. */
export function findSystem<S extends System>(
  environment: Environment,
  type: SystemType<S>,
): S | undefined {
  requireSearch('findSystem', environment, type);
  return environment.node.children.find((child): child is S => isOf(child, type));
}

function requireSearch(entry: string, environment: unknown, type: unknown): void {
  requireEnvironment(`${entry}()`, environment);
  requireCall(entry, environment, type);
}

function requireEnvironment(call: string, value: unknown): void {
  if (value instanceof Environment) return;
  const allowed = 'an environment: the one that its constructor is given';
  throw new InputError([wrongValue(call, shownOf(value), allowed)]);
}

/** What `instanceof` does elsewhere: cdk8s has it take every chart for an instance of every chart's class. */
function isOf<S extends System>(construct: IConstruct, type: SystemType<S>): construct is S {
  return Function.prototype[Symbol.hasInstance].call(type, construct);
}

/**
 * The system of a class in an environment, for the endpoints of its microservices:
 * `requireSystem(environment, OnlineBoutique).cart.endpoint('grpc')`.
 * @throws InputError when it isn't there (yet)
 */
export function requireSystem<S extends System>(environment: Environment, type: SystemType<S>): S {
  requireSearch('requireSystem', environment, type);
  const found = findSystem(environment, type);
  if (found !== undefined) return found;
  const message = `is not in '${environment.name}' yet: deploy it before what calls it`;
  throw new InputError([{ field: type.name, message }]);
}
