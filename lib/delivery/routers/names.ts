import { checkDnsSubdomain } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';

/** Checks the name of an object; one that isn't said is fine. */
export function checkObjectName(field: string, name: string | undefined): readonly Problem[] {
  return name === undefined ? [] : checkDnsSubdomain(field, name);
}

/** Checks the names of objects, each of which is said once; a list that isn't said is fine. */
export function checkObjectNames(
  field: string,
  names: readonly string[] | undefined,
): readonly Problem[] {
  if (names === undefined) return [];
  if (names.length === 0) return [wrongValue(field, names, 'at least one name')];
  return names.flatMap((name, index) => [
    ...checkDnsSubdomain(`${field}[${index}]`, name),
    ...(names.indexOf(name) < index
      ? [wrongValue(`${field}[${index}]`, name, 'each name once')]
      : []),
  ]);
}
