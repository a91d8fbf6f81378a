import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

const FILE = 'supercargo:file';
const FOLDER = 'supercargo:folder';
const CLUSTER = 'supercargo:cluster';

/** A file of the output, and the construct that it is for. */
export interface OutputFile {
  readonly file: string;
  /** Construct path. */
  readonly owner: string;
}

/**
 * Names the file, in the folder of the construct's chart, that takes the objects below a construct.
 * To be called before the construct gets children.
 */
export function setOutputFile(construct: IConstruct, file: string): void {
  construct.node.setContext(FILE, { file, owner: construct.node.path });
}

/** Names the folder for everything below a chart, to be called before it gets children. */
export function setOutputFolder(chart: Chart, folder: string): void {
  chart.node.setContext(FOLDER, folder);
}

/** Names the cluster for everything below a construct, to be called before it gets children. */
export function setCluster(construct: IConstruct, cluster: string): void {
  construct.node.setContext(CLUSTER, cluster);
}

/** The cluster named by the nearest construct around; empty where there is none. */
export function clusterOf(construct: IConstruct): string {
  return findText(construct, CLUSTER) ?? '';
}

/**
 * The file for a construct: named by the nearest construct around, or after the construct right below
 * its system's chart, or after a chart that has no folder of its own.
 */
export function outputFileOf(construct: IConstruct): OutputFile {
  const folder = findText(construct, FOLDER);
  const named = findOutputFile(construct);
  if (folder !== undefined && named !== undefined)
    return { file: `${folder}/${named.file}`, owner: named.owner };
  const chart = Chart.of(construct);
  if (folder === undefined)
    return {
      file: `${chart.node.path.split('/').map(fileName).join('/')}.yaml`,
      owner: chart.node.path,
    };
  const scopes = construct.node.scopes;
  const top = scopes[scopes.indexOf(chart) + 1] ?? construct;
  return { file: `${folder}/${fileName(top.node.id)}.yaml`, owner: top.node.path };
}

function findOutputFile(construct: IConstruct): OutputFile | undefined {
  const value: unknown = construct.node.tryGetContext(FILE);
  return isOutputFile(value) ? value : undefined;
}

function isOutputFile(value: unknown): value is OutputFile {
  return typeof value === 'object' && value !== null && 'file' in value && 'owner' in value;
}

function findText(construct: IConstruct, key: string): string | undefined {
  const value: unknown = construct.node.tryGetContext(key);
  return typeof value === 'string' ? value : undefined;
}

/** An id as a file name that every file system takes. */
function fileName(id: string): string {
  return (
    id
      .toLowerCase()
      .replace(/[^a-z0-9.]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '') || 'unnamed'
  );
}
