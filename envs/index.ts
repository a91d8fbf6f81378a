import { defineEnvironments, type EnvironmentOf } from '../lib';
import { aks } from './aks';
import { e2e } from './e2e';
import { prod } from './prod';
import { qa } from './qa';
import { stage } from './stage';

/** All environments: four in the order of promotion, and one that stands by itself. */
export const environments = defineEnvironments(qa, e2e, stage, prod, aks);

/** What a system is given: an environment with one of these names. */
export type Environment = EnvironmentOf<typeof environments>;
