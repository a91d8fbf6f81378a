import { Application, AppProject } from '../../imports/argo-cd-argoproj.io';
import type { EnvironmentSpec } from '../environment/spec';
import { recommendedLabels } from '../kubernetes/labels';
import type { Manifest } from '../manifest/manifest';

/** Where Argo CD finds the manifests. */
export interface ManifestSource {
  /** URL of the git repository, as Argo CD knows it. */
  readonly repository: string;
  readonly branch: string;
  /** Folder of the manifests in the repository: `dist`. */
  readonly folder: string;
}

/** Name of the one Application that a person applies. */
const ROOT = 'root';

/** Argo CD's own project, which allows what the root needs: the projects and Applications. */
const DEFAULT_PROJECT = 'default';

/** Attempts after a failed sync: 5 s, 10 s, 20 s, 40 s, 80 s. */
const RETRY = { limit: 5, backoff: { duration: '5s', factor: 2, maxDuration: '3m' } };

/** An environment as Argo CD's project: what may be deployed from where to where. */
export function planProject(
  environment: EnvironmentSpec,
  systems: readonly string[],
  source: ManifestSource,
): Manifest {
  const { name, cluster } = environment;
  return AppProject.manifest({
    metadata: { name, labels: recommendedLabels({ name }) },
    spec: {
      description: `Everything that runs in ${name}`,
      sourceRepos: [source.repository],
      // Sorted, so that moving code never moves YAML.
      destinations: systems.toSorted().map((system) => ({
        name: cluster.name,
        namespace: `${system}-${name}`,
      })),
      clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
    },
  });
}

/**
 * A system in an environment as Argo CD's Application. Preproduction is synced at once; production waits
 * for a person.
 */
export function planApplication(
  system: string,
  environment: EnvironmentSpec,
  source: ManifestSource,
): Manifest {
  const { name, cluster, tier } = environment;
  const instance = `${system}-${name}`;
  return Application.manifest({
    metadata: {
      name: instance,
      labels: recommendedLabels({ name: system, instance, partOf: system }),
    },
    spec: {
      project: name,
      source: {
        repoUrl: source.repository,
        targetRevision: source.branch,
        path: `${source.folder}/${name}/${system}`,
      },
      destination: { name: cluster.name, namespace: instance },
      syncPolicy: {
        ...(tier === 'preproduction' && { automated: { prune: true, selfHeal: true } }),
        syncOptions: ['ServerSideApply=true'],
        retry: RETRY,
      },
    },
  });
}

/** The app of apps: all projects and Applications. A person applies it once. */
export function planRoot(source: ManifestSource, namespace: string): Manifest {
  return Application.manifest({
    metadata: { name: ROOT, labels: recommendedLabels({ name: ROOT }) },
    spec: {
      project: DEFAULT_PROJECT,
      source: {
        repoUrl: source.repository,
        targetRevision: source.branch,
        path: `${source.folder}/argocd`,
        directory: { recurse: true, exclude: 'root.yaml' },
      },
      destination: { name: 'in-cluster', namespace },
      syncPolicy: { automated: { prune: true, selfHeal: true }, retry: RETRY },
    },
  });
}
