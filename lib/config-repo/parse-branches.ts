import type {
  Branches,
  BranchSpec,
  Condition,
  Day,
  SystemBranches,
  VariantSpec,
  When,
} from '../environment/branches';
import { isFields } from '../manifest/fields';
import { findNearest } from '../problem/nearest';
import { formatProblem, type Problem, show, wrongValue } from '../problem/problem';
import { requireCall } from '../shape/check';
import { parseJson } from './image-pins';

/** The open feature branches of one environment, and what is wrong with them. */
export interface BranchesReading {
  readonly branches: Branches;
  /** Where they stand; for messages. @default `envs/<environment>.branches.json` */
  readonly file?: string;
  readonly problems: readonly Problem[];
}

const DAY = /^\d+-\d+-\d+$/;

/**
 * Feature branches from the text of a file: one JSON object, by system and name. What is wrong with its form
 * is found here; whether there are such microservices, and can have such branches, where they are opened.
 */
export function parseBranches(file: string, text: string): BranchesReading {
  requireCall('parseBranches', file, text);
  const parsed = parseJson(text);
  if (typeof parsed === 'string')
    return { branches: {}, problems: [{ field: file, message: `is no JSON: ${parsed}` }] };
  const form = new Form();
  const branches = form.members('', parsed.value, (field, system) =>
    form.members(field, system, (place, branch) => readBranch(form, place, branch)),
  );
  const problems = [...duplicateKeys(text), ...form.problems];
  return {
    branches: nonEmpty(branches),
    problems: problems.map((problem) => ({ field: file, message: formatProblem(problem) })),
  };
}

/** Reads what should be of some form, and collects what isn't. */
class Form {
  readonly problems: Problem[] = [];

  /** The members of an object that could be read, by name. */
  members<T>(
    field: string,
    value: unknown,
    read: (field: string, member: unknown) => T | undefined,
  ): Readonly<Record<string, T>> {
    const entries = Object.entries(this.object(field, value) ?? {}).flatMap(([name, member]) => {
      const found = read(field === '' ? name : `${field}.${name}`, member);
      return found === undefined ? [] : [[name, found] as const];
    });
    return Object.fromEntries(entries);
  }

  /** An object with some of the known fields. */
  fields(
    field: string,
    value: unknown,
    known: readonly string[],
  ): Readonly<Record<string, unknown>> | undefined {
    const object = this.object(field, value);
    for (const name of Object.keys(object ?? {}))
      if (!known.includes(name)) {
        const near = findNearest(name, known);
        const hint = near === undefined ? '' : `: did you mean '${near}'?`;
        this.problems.push(wrongValue(field, name, `${known.join(', ')}${hint}`));
      }
    return object;
  }

  text(field: string, value: unknown): string | undefined {
    if (typeof value === 'string') return value;
    this.wrong(field, value, 'a text');
    return undefined;
  }

  wrong(field: string, value: unknown, allowed: string): void {
    this.problems.push(
      value === undefined
        ? { field, message: `is missing: add ${allowed}` }
        : wrongValue(field, value, allowed),
    );
  }

  private object(field: string, value: unknown): Readonly<Record<string, unknown>> | undefined {
    if (isFields(value)) return value;
    this.wrong(field, value, 'an object: { ... }');
    return undefined;
  }
}

/** A branch in which something is wrong is none, so that nothing is said of what follows from it. */
function readBranch(form: Form, field: string, value: unknown): BranchSpec | undefined {
  const before = form.problems.length;
  const fields = form.fields(field, value, ['expires', 'when', 'microservices']);
  if (fields === undefined) return undefined;
  const { expires, when, microservices } = fields;
  const known = form.members(`${field}.microservices`, microservices, (place, variant) =>
    readVariant(form, place, variant),
  );
  if (isFields(microservices) && Object.keys(microservices).length === 0)
    form.problems.push({ field: `${field}.microservices`, message: 'is empty: name one' });
  const conditions = readWhen(form, `${field}.when`, when);
  if (isDay(expires) && form.problems.length === before)
    return { expires, ...conditions, microservices: known };
  if (!isDay(expires)) form.wrong(`${field}.expires`, expires, 'a day of the calendar: 2026-12-31');
  return undefined;
}

