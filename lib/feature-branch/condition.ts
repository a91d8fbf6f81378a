import type { Condition, TextCondition } from '../environment/branches';

/** A condition on the value of one header: what any router knows. */
export interface HeaderCondition {
  /** In lower case, as HTTP/2 has it. */
  readonly name: string;
  readonly value: TextCondition;
}

/** A condition as one on a header. All cookies of a request stand in one. */
export function headerConditionOf(condition: Condition): HeaderCondition {
  if (condition.cookie === undefined)
    return { name: condition.header.toLowerCase(), value: textOf(condition) };
  return { name: 'cookie', value: { regex: cookieRegex(condition.cookie, textOf(condition)) } };
}

/** A text's condition as an expression over the whole. */
export function regexOf({ exact, prefix, regex }: TextCondition): string {
  if (regex !== undefined) return regex;
  return prefix === undefined ? `^${escaped(exact)}$` : `^${escaped(prefix)}.*$`;
}

/** In words, as the command line takes it: `cookie user=myfeature`, `header userid^=4f9e`. */
export function describeCondition(condition: Condition): string {
  const [kind, name] =
    condition.cookie === undefined ? ['header', condition.header] : ['cookie', condition.cookie];
  const { exact, prefix, regex } = condition;
  if (exact !== undefined) return `${kind} ${name}=${exact}`;
  return prefix === undefined ? `${kind} ${name}~=${regex}` : `${kind} ${name}^=${prefix}`;
}

function textOf({ exact, prefix, regex }: Condition): TextCondition {
  if (exact !== undefined) return { exact };
  return prefix === undefined ? { regex } : { prefix };
}

/** One whole cookie among several: behind the beginning or a semicolon, up to the next one or the end. */
function cookieRegex(name: string, { exact, prefix, regex }: TextCondition): string {
  const value =
    regex === undefined
      ? prefix === undefined
        ? escaped(exact)
        : `${escaped(prefix)}[^;]*`
      : `(${regex})`;
  return `^(.*; ?)?${escaped(name)}=${value}(;.*)?$`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
