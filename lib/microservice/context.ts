import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { MeshFacts } from '../access/analysis';
import { isSideBySide, type SideBySideVersion, versionsOf } from '../delivery/side-by-side';
import { CLUSTER_DOMAIN } from '../endpoint/external';
import { Environment } from '../environment/environment';
import type { IngressFacts } from '../environment/ingress';
import type { ObservabilityFacts } from '../environment/observability';
import { recommendedLabels, type StringMap } from '../kubernetes/labels';
import type { SpreadDomain } from '../pod/scheduling';
import type { Problem } from '../problem/problem';
import type { MicroserviceProps } from './spec';

/** What a microservice's plan takes from around it. */
export interface MicroserviceContext {
  readonly name: string;
  /** Label `app` of the pods. @default the name */
  readonly app?: string;
  readonly namespace: string | undefined;
  /** Name of the system; undefined in a plain chart. */
  readonly system: string | undefined;
  /** The system in its environment: `online-boutique-qa`. */
  readonly instance: string | undefined;
  readonly clusterDomain: string;
  /** Undefined when there is none; `imageProblems` say why, unless that has been told already. */
  readonly image: string | undefined;
  /** Images of versions that run side by side, by version; none where one is missing. */
  readonly versionImages: StringMap;
  readonly imageProblems: readonly Problem[];
  readonly replicas: number;
  readonly spread: readonly SpreadDomain[];
  /** Whether requests of pods are recommended where nothing is said. @default false */
  readonly recommendResources?: boolean;
  /** What of the environment says how it is reached and watched; empty in a plain chart. */
  readonly environment: IngressFacts & MeshFacts & ObservabilityFacts;
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
  const images = isSideBySide(props.release)
    ? findVersionImages(versionsOf(props.release), props.image, environment, key)
    : findImage('image', props.image, environment, key);
  return {
    name,
    namespace: Chart.of(scope).namespace,
    system,
    instance,
    clusterDomain: environment?.spec.cluster.dnsDomain ?? CLUSTER_DOMAIN,
    replicas: environment?.spec.defaults?.replicas ?? (environment?.isProduction ? 2 : 1),
    spread: environment?.spec.defaults?.spread ?? ['node', 'zone'],
    recommendResources: environment?.spec.defaults?.recommendResources,
    environment: environment?.spec ?? {},
    ...images,
  };
}

/** Labels of all of a microservice's objects. */
export function labelsOf(props: MicroserviceProps, context: MicroserviceContext): StringMap {
  const { name, instance, system } = context;
  const facts = { name, instance, component: props.component, partOf: system };
  return Object.assign({}, props.labels, recommendedLabels(facts));
}

function systemOf(scope: IConstruct): { system?: string; instance?: string } {
  const found: unknown = scope.node.tryGetContext(SYSTEM_CONTEXT);
  if (typeof found !== 'object' || found === null) return {};
  const system = 'name' in found && typeof found.name === 'string' ? found.name : undefined;
  const instance =
    'instance' in found && typeof found.instance === 'string' ? found.instance : undefined;
  return { system, instance };
}

type Images = Pick<MicroserviceContext, 'image' | 'versionImages' | 'imageProblems'>;

function findImage(
  field: string,
  named: string | undefined,
  environment: Environment | undefined,
  key: string | undefined,
): Images {
  const image = named ?? (key === undefined ? undefined : environment?.images[key]);
  return {
    image,
    versionImages: {},
    imageProblems: image === undefined ? missingImage(field, environment, key) : [],
  };
}

/** Each version's own image, and that of the first as the microservice's; none where one is missing. */
function findVersionImages(
  versions: readonly SideBySideVersion[],
  named: string | undefined,
  environment: Environment | undefined,
  key: string | undefined,
): Images {
  const found = versions.map(({ version, pin, field, image }) => {
    const own = pin === '' ? named : image;
    const pinKey = key === undefined ? undefined : `${key}${pin}`;
    return { version, ...findImage(field, own, environment, pinKey) };
  });
  const isWhole = found.every(({ image }) => image !== undefined);
  return {
    image: isWhole ? found[0]?.image : undefined,
    versionImages: Object.fromEntries(
      found.flatMap(({ version, image }) => (image === undefined ? [] : [[version, image]])),
    ),
    imageProblems: found.flatMap(({ imageProblems }) => imageProblems),
  };
}

function missingImage(
  field: string,
  environment: Environment | undefined,
  key: string | undefined,
): readonly Problem[] {
  // What is wrong with the file has been reported; that no pin is found follows from it.
  if (environment?.hasUnreadableImages) return [];
  return environment === undefined || key === undefined
    ? [{ field, message: 'is missing: name an image with its tag or digest' }]
    : [
        {
          field,
          message: `no image is pinned: add "${key}": "<image>:<tag>" to ${environment.imagesFile}`,
        },
      ];
}
