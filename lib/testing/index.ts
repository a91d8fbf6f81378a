export type { Finding, Severity } from '../checks/finding';
export type { RuleId } from '../checks/registry';
export type { SimulationOptions } from '../delivery/simulation/options';
export { type Simulation, simulate } from '../delivery/simulation/simulate';
export { timeline } from '../delivery/simulation/timeline';
export type { Manifest } from '../manifest/manifest';
export type { ManifestEntry, ManifestSet } from '../manifest/manifest-set';
export type { Answer } from '../reachability/spec';
export { absent, anything, matching, stringLike } from './any-value';
export type { Callee, CalleeOptions } from './callee';
export { type Capture, capture } from './capture';
export { readYamlFiles } from './kept-files';
export { type FindingFilter, Manifests } from './manifests';
export type { Matcher, ObjectPattern, Pattern } from './matcher';
export {
  type ManifestMatchers,
  type ManifestsOrSource,
  type MatchResult,
  matchers,
} from './matchers';
export type { Query } from './query';
export type { Source, SourceOptions } from './source';
export { arrayWith, eachItem, exactly, objectLike } from './structure';
