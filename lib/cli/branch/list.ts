import { isOver } from '../../config-repo/branches';
import { type Branches, type Condition, conditionsOf } from '../../environment/branches';
import { describeCondition } from '../../feature-branch/condition';

/** An open feature branch of one system, as it is told of. */
export interface ListedBranch {
  readonly environment: string;
  readonly system: string;
  readonly name: string;
  readonly expires: string;
  readonly isExpired: boolean;
  readonly microservices: readonly {
    readonly name: string;
    readonly image: string;
    readonly when: readonly Condition[];
  }[];
}

/** The open feature branches of an environment, by system and name. */
export function listBranches(
  environment: string,
  branches: Branches,
  now: Date,
): readonly ListedBranch[] {
  return sorted(branches).flatMap(([system, members]) =>
    sorted(members).map(([name, { expires, when, microservices }]) => ({
      environment,
      system,
      name,
      expires,
      isExpired: isOver(expires, now),
      microservices: sorted(microservices).map(([microservice, variant]) => ({
        name: microservice,
        image: variant.image,
        when: conditionsOf(variant.when ?? when),
      })),
    })),
  );
}

function sorted<T>(members: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(members).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** A branch in words: a line for itself, and one for each of its microservices. */
export function branchInWords(branch: ListedBranch): readonly string[] {
  const { environment, system, name, expires, isExpired, microservices } = branch;
  const state = isExpired ? `expired on ${expires}` : `until ${expires}`;
  return [
    `${environment} ${system}/${name}: ${state}`,
    ...microservices.map(
      ({ name: microservice, image, when }) =>
        `  ${microservice} by ${when.map(describeCondition).join(' or ')}: ${image}`,
    ),
  ];
}
