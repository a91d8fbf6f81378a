import { AppProject, type AppProjectSpecRoles } from '../../imports/argo-cd-argoproj.io';
import { refusesBranches } from '../environment/branches';
import type { EnvironmentSpec, People } from '../environment/spec';
import { syncDefaults } from '../environment/sync';
import { ANNOTATION } from '../kubernetes/annotations';
import { recommendedLabels, type StringMap } from '../kubernetes/labels';
import type { Manifest } from '../manifest/manifest';
import { type ConfigSource, sourceOf } from './git';
import { previewSourceOf } from './preview/application-set';

/** An environment as Argo CD's project: what may be deployed from where to where, by whom, and when. */
export function planProject(
  environment: EnvironmentSpec,
  systems: readonly string[],
  source: ConfigSource,
): Manifest {
  const { name, cluster, mesh, people, previews, sync = {} } = environment;
  const namespaces = new Set([
    ...systems.map((system) => instancesOf(system, environment)),
    ...(sync.namespaces ?? []),
  ]);
  return AppProject.manifest({
    metadata: {
      name,
      labels: recommendedLabels({ name }),
      ...planAnnotations(environment),
    },
    spec: {
      description: `Everything that runs in ${name}`,
      sourceRepos: [
        previews === undefined
          ? sourceOf(source, name).repository
          : previewSourceOf(previews, source, name).repository,
      ],
      // Sorted, so that moving code never moves YAML.
      destinations: [...namespaces]
        .toSorted()
        .map((namespace) => ({ name: cluster.name, namespace })),
      clusterResourceWhitelist: [
        { group: '', kind: 'Namespace' },
        ...(sync.clusterKinds ?? []).map(({ group, kind }) => ({ group, kind })),
      ],
      orphanedResources: {
        warn: true,
        // The mesh puts its certificate into every namespace.
        ...(mesh !== undefined && { ignore: [{ kind: 'ConfigMap', name: 'istio-ca-root-cert' }] }),
      },
      ...planRoles(name, people),
      ...planWindows(environment),
    },
  });
}

/** What commands have to know of an environment, and read out of the output folder. */
function planAnnotations(environment: EnvironmentSpec): { readonly annotations?: StringMap } {
  const { promotedFrom } = environment;
  const annotations = {
    ...(refusesBranches(environment) && { [ANNOTATION.featureBranches]: 'refused' }),
    ...(promotedFrom !== undefined && { [ANNOTATION.promotedFrom]: promotedFrom }),
  };
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

/** Names of a system's Applications and namespaces: one, or a pattern for those of all pull requests. */
function instancesOf(system: string, { name, previews }: EnvironmentSpec): string {
  return previews === undefined ? `${system}-${name}` : `${system}-${name}-*`;
}

/**
 * What people may do in Argo CD: readers look, those on call sync and act on Rollouts, too.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/
 */
function planRoles(
  project: string,
  { readers = [], onCall = [] }: People = {},
): { readonly roles?: AppProjectSpecRoles[] } {
  const policies = (role: string, rights: readonly string[]) =>
    rights.map((right) => `p, proj:${project}:${role}, ${right}, ${project}/*, allow`);
  const look = ['applications, get', 'logs, get'];
  const act = [...look, 'applications, sync', 'applications, action/argoproj.io/Rollout/*'];
  const roles = [
    { name: 'reader', groups: [...readers], policies: policies('reader', look) },
    { name: 'on-call', groups: [...onCall], policies: policies('on-call', act) },
  ].filter(({ groups }) => groups.length > 0);
  return roles.length === 0 ? {} : { roles };
}

function planWindows(environment: EnvironmentSpec) {
  const { tier, sync } = environment;
  const { windows, timeZone } = syncDefaults(tier, sync);
  if (windows.length === 0) return {};
  return {
    syncWindows: windows.map(({ kind, schedule, duration, systems, manualSync = true }) => ({
      kind,
      schedule,
      duration,
      timeZone,
      applications: systems?.map((system) => instancesOf(system, environment)) ?? ['*'],
      manualSync,
    })),
  };
}
