import { defineEnvironments, type EnvironmentOf } from 'supercargo';
import { prod } from './prod';
import { qa } from './qa';

/** All environments, in the order of promotion. */
export const environments = defineEnvironments(qa, prod);

/** What a system is given: an environment with one of these names. */
export type Environment = EnvironmentOf<typeof environments>;
