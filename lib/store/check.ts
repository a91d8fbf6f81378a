import { checkDnsSubdomain } from '../kubernetes/names';
import type { EnvSource } from '../pod/env';
import { type Problem, wrongValue } from '../problem/problem';
import type { DatabaseAccess, Storage } from './spec';

/** Checks that a password is a reference to a Secret: a value, or a key of a ConfigMap, is for all to read. */
export function checkPassword(field: string, password: EnvSource | 'none'): readonly Problem[] {
  const source: unknown = password;
  if (typeof source === 'object' && source !== null && 'kind' in source)
    if (source.kind === 'secret-key') return [];
  // What is there instead may be the password itself, so it isn't shown.
  return [
    { field, message: "isn't a key of a Secret: take secretKey(), or key() of an ExternalSecret" },
  ];
}

/** Checks names and password of a database's user. @param longest - name of a user */
export function checkDatabaseAccess(
  { database, user, password }: DatabaseAccess,
  longest: number,
): readonly Problem[] {
  return [
    ...checkIdentifier('database', database, 63),
    ...checkIdentifier('user', user, longest),
    ...(['root', 'postgres', 'mysql'].includes(user)
      ? [wrongValue('user', user, 'a user of its own, who may do nothing outside of its database')]
      : []),
    ...checkPassword('password', password),
  ];
}

/** A name that is safe in a shell, an address and SQL alike. */
function checkIdentifier(field: string, name: string, longest: number): readonly Problem[] {
  return typeof name === 'string' && /^[a-z_][a-z0-9_]*$/i.test(name) && name.length <= longest
    ? []
    : [
        wrongValue(
          field,
          name,
          `letters, digits and '_', no digit first, at most ${longest} of them`,
        ),
      ];
}

/** Checks a claim that is there already; one of the store's own is checked where it is made. */
export function checkStorage(field: string, storage: Storage | undefined): readonly Problem[] {
  return storage?.claim === undefined ? [] : checkDnsSubdomain(`${field}.claim`, storage.claim);
}
