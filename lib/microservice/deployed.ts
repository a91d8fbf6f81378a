import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { createPolicies } from '../access/policies';
import { recordAsked } from '../endpoint/call-graph';
import type { Manifest } from '../manifest/manifest';
import { createObject } from '../manifest/manifest-object';
import { observed } from '../observability/observed';
import type { Problem } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { judge, type Readable } from '../shape/check';
import { claimHost } from '../traffic/exposed/claim';
import { Caller } from './caller';
import { askedByScaler } from './calls';
import { checkMicroservice } from './check';
import { contextOf, type MicroserviceContext } from './context';
import { manifestsOf, planMicroservice } from './plan';
import type { Runner } from './runner';
import type { MicroserviceProps } from './spec';

/** How pods are run in another way than a microservice's. */
export interface Deployment {
  /** How far the spec can be read. */
  readonly readable: Readable<unknown>;
  /** What is wrong beside what can be wrong with any pods. */
  readonly problems: () => readonly Problem[];
  readonly runner: Runner;
  /** A last change of the spec, by what is around. @default none */
  readonly adjust?: (props: MicroserviceProps, context: MicroserviceContext) => MicroserviceProps;
  /** Further objects. @default none */
  readonly more?: (context: MicroserviceContext) => readonly Manifest[];
}

/** What a construct has become. */
export interface Deployed {
  readonly props: MicroserviceProps;
  readonly context: MicroserviceContext;
  readonly caller: Caller;
  /** All objects but the policies; empty when the spec is wrong. */
  readonly objects: readonly ApiObject[];
}

/**
 * Has a construct make all that a microservice has, its pods run by another kind of workload: account, roles,
 * ConfigMaps, Services, policies, and a place in the call graph. Mistakes are reported.
 */
export function deploy(
  construct: Construct,
  name: string,
  given: MicroserviceProps,
  { readable, problems: own, runner, adjust = (props) => props, more = () => [] }: Deployment,
): Deployed {
  const context = contextOf(construct, name, given);
  const props = adjust(observed(given, context), context);
  const caller = new Caller(construct, props, context);
  const problems = judge(readable, () => [...checkMicroservice(props, context), ...own()]);
  reportProblems(construct, problems);
  if (props.exposed !== undefined)
    reportProblems(construct, claimHost('exposed', construct, props.exposed));
  // A second one of its name has been reported; its objects would each be one more problem.
  const isRight = problems.length === 0 && construct.node.id === name;
  const { image } = context;
  const manifests =
    isRight && image !== undefined
      ? [...manifestsOf(planMicroservice(props, context, image, runner)), ...more(context)]
      : [];
  const objects = manifests.map((manifest) => createObject(construct, manifest));
  recordAsked(construct, 'scaling', askedByScaler(props));
  if (objects.length > 0) createPolicies(construct, caller.group);
  return { props, context, caller, objects };
}
