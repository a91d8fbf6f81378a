import { globOf } from '../../kubernetes/glob';
import { apiGroupOf, isClusterScoped } from '../../kubernetes/scope';
import { type Fields, fieldsOf, findText, itemsOf, textsOf } from '../../manifest/fields';
import { listBy } from '../../manifest/grouping';
import { describe } from '../../manifest/identity';
import type { ManifestEntry, ManifestSet } from '../../manifest/manifest-set';
import { wrongValue } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { type FolderClaim, folderClaims, folderOf } from './applications';

/**
 * Finds Applications without manifests or a project, and objects that the AppProject of their Application
 * doesn't permit: what Argo CD would refuse, at the sync.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
 */
export function checkPermitted(manifests: ManifestSet): readonly Finding[] {
  const claims = folderClaims(manifests);
  if (claims.length === 0) return [];
  const projects = new Map(
    manifests
      .filter(({ manifest }) => manifest.kind === 'AppProject')
      .map(({ manifest }) => [manifest.metadata.name, fieldsOf(manifest.spec)]),
  );
  const folders = listBy(manifests, ({ file }) => [folderOf(file)]);
  return claims.flatMap((claim) => {
    const project = projects.get(claim.project);
    if (project === undefined) return [unknownProject(claim, [...projects.keys()])];
    const objects = folders.get(claim.folder) ?? [];
    const permits = permitsOf(claim, project);
    return [
      ...(objects.length === 0 ? [emptyFolder(claim)] : []),
      ...checkSource(claim, project),
      ...checkObjects(objects, permits),
    ];
  });
}

function unknownProject({ entry, project }: FolderClaim, known: readonly string[]): Finding {
  return findingOf(
    'application-project',
    entry,
    wrongValue('spec.project', project, known.join(', ') || 'none: there is no AppProject'),
  );
}

function emptyFolder({ entry, folder }: FolderClaim): Finding {
  return findingOf('application-path', entry, {
    field: 'spec.source.path',
    message: `there is no manifest in ${folder}: add one, or remove the Application`,
  });
}

function checkSource({ entry, project }: FolderClaim, spec: Fields): readonly Finding[] {
  const source = fieldsOf(fieldsOf(entry.manifest.spec).source);
  const repository = findText(source.repoURL);
  const allowed = textsOf(spec.sourceRepos);
  if (repository === undefined || allowed.some((one) => globOf(one)(repository))) return [];
  const problem = wrongValue(
    'spec.source.repoURL',
    repository,
    `in AppProject ${project}: ${allowed.join(', ')}`,
  );
  return [findingOf('application-source', entry, problem)];
}

/** What a project permits to one Application, made ready to be asked of many objects. */
interface Permits {
  readonly project: string;
  /** Where all objects are put, whatever they say. */
  readonly namespace: string | undefined;
  readonly namespaces: readonly Glob[];
  readonly deniedNamespaces: readonly Glob[];
  readonly clusterKinds: readonly Kinds[];
  readonly deniedClusterKinds: readonly Kinds[];
  /** Undefined where all are permitted that aren't denied. */
  readonly kinds: readonly Kinds[] | undefined;
  readonly deniedKinds: readonly Kinds[];
  /** Whether some of the lists are about single objects. */
  readonly namesObjects: boolean;
}

/** What fits a text in which `*` stands for any other. */
type Glob = (text: string) => boolean;

/** An entry of a list of kinds; each part may be a pattern. */
interface Kinds {
  readonly group: Glob;
  readonly kind: Glob;
  readonly name: Glob | undefined;
}

