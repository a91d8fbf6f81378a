import { Microservice } from '../microservice/microservice';
import { ANYTHING, type Form, listOf, mapOf, objectOf, only, TEXT } from '../problem/form';
import type { Problem } from '../problem/problem';

const CONDITION = objectOf({ header: TEXT, cookie: TEXT, exact: TEXT, prefix: TEXT, regex: TEXT });

/** One condition, or several. */
const WHEN: Form = (field, value) =>
  Array.isArray(value) ? listOf(CONDITION)(field, value) : CONDITION(field, value);

const BRANCH = objectOf(
  { expires: TEXT, when: WHEN, microservices: listOf(ANYTHING) },
  'expires',
  'microservices',
);

const VARIANT = objectOf(
  {
    of: only('a Microservice', (value) => value instanceof Microservice),
    image: TEXT,
    when: WHEN,
    replicas: only('a whole number from 1', (value) => typeof value === 'number'),
    env: mapOf(ANYTHING),
    serviceAccount: TEXT,
  },
  'of',
  'image',
);

/** Checks what a branch looks like, before anyone reads it; its variants are looked at one by one. */
export function checkBranchForm(props: unknown): readonly Problem[] {
  return BRANCH('', props).map((problem) => ({
    ...problem,
    field: problem.field.replace(/^\./, ''),
  }));
}

/** Checks what a variant looks like, before anyone reads it. */
export function checkVariantForm(field: string, variant: unknown): readonly Problem[] {
  return VARIANT(field, variant);
}
