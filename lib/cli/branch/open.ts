import type { Branches, BranchSpec, Condition, Day } from '../../environment/branches';
import { conditionsOf } from '../../environment/branches';
import { describeCondition } from '../../feature-branch/condition';
import { checkWhen } from '../../feature-branch/condition-check';
import { checkImage } from '../../kubernetes/image';
import { checkDnsLabel, checkServiceName } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';
import { allowedAmong } from '../environments';
import type { WantedVariant } from './arguments';
import type { KnownMicroservice } from './microservices';

/** A feature branch that is to be opened. */
export interface WantedBranch {
  readonly name: string;
  readonly expires: Day;
  readonly conditions: readonly Condition[];
  readonly variants: readonly WantedVariant[];
}

/** The branches with a further one, in each of its systems. It has been checked before. */
export function withBranch(branches: Branches, wanted: WantedBranch): Branches {
  const { name, expires, conditions, variants } = wanted;
  const [first] = conditions;
  const when = conditions.length === 1 ? first : conditions;
  const systems = [...new Set(variants.map(({ system }) => system))];
  const opened = systems.map((system) => {
    const own = variants.filter((variant) => variant.system === system);
    const microservices = Object.fromEntries(
      own.map(({ microservice, image }) => [microservice, { image }]),
    );
    return [system, { ...branches[system], [name]: { expires, when, microservices } }] as const;
  });
  return { ...branches, ...Object.fromEntries(opened) };
}

/** Checks a branch against those that are open, and against what runs in the environment. */
export function checkWanted(
  wanted: WantedBranch,
  branches: Branches,
  known: readonly KnownMicroservice[],
): readonly Problem[] {
  const { name, conditions, variants } = wanted;
  const keys = variants.map(({ system, microservice }) => `${system}/${microservice}`);
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  return [
    ...checkDnsLabel('name', name),
    ...(conditions.length === 0
      ? [{ field: 'when', message: 'is missing: add --cookie or --header' }]
      : checkWhen('when', conditions)),
    ...[...new Set(twice)].map((key) => wrongValue('microservice', key, 'each one once')),
    ...checkNotOpen(name, branches),
    ...variants.flatMap((variant) => [
      ...checkImage(`${variant.system}/${variant.microservice}`, variant.image),
      ...checkVariant(wanted, variant, known),
      ...checkConditions(wanted, variant, branches),
    ]),
  ];
}

function checkNotOpen(name: string, branches: Branches): readonly Problem[] {
  return Object.entries(branches)
    .filter(([, system]) => Object.hasOwn(system, name))
    .map(([system]) => ({
      field: 'name',
      message: `'${name}' is open already in ${system}: close it first, or take another name`,
    }));
}

function checkVariant(
  { name }: WantedBranch,
  { system, microservice }: WantedVariant,
  known: readonly KnownMicroservice[],
): readonly Problem[] {
  const systems = [...new Set(known.map((one) => one.system))];
  if (!systems.includes(system)) return [unknown('system', system, systems)];
  const beside = known.filter((one) => one.system === system);
  const found = beside.find((one) => one.name === microservice);
  if (found === undefined)
    return [
      unknown(
        'microservice',
        `${system}/${microservice}`,
        beside.map((one) => `${system}/${one.name}`),
      ),
    ];
  const variant = `${microservice}-${name}`;
  const isTaken = beside.some((one) => one.name === variant || one.services.includes(variant));
  return [
    ...checkServiceName('name', variant),
    ...(isTaken ? [wrongValue('name', variant, 'a name that nothing has: rename the branch')] : []),
    ...(found.services.includes(microservice)
      ? []
      : [
          {
            field: 'microservice',
            message: `'${system}/${microservice}' has no Service by which requests could be sent to a variant of it`,
          },
        ]),
  ];
}

function unknown(field: string, name: string, known: readonly string[]): Problem {
  return { field, message: `there is no '${name}', ${allowedAmong(name, known)}` };
}

/** Of two branches with the same condition, only one would get requests. */
function checkConditions(
  { name, conditions }: WantedBranch,
  { system, microservice }: WantedVariant,
  branches: Branches,
): readonly Problem[] {
  const wanted = conditions.map(describeCondition);
  return Object.entries(branches[system] ?? {})
    .filter(([other]) => other !== name)
    .flatMap(([other, branch]) =>
      conditionsIn(branch, microservice)
        .map(describeCondition)
        .filter((condition) => wanted.includes(condition))
        .map((condition) => ({
          field: 'when',
          message: `'${condition}' leads to branch '${other}' already: take another value`,
        })),
    );
}

/** Which requests of a microservice go to a branch; none if it has no variant of it. */
export function conditionsIn(
  { microservices, when }: BranchSpec,
  microservice: string,
): readonly Condition[] {
  const variant = microservices[microservice];
  return variant === undefined ? [] : conditionsOf(variant.when ?? when);
}