function permitsOf({ project, cluster, namespace }: FolderClaim, spec: Fields): Permits {
  const namespaces = itemsOf(spec.destinations)
    .map(fieldsOf)
    .filter(({ name, server }) => {
      const clusters = textsOf([name, server]).map(globOf);
      return cluster === undefined || clusters.some((isMeant) => isMeant(cluster));
    })
    .flatMap((destination) => findText(destination.namespace) ?? []);
  const { namespaceResourceWhitelist: kinds } = spec;
  const lists = [
    spec.clusterResourceWhitelist,
    spec.clusterResourceBlacklist,
    kinds,
    spec.namespaceResourceBlacklist,
  ].flatMap(kindsOf);
  return {
    project,
    namespace,
    namesObjects: lists.some(({ name }) => name !== undefined),
    namespaces: namespaces.filter((name) => !name.startsWith('!')).map(globOf),
    deniedNamespaces: namespaces
      .filter((name) => name.startsWith('!'))
      .map((name) => globOf(name.slice(1))),
    clusterKinds: kindsOf(spec.clusterResourceWhitelist),
    deniedClusterKinds: kindsOf(spec.clusterResourceBlacklist),
    kinds: kinds === undefined ? undefined : kindsOf(kinds),
    deniedKinds: kindsOf(spec.namespaceResourceBlacklist),
  };
}

/** Objects of one kind and namespace are alike, unless a project names single ones. */
function checkObjects(objects: ManifestSet, permits: Permits): readonly Finding[] {
  const permitted = new Set<string>();
  return objects.flatMap((entry) => {
    const { apiVersion, kind, metadata } = entry.manifest;
    const likeness = `${apiVersion} ${kind} ${String(metadata.namespace)}`;
    if (permitted.has(likeness)) return [];
    const findings = checkObject(entry, permits);
    if (findings.length === 0 && !permits.namesObjects) permitted.add(likeness);
    return findings;
  });
}

function checkObject(entry: ManifestEntry, permits: Permits): readonly Finding[] {
  const { apiVersion, kind } = entry.manifest;
  return isClusterScoped(apiVersion, kind)
    ? checkClusterKind(entry, permits)
    : [...checkNamespace(entry, permits), ...checkNamespacedKind(entry, permits)];
}

function checkClusterKind(entry: ManifestEntry, permits: Permits): readonly Finding[] {
  const { project, clusterKinds, deniedClusterKinds } = permits;
  if (isListed(entry, clusterKinds) && !isListed(entry, deniedClusterKinds)) return [];
  const { apiVersion, kind } = entry.manifest;
  const group = apiGroupOf(apiVersion);
  return [
    findingOf('project-permits', entry, {
      field: 'kind',
      message: `isn't permitted by AppProject ${project}: add { group: '${group}', kind: '${kind}' } to sync.clusterKinds of environment '${project}', or leave ${describe(entry.manifest)} to whoever runs the cluster`,
    }),
  ];
}

function checkNamespace(entry: ManifestEntry, permits: Permits): readonly Finding[] {
  const { project, namespaces, deniedNamespaces } = permits;
  const namespace = permits.namespace ?? findText(entry.manifest.metadata.namespace);
  // One without is put into the Application's own.
  if (namespace === undefined) return [];
  const isIn = (patterns: readonly Glob[]) => patterns.some((isMeant) => isMeant(namespace));
  if (isIn(namespaces) && !isIn(deniedNamespaces)) return [];
  return [
    findingOf('project-permits', entry, {
      field: 'metadata.namespace',
      message: `got '${namespace}', which is no destination of AppProject ${project}: add it to sync.namespaces of environment '${project}'`,
    }),
  ];
}

function checkNamespacedKind(entry: ManifestEntry, permits: Permits): readonly Finding[] {
  const { project, kinds, deniedKinds } = permits;
  if ((kinds === undefined || isListed(entry, kinds)) && !isListed(entry, deniedKinds)) return [];
  return [
    findingOf('project-permits', entry, {
      field: 'kind',
      message: `isn't permitted in namespaces by AppProject ${project}`,
    }),
  ];
}

function isListed({ manifest }: ManifestEntry, list: readonly Kinds[]): boolean {
  return list.some(
    ({ group, kind, name }) =>
      kind(manifest.kind) &&
      group(apiGroupOf(manifest.apiVersion)) &&
      (name === undefined || name(manifest.metadata.name)),
  );
}

function kindsOf(list: unknown): readonly Kinds[] {
  return itemsOf(list)
    .map(fieldsOf)
    .map(({ group, kind, name }) => ({
      group: globOf(findText(group) ?? ''),
      kind: globOf(findText(kind) ?? ''),
      name: name === undefined ? undefined : globOf(findText(name) ?? ''),
    }));
}
