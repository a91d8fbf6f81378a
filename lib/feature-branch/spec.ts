import type { BranchSpec, VariantSpec } from '../environment/branches';
import type { Microservice } from '../microservice/microservice';
import type { Env } from '../pod/env';

/** A variant of a microservice, by what is other than there. */
export interface VariantProps extends Omit<VariantSpec, 'env'> {
  /** The microservice that it stands beside. */
  readonly of: Microservice<string>;
  /** Environment variables beside those of the microservice, or instead of them. @default none */
  readonly env?: Env;
}

/** What a feature branch consists of. */
export interface FeatureBranchProps extends Pick<BranchSpec, 'expires' | 'when'> {
  /** At least one. */
  readonly microservices: readonly VariantProps[];
}
