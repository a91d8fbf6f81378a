import { defineEnvironments, type EnvironmentOf } from '../lib';
import { e2e } from './e2e';
import { prod } from './prod';
import { qa } from './qa';
import { stage } from './stage';

/** All environments, in the order of promotion. */
export const environments = defineEnvironments(qa, e2e, stage, prod);

/** What a system is given: an environment with one of these names. */
export type Environment = EnvironmentOf<typeof environments>;
