import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withClusters } from '../../lib/checks/argocd/clusters';
import { lineOf } from '../../lib/checks/finding';
import type { EnvironmentRules } from '../../lib/checks/hardening/environments';
import { allRules } from '../../lib/checks/registry';
import { GROUPS } from '../../lib/checks/rule';
import { checkObjects } from '../../lib/config-repo/check-objects';
import { EXPOSURE_KINDS } from '../../lib/kubernetes/exposure';
import type { ManifestEntry, ManifestSet } from '../../lib/manifest/manifest-set';
import { readFolder } from '../../lib/manifest/read-folder';
import { mutate, nameOf, readMutations } from './mutation';
import { portSystem } from './mutations-system';

const mutations = readMutations(readFileSync(join(__dirname, 'mutations.txt'), 'utf8'));
const dist = readFolder(join(__dirname, '../../dist'));
const port = portSystem();
const all = [...withClusters(dist.manifests), ...port.manifests];

const environments: readonly EnvironmentRules[] = [
  {
    name: 'prod',
    path: 'prod',
    isProduction: true,
    exposure: EXPOSURE_KINDS.filter((kind) => kind !== 'NodePort'),
  },
  {
    name: 'nginx',
    path: 'nginx',
    imagePolicy: { requireDigest: true, registries: ['registry.example.com'] },
  },
];

/** Where a mutation is looked at: what deploys a system is with the Online Boutique of production. */
function systemOf(object: string): string {
  const [environment, system] = object.split('/');
  return environment === 'argocd' ? 'prod/online-boutique' : `${environment}/${system}`;
}

/** A system in an environment, and what deploys it. No rule needs more, and less takes less time. */
function objectsOf(place: string): ManifestSet {
  const [environment, system] = place.split('/');
  const files = [
    `argocd/applications/${system}-${environment}.yaml`,
    `argocd/projects/${environment}.yaml`,
  ];
  return all.filter(({ file }) => files.includes(file) || file.startsWith(`${place}/`));
}

/** What is found in a set, as `rule: ...`, when the objects of another one are in the cluster. */
function findIn(set: ManifestSet, present: ManifestSet): readonly string[] {
  const before = new Map(present.map((entry) => [nameOf(entry), entry.manifest]));
  const known = { environments, before: (entry: ManifestEntry) => before.get(nameOf(entry)) };
  return checkObjects(set, known).findings.map((found) => `${found.rule}: ${lineOf(found)}`);
}

test('nothing is found in what is not broken', () => {
  for (const { manifests, problems } of [dist, port]) {
    expect(problems).toEqual([]);
    expect(checkObjects(withClusters(manifests)).findings.map(lineOf)).toEqual([]);
  }
});

const places = [...new Set(mutations.map(({ object }) => systemOf(object)))];

test.each(places)('each rule finds what breaks it in %s', (place) => {
  const set = objectsOf(place);
  // Of code, waivers aren't in the YAML.
  const known = findIn(set, set);
  const missed = mutations
    .filter(({ object }) => systemOf(object) === place)
    .flatMap((mutation) => {
      const found = findIn(mutate(set, mutation), set).filter((line) => !known.includes(line));
      if (found.some((line) => line.startsWith(`${mutation.rule}: `))) return [];
      return [{ ...mutation, found }];
    });
  expect(missed).toEqual([]);
});

/** Found while sources or files are read: of what has been read, nothing can be changed so that they find it. */
const NOT_HERE = ['invalid-spec', 'unreadable-yaml'];

test('they are of all rules, and of all kinds that are there', () => {
  const ids = new Set(mutations.map(({ rule }) => rule));
  const missing = allRules()
    .map(({ id }) => `${id}`)
    .filter((id) => !ids.has(id));
  expect(missing.sort()).toEqual(NOT_HERE);
  expect([...ids].filter((id) => !allRules().some((rule) => rule.id === id))).toEqual([]);
  const broken = new Set(mutations.map(({ object }) => object.split('/').at(-2)));
  const kinds = new Set(all.map(({ manifest }) => manifest.kind));
  expect([...kinds].filter((kind) => !broken.has(kind))).toEqual([]);
});

test('they are many in each group', () => {
  const counts = GROUPS.map((group) => {
    const ids = new Set<string>(allRules().flatMap((one) => (one.group === group ? one.id : [])));
    return mutations.filter(({ rule }) => ids.has(rule)).length;
  });
  for (const count of counts) expect(count).toBeGreaterThan(30);
});
