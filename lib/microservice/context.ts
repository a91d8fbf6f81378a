import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Environment } from '../environment/environment';
import type { IngressFacts } from '../environment/ingress';
import { recommendedLabels, type StringMap } from '../kubernetes/labels';
import type { SpreadDomain } from '../pod/scheduling';
import type { Problem } from '../problem/problem';
import type { MicroserviceProps } from './spec';

/** What a microservice's plan takes from around it. */
export interface MicroserviceContext {
  readonly name: string;
  readonly namespace: string | undefined;
  /** Name of the system; undefined in a plain chart. */
  readonly system: string | undefined;
  /** The system in its environment: `online-boutique-qa`. */
  readonly instance: string | undefined;
  readonly clusterDomain: string;
  /** Undefined when there is none; `imageProblem` says why, unless that has been told already. */
  readonly image: string | undefined;
  readonly imageProblem: Problem | undefined;
  readonly replicas: number;
  readonly spread: readonly SpreadDomain[];
  /** What of the environment says how it is reached; empty in a plain chart. */
  readonly environment: IngressFacts;
}

/** Key of the node context under which a system leaves its name. */
export const SYSTEM_CONTEXT = 'supercargo:system';

/** Finds a microservice's surroundings: its chart, and its system and environment if it has them. */
export function contextOf(
  scope: IConstruct,
  name: string,
  props: MicroserviceProps,
): MicroserviceContext {
  const environment = Environment.find(scope);
  const { system, instance } = systemOf(scope);
  const key = system === undefined ? undefined : `${system}/${name}`;
  const image = props.image ?? (key === undefined ? undefined : environment?.images[key]);
  return {
    name,
    namespace: Chart.of(scope).namespace,
    system,
    instance,
    clusterDomain: environment?.spec.cluster.dnsDomain ?? 'cluster.local',
    image,
    imageProblem: image === undefined ? missingImage(environment, key) : undefined,
    replicas: environment?.spec.defaults?.replicas ?? (environment?.isProduction ? 2 : 1),
    spread: environment?.spec.defaults?.spread ?? ['node', 'zone'],
    environment: environment?.spec ?? {},
  };
}

/** Labels of all of a microservice's objects. */
export function labelsOf(props: MicroserviceProps, context: MicroserviceContext): StringMap {
  const { name, instance, system } = context;
  const facts = { name, instance, component: props.component, partOf: system };
  return { ...props.labels, ...recommendedLabels(facts) };
}

function systemOf(scope: IConstruct): { system?: string; instance?: string } {
  const found: unknown = scope.node.tryGetContext(SYSTEM_CONTEXT);
  if (typeof found !== 'object' || found === null) return {};
  const system = 'name' in found && typeof found.name === 'string' ? found.name : undefined;
  const instance =
    'instance' in found && typeof found.instance === 'string' ? found.instance : undefined;
  return { system, instance };
}

function missingImage(
  environment: Environment | undefined,
  key: string | undefined,
): Problem | undefined {
  // What is wrong with the file has been reported; that no pin is found follows from it.
  if (environment?.hasUnreadableImages) return undefined;
  return environment === undefined || key === undefined
    ? { field: 'image', message: 'is missing: name an image with its tag or digest' }
    : {
        field: 'image',
        message: `no image is pinned: add "${key}": "<image>:<tag>" to ${environment.imagesFile}`,
      };
}
