import type { Manifest } from './manifest';

/** One object of a manifest set, and where it comes from. */
export interface ManifestEntry {
  readonly manifest: Manifest;
  /** File in the output folder: `qa/online-boutique/frontend.yaml`. */
  readonly file: string;
  /** Construct path of the object, or file and line. */
  readonly origin: string;
  /** Construct path of what the file is for: objects of two owners must not meet in one file. */
  readonly owner: string;
  /** The cluster it is for; empty where that isn't known. */
  readonly cluster: string;
}

/** All objects of an app, or of a folder of YAML: what checks, views and the writer work on. */
export type ManifestSet = readonly ManifestEntry[];
