import { AppProject, type AppProjectSpecRoles } from '../../imports/argo-cd-argoproj.io';
import type { EnvironmentSpec, People } from '../environment/spec';
import { syncDefaults } from '../environment/sync';
import { ANNOTATION } from '../kubernetes/annotations';
import { recommendedLabels } from '../kubernetes/labels';
import type { Manifest } from '../manifest/manifest';
import { type ConfigSource, sourceOf } from './git';

/** An environment as Argo CD's project: what may be deployed from where to where, by whom, and when. */
export function planProject(
  environment: EnvironmentSpec,
  systems: readonly string[],
  source: ConfigSource,
): Manifest {
  const { name, cluster, promotedFrom, mesh, people, sync = {} } = environment;
  const namespaces = new Set([
    ...systems.map((system) => `${system}-${name}`),
    ...(sync.namespaces ?? []),
  ]);
  return AppProject.manifest({
    metadata: {
      name,
      labels: recommendedLabels({ name }),
      ...(promotedFrom !== undefined && {
        annotations: { [ANNOTATION.promotedFrom]: promotedFrom },
      }),
    },
    spec: {
      description: `Everything that runs in ${name}`,
      sourceRepos: [sourceOf(source, name).repository],
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

function planWindows({ name, tier, sync }: EnvironmentSpec) {
  const { windows, timeZone } = syncDefaults(tier, sync);
  if (windows.length === 0) return {};
  return {
    syncWindows: windows.map(({ kind, schedule, duration, systems, manualSync = true }) => ({
      kind,
      schedule,
      duration,
      timeZone,
      applications: systems?.map((system) => `${system}-${name}`) ?? ['*'],
      manualSync,
    })),
  };
}
