import { checkImage } from '../kubernetes/image';
import { findNearest } from '../problem/nearest';
import { type Problem, wrongValue } from '../problem/problem';
import { checkKey } from './key';
import { changesOf, findPin, type Pins } from './pins';
import type { PinnedEnvironment, PinPlan } from './plan';

/** A pin as it is typed: `online-boutique/frontend=registry.example.com/shop/frontend:v1.3.0`. */
export interface WantedPin {
  readonly key: string;
  readonly image: string;
}

/** What `image set` needs to know beside the environment and the pins. */
export interface SetOptions {
  /** The environment that this one is promoted from. @default none */
  readonly origin?: PinnedEnvironment;
  /** Pins of all other environments: a microservice that one of them has isn't misspelt. @default none */
  readonly others?: readonly Pins[];
  /** Whether to skip the environments before this one, and to take any name. @default false */
  readonly force?: boolean;
}

/** Reads `SYSTEM/SERVICE=IMAGE`. */
export function readPin(text: string): WantedPin | Problem {
  const at = text.indexOf('=');
  if (at > 0) return { key: text.slice(0, at), image: text.slice(at + 1) };
  return wrongValue(
    'image',
    text,
    "SYSTEM/SERVICE=IMAGE: 'shop/cart=registry.example.com/cart:v1'",
  );
}

/** Plans new images for an environment. */
export function planImages(
  environment: PinnedEnvironment,
  wanted: readonly WantedPin[],
  options: SetOptions = {},
): PinPlan {
  const problems = wanted.flatMap((pin, index) => [
    ...checkPin(pin),
    ...checkTwice(pin, wanted.slice(0, index)),
    ...(options.force
      ? []
      : [...checkKnown(pin, environment, options), ...checkTurn(pin, environment, options)]),
  ]);
  const entries = wanted.map(({ key, image }) => [key, image] as const);
  return {
    changes: problems.length > 0 ? [] : changesOf(environment.pins, entries),
    notes: [],
    problems,
  };
}

function checkPin({ key, image }: WantedPin): readonly Problem[] {
  const wrong = checkKey('image', key);
  return wrong.length > 0 ? wrong : checkImage(key, image);
}

function checkTwice({ key, image }: WantedPin, before: readonly WantedPin[]): readonly Problem[] {
  const other = before.find((pin) => pin.key === key);
  return other === undefined || other.image === image
    ? []
    : [{ field: key, message: `is set twice, to ${other.image} and to ${image}: keep one` }];
}

/** A name that is new, and looks like one that isn't, is taken for a slip. */
function checkKnown(
  { key }: WantedPin,
  { name, pins }: PinnedEnvironment,
  { others = [] }: SetOptions,
): readonly Problem[] {
  if ([pins, ...others].some((known) => Object.hasOwn(known, key))) return [];
  const near = findNearest(key, Object.keys(pins));
  if (near === undefined) return [];
  const message = `isn't pinned in ${name}: did you mean '${near}'? For a new microservice add --force`;
  return [{ field: key, message }];
}

/** An image comes here from the environment before, unless the microservice runs only here. */
function checkTurn(
  { key, image }: WantedPin,
  { name, pins }: PinnedEnvironment,
  { origin }: SetOptions,
): readonly Problem[] {
  if (origin === undefined) return [];
  const there = findPin(origin.pins, key);
  const isOnlyHere = there === undefined && Object.hasOwn(pins, key);
  if (isOnlyHere || there === image || findPin(pins, key) === image) return [];
  const state =
    there === undefined ? `${origin.name} hasn't this microservice` : `${origin.name} has ${there}`;
  return [
    {
      field: key,
      message: `skips ${origin.name}, which ${name} is promoted from: ${state}; use \`promote ${origin.name} ${name}\`, or add --force`,
    },
  ];
}
