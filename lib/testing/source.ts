import { existsSync, statSync } from 'node:fs';
import type { IConstruct } from 'constructs';
import { withClusters } from '../checks/argocd/clusters';
import { linesOf } from '../checks/finding';
import type { CheckContext } from '../checks/rule';
import { checkObjects } from '../config-repo/check-objects';
import type { Synthesis } from '../config-repo/synthesis';
import {
  checkKubernetesVersion,
  DEFAULT_KUBERNETES,
  type KubernetesVersion,
} from '../kubernetes/version';
import { externalsIn } from '../manifest/external';
import { isManifest } from '../manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../manifest/manifest-set';
import { readFile, readFolder } from '../manifest/read-folder';
import { readTree } from '../manifest/read-tree';
import { waiversIn } from '../manifest/waiver';
import { checkKeys } from '../problem/keys';
import { formatProblem, show } from '../problem/problem';
import { nameOf } from './argument';
import { type Judged, Surroundings } from './surroundings';

/**
 * Where manifests are read from: a `ConfigRepo` or any other app, an environment, a system, a chart or any
 * other construct; a folder or a file of YAML, by its path; or objects as plain data.
 */
export type Source = IConstruct | string | readonly unknown[];

/** What the source doesn't say itself. */
export interface SourceOptions {
  /** Version of Kubernetes that the manifests are for. A ConfigRepo has its own. @default '1.28' */
  readonly kubernetes?: KubernetesVersion;
}

/** What a source holds. */
export interface SourceReading {
  readonly manifests: ManifestSet;
  /** All that is wrong with it, one line each; what rules find isn't among it. */
  readonly problems: readonly string[];
  /** Construct path; empty for all that there is. */
  readonly place: string;
  readonly around: Surroundings;
}

/** Reads a source; nothing is written. */
export function readSource(source: Source, options: SourceOptions = {}): SourceReading {
  const wrong = [...sourceProblems(source), ...optionProblems(options)];
  if (wrong.length > 0) return alone({ manifests: [], problems: wrong }, {});
  const { kubernetes = DEFAULT_KUBERNETES } = options;
  if (typeof source === 'string') return alone(readPath(source), { kubernetes });
  if (isList(source)) return alone(readData(source), { kubernetes });
  const own = readConstruct(source, kubernetes);
  const { root, path } = source.node;
  // What is around it is read only where it is asked for.
  const around = new Surroundings(
    () => (root === source ? own : readConstruct(root, kubernetes)),
    (place) => findConstruct(root, place) !== undefined,
  );
  return { ...own, place: path, around };
}

/** What is wrong with a source that is none: the words say what is likely meant. */
function sourceProblems(source: unknown): readonly string[] {
  if (isSource(source) && source !== '') return [];
  const hint =
    typeof source === 'function'
      ? ': call the function'
      : source instanceof Promise
        ? ': `await` the promise'
        : '';
  return [
    `got ${nameOf(source)}, allowed a ConfigRepo or another construct, the path of a folder or a file, or a list of objects${hint}`,
  ];
}

function optionProblems(options: SourceOptions): readonly string[] {
  const { kubernetes } = options;
  return [
    ...checkKeys('options', options, ['kubernetes']),
    ...(kubernetes === undefined ? [] : checkKubernetesVersion('options.kubernetes', kubernetes)),
  ].map(formatProblem);
}

function findConstruct(root: IConstruct, path: string): IConstruct | undefined {
  return path
    .split('/')
    .reduce<IConstruct | undefined>((scope, id) => scope?.node.tryFindChild(id), root);
}

interface Reading {
  readonly manifests: ManifestSet;
  readonly problems: readonly string[];
}

function alone({ manifests, problems }: Reading, known: Partial<CheckContext>): SourceReading {
  const findings = () => checkObjects(manifests, { ...known, told: problems }).findings;
  const around = new Surroundings(() => ({ manifests, findings }));
  return { manifests, problems, place: '', around };
}

function readConstruct(construct: IConstruct, kubernetes: string): Reading & Judged {
  if (isSynthesizable(construct)) return readSynthesis(construct.synthesize());
  const { manifests, problems } = readTree(construct);
  const known = { kubernetes, told: problems, externals: externalsIn(construct) };
  return {
    manifests,
    problems,
    findings: () => checkObjects(manifests, known, waiversIn(construct)).findings,
  };
}

/** What rules have found is among a synthesis' problems. */
function readSynthesis({
  manifests,
  problems,
  findings = [],
  asWritten,
}: Synthesis): Reading & Judged {
  const found = new Set([...linesOf(findings, 'error'), ...linesOf(findings, 'warning')]);
  return {
    manifests,
    problems: problems.filter((problem) => !found.has(problem)),
    findings: () => findings,
    asWritten,
  };
}

function readPath(path: string): Reading {
  if (!existsSync(path))
    return { manifests: [], problems: [`${path}: there is no such folder or file`] };
  const isFolder = statSync(path).isDirectory();
  const { manifests, problems } = isFolder ? readFolder(path) : readFile(path, path);
  return { manifests: withClusters(manifests), problems };
}

/** Objects, or entries as a synthesis has them. */
function readData(items: readonly unknown[]): Reading {
  const read = items.map((item, index) => (isEntry(item) ? item : entryOf(item, index)));
  return {
    manifests: read.filter((entry) => typeof entry !== 'string'),
    problems: read.filter((entry) => typeof entry === 'string'),
  };
}

function entryOf(item: unknown, index: number): ManifestEntry | string {
  const origin = `item ${index}`;
  if (isManifest(item)) return { manifest: item, file: '', origin, owner: '', cluster: '' };
  return `${origin}: got ${show(item)}, allowed a Kubernetes object: it needs apiVersion, kind and metadata.name`;
}

function isEntry(item: unknown): item is ManifestEntry {
  return (
    typeof item === 'object' &&
    item !== null &&
    'manifest' in item &&
    isManifest(item.manifest) &&
    ['file', 'origin', 'owner', 'cluster'].every((key) => key in item)
  );
}

/** A ConfigRepo, which adds to its tree and judges it as a whole. */
function isSynthesizable(
  construct: IConstruct,
): construct is IConstruct & { readonly synthesize: () => Synthesis } {
  return 'synthesize' in construct && typeof construct.synthesize === 'function';
}

function isList(source: IConstruct | readonly unknown[]): source is readonly unknown[] {
  return Array.isArray(source);
}

/** Whether something is what manifests can be read from. */
export function isSource(value: unknown): value is Source {
  return (
    typeof value === 'string' ||
    Array.isArray(value) ||
    (typeof value === 'object' && value !== null && 'node' in value && isNode(value.node))
  );
}

function isNode(node: unknown): boolean {
  return typeof node === 'object' && node !== null && 'path' in node;
}