function readVariant(form: Form, field: string, value: unknown): VariantSpec | undefined {
  const known = ['image', 'when', 'replicas', 'env', 'serviceAccount'];
  const fields = form.fields(field, value, known);
  if (fields === undefined) return undefined;
  const { when, replicas, env, serviceAccount } = fields;
  const image = form.text(`${field}.image`, fields.image);
  const others = {
    ...readWhen(form, `${field}.when`, when),
    ...(replicas !== undefined && readReplicas(form, `${field}.replicas`, replicas)),
    ...(env !== undefined && {
      env: form.members(`${field}.env`, env, (place, text) => form.text(place, text)),
    }),
    ...(serviceAccount !== undefined && {
      serviceAccount: form.text(`${field}.serviceAccount`, serviceAccount),
    }),
  };
  return image === undefined ? undefined : { image, ...others };
}

function readReplicas(form: Form, field: string, value: unknown): Pick<VariantSpec, 'replicas'> {
  if (typeof value === 'number') return { replicas: value };
  form.wrong(field, value, 'a whole number from 1');
  return {};
}

function readWhen(form: Form, field: string, value: unknown): { readonly when?: When } {
  if (value === undefined) return {};
  if (!Array.isArray(value)) {
    const condition = readCondition(form, field, value);
    return condition === undefined ? {} : { when: condition };
  }
  const conditions = value.flatMap(
    (item: unknown, index) => readCondition(form, `${field}[${index}]`, item) ?? [],
  );
  return conditions.length === value.length ? { when: conditions } : {};
}

function readCondition(form: Form, field: string, value: unknown): Condition | undefined {
  const known = ['header', 'cookie', 'exact', 'prefix', 'regex'];
  const fields = form.fields(field, value, known);
  if (fields === undefined) return undefined;
  const { header, cookie, exact, prefix, regex } = fields;
  const carrier =
    typeof header === 'string' ? { header } : typeof cookie === 'string' && { cookie };
  const text =
    typeof exact === 'string'
      ? { exact }
      : typeof prefix === 'string'
        ? { prefix }
        : typeof regex === 'string' && { regex };
  const isPlain = Object.values(fields).every((one) => typeof one === 'string');
  if (isPlain && Object.keys(fields).length === 2 && carrier !== false && text !== false)
    return { ...carrier, ...text };
  form.wrong(
    field,
    value,
    "'header' or 'cookie' with a name, and 'exact', 'prefix' or 'regex' with a text",
  );
  return undefined;
}

function isDay(value: unknown): value is Day {
  return typeof value === 'string' && DAY.test(value);
}

/** Systems whose last branch has been closed are none. */
function nonEmpty(branches: Readonly<Record<string, SystemBranches>>) {
  return Object.fromEntries(
    Object.entries(branches).filter(([, system]) => Object.keys(system).length > 0),
  );
}

/** JSON.parse keeps the last of two equal keys without a word; after a bad merge that loses a branch. */
function duplicateKeys(text: string): readonly Problem[] {
  const problems: Problem[] = [];
  const open: { readonly names: Set<string>; readonly place: string }[] = [];
  let key = '';
  for (const [token, name] of text.matchAll(/"((?:[^"\\]|\\.)*)"\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    const parent = open.at(-1);
    if (token === '{') {
      const place = [parent?.place ?? '', key].filter((part) => part !== '').join('.');
      open.push({ names: new Set(), place });
    } else if (token === '}') open.pop();
    else if (name !== undefined && parent !== undefined) {
      if (parent.names.has(name))
        problems.push({
          field: parent.place,
          message: `${show(name)} is there twice: keep one of the two`,
        });
      parent.names.add(name);
      key = name;
    }
  }
  return problems;
}
