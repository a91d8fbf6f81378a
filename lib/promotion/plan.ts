import type { Problem } from '../problem/problem';
import { checkKey, nearTo } from './key';
import { findWay, type PromotionOrder } from './order';
import { changesOf, findPin, type PinChange, type Pins } from './pins';

/** An environment and its pins. */
export interface PinnedEnvironment {
  readonly name: string;
  readonly pins: Pins;
}

/** Pins that are to change. */
export interface PinPlan {
  readonly changes: readonly PinChange[];
  /** What stays as it is, and why; a line each. */
  readonly notes: readonly string[];
  /** What is wrong: with any of them, nothing is to be changed. */
  readonly problems: readonly Problem[];
}

/** What is asked beside the two environments. */
export interface PromotionOptions {
  /** Systems' services: `online-boutique/frontend`. @default all that both environments have pinned */
  readonly only?: readonly string[];
  /** Whether environments of the order may be skipped. @default false */
  readonly force?: boolean;
}

/** Plans a promotion: the images of one environment for the next one of the order. */
export function planPromotion(
  from: PinnedEnvironment,
  to: PinnedEnvironment,
  order: PromotionOrder,
  { only, force = false }: PromotionOptions = {},
): PinPlan {
  const wrongWay = force ? undefined : checkWay(from.name, to.name, order);
  const keys = only ?? Object.keys(from.pins).filter((key) => Object.hasOwn(to.pins, key));
  const problems = [
    ...(wrongWay === undefined ? [] : [wrongWay]),
    ...(only ?? []).flatMap((key) => checkSource(key, from)),
  ];
  const wanted = keys.flatMap((key) => {
    const image = findPin(from.pins, key);
    return image === undefined ? [] : [[key, image] as const];
  });
  return {
    changes: problems.length > 0 ? [] : changesOf(to.pins, wanted),
    notes: only === undefined ? missingInOne(from, to) : [],
    problems,
  };
}

/** A promotion goes one step along the order. */
function checkWay(from: string, to: string, order: PromotionOrder): Problem | undefined {
  const field = `promote ${from} ${to}`;
  if (from === to)
    return { field, message: 'both are the same environment: name the one before it first' };
  const origin = order.get(to);
  if (origin === from) return undefined;
  if (!order.has(to))
    return {
      field,
      message: `nothing tells what ${to} is promoted from: run \`npx cdk8s synth\`, or add --force`,
    };
  const forced = 'or add --force';
  if (findWay(order, to, from) !== undefined)
    return {
      field,
      message: `goes against the order: ${findWay(order, to, from)?.join(' -> ')}; to go back, use \`rollback ${to}\`, ${forced}`,
    };
  const way = findWay(order, from, to);
  if (way !== undefined)
    return {
      field,
      message: `skips ${way.slice(1, -1).join(', ')}: promote ${way.join(' -> ')} step by step, ${forced}`,
    };
  return {
    field,
    message:
      origin === undefined
        ? `${to} is the first of its order: use \`image set ${to}\`, ${forced}`
        : `${to} is promoted from ${origin}: \`promote ${origin} ${to}\`, ${forced}`,
  };
}

function checkSource(key: string, from: PinnedEnvironment): readonly Problem[] {
  if (Object.hasOwn(from.pins, key)) return [];
  const wrong = checkKey('--only', key);
  if (wrong.length > 0) return wrong;
  return [
    {
      field: '--only',
      message: `'${key}' isn't pinned in ${from.name}${nearTo(key, Object.keys(from.pins))}`,
    },
  ];
}

function missingInOne(from: PinnedEnvironment, to: PinnedEnvironment): readonly string[] {
  const absent = (one: PinnedEnvironment, other: PinnedEnvironment) =>
    Object.keys(one.pins).filter((key) => !Object.hasOwn(other.pins, key));
  const [extra, own] = [absent(from, to), absent(to, from)];
  return [
    ...(extra.length === 0
      ? []
      : [`not pinned in ${to.name}, and left out: ${extra.join(', ')} (--only adds one)`]),
    ...(own.length === 0 ? [] : [`only in ${to.name}, and as before: ${own.join(', ')}`]),
  ];
}
