import {
  Application,
  type ApplicationProps,
  ApplicationSet,
  type ApplicationSetProps,
} from '../../imports/argo-cd-argoproj.io';
import type { EnvironmentSpec } from '../environment/spec';
import { type SyncSpec, syncDefaults } from '../environment/sync';
import { recommendedLabels, type StringMap } from '../kubernetes/labels';
import type { Manifest } from '../manifest/manifest';
import type { IgnoredDifference } from './differences';
import { type ConfigSource, sourceOf } from './git';

/** Name of the one Application that a person applies. */
export const ROOT = 'root';

/** Argo CD's own project, which allows what the root needs: the projects and Applications. */
const DEFAULT_PROJECT = 'default';

/** What a system's Application is made from. */
export interface ApplicationInput {
  /** `online-boutique` */
  readonly system: string;
  readonly environment: EnvironmentSpec;
  /** What controllers write. */
  readonly ignored: readonly IgnoredDifference[];
}

/**
 * A system in an environment as Argo CD's Application. Preproduction is synced at once; production waits
 * for a person.
 */
export function planApplication(
  { system, environment, ignored }: ApplicationInput,
  source: ConfigSource,
): Manifest {
  const { name, sync } = environment;
  const instance = `${system}-${name}`;
  const { prefix } = sourceOf(source, name);
  return Application.manifest({
    metadata: {
      name: instance,
      labels: recommendedLabels({ name: system, instance, partOf: system }),
      annotations: planAnnotations(sync),
      ...finalizers(environment),
    },
    spec: planSpec(
      environment,
      source,
      { path: `${prefix}${system}`, namespace: instance },
      ignored,
    ),
  });
}

/** All systems of an environment as one ApplicationSet, which looks for their folders in git. */
export function planApplicationSet(
  environment: EnvironmentSpec,
  ignored: readonly IgnoredDifference[],
  source: ConfigSource,
): Manifest {
  const { name, sync } = environment;
  const { repository, revision, prefix } = sourceOf(source, name);
  const instance = `{{ .path.basename }}-${name}`;
  const props: ApplicationSetProps = {
    metadata: { name, labels: recommendedLabels({ name }) },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [
        { git: { repoUrl: repository, revision, directories: [{ path: `${prefix}*` }] } },
      ],
      template: {
        metadata: {
          name: instance,
          labels: {
            ...recommendedLabels({ name: '{{ .path.basename }}', instance }),
            'app.kubernetes.io/part-of': '{{ .path.basename }}',
          },
          annotations: planAnnotations(sync),
          ...finalizers(environment),
        },
        spec: planSpec(
          environment,
          source,
          { path: '{{ .path.path }}', namespace: instance },
          ignored,
        ),
      },
      ...(syncDefaults(environment.tier, sync).onDelete === 'keep' && {
        syncPolicy: { preserveResourcesOnDeletion: true },
      }),
    },
  };
  return ApplicationSet.manifest(props);
}

/** The app of apps: all projects and Applications. A person applies it once. */
export function planRoot(source: ConfigSource, namespace: string): Manifest {
  return Application.manifest({
    metadata: {
      name: ROOT,
      labels: recommendedLabels({ name: ROOT }),
      annotations: planAnnotations(),
    },
    spec: {
      project: DEFAULT_PROJECT,
      source: {
        repoUrl: source.repository,
        targetRevision: source.branch,
        path: `${source.folder}/argocd`,
        directory: { recurse: true, exclude: 'root.yaml' },
      },
      destination: { name: 'in-cluster', namespace },
      syncPolicy: { automated: AUTOMATED, retry: planRetry(5) },
    },
  });
}

const AUTOMATED = { prune: true, selfHeal: true, allowEmpty: false };

/** The fields of an Application that say what it brings where, and how. */
export function planSpec(
  environment: EnvironmentSpec,
  source: ConfigSource,
  place: { readonly path: string; readonly namespace: string },
  ignored: readonly IgnoredDifference[],
): ApplicationProps['spec'] {
  const { name, cluster, tier, sync } = environment;
  const { repository, revision } = sourceOf(source, name);
  const { automated, retries } = syncDefaults(tier, sync);
  return {
    project: name,
    source: { repoUrl: repository, targetRevision: revision, path: place.path },
    destination: { name: cluster.name, namespace: place.namespace },
    ...(ignored.length > 0 && {
      ignoreDifferences: ignored.map(({ fields, ...object }) => ({
        jqPathExpressions: [...fields],
        ...object,
      })),
    }),
    syncPolicy: {
      ...(automated && { automated: AUTOMATED }),
      syncOptions: [
        'ServerSideApply=true',
        // Otherwise a sync puts back what it was told to leave alone.
        ...(ignored.length > 0 ? ['RespectIgnoreDifferences=true'] : []),
      ],
      ...(retries > 0 && { retry: planRetry(retries) }),
    },
  };
}

/** Attempts after 5 s, 10 s, 20 s and so on, each of the newest commit. */
function planRetry(limit: number) {
  return { limit, refresh: true, backoff: { duration: '5s', factor: 2, maxDuration: '3m' } };
}

/** What an Application says to Argo CD's parts by annotations. */
export function planAnnotations({ notifications = [] }: SyncSpec = {}): StringMap {
  const subscriptions = notifications.flatMap(({ on, service, to = '' }) =>
    [on].flat().map((event) => [`notifications.argoproj.io/subscribe.on-${event}.${service}`, to]),
  );
  return {
    // Its own folder: a commit that changes others needs no look at this one.
    'argocd.argoproj.io/manifest-generate-paths': '.',
    ...Object.fromEntries(subscriptions),
  };
}

/** What goes when its Application goes. */
export const DELETES_OBJECTS: readonly string[] = ['resources-finalizer.argocd.argoproj.io'];

function finalizers({ tier, sync }: EnvironmentSpec): { readonly finalizers?: string[] } {
  return syncDefaults(tier, sync).onDelete === 'delete' ? { finalizers: [...DELETES_OBJECTS] } : {};
}
