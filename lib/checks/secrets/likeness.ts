import { findKnownKey, isRandom } from './forms';

/** Names of what is secret, as a rule: the last word of a variable's name. */
const SECRET_NAME =
  /(?:^|[/_.-])(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)$/i;

/** Names of what may be the name of a Secret, where it isn't a variable's. */
const SECRET_OR_REFERENCE = /secret$/i;

/** An address with a password in it. */
const WITH_PASSWORD = /\w:\/\/[^\s/:@]*:[^\s/@$]+@/;

/** What no secret is: a switch, a number of a few digits, a path, an address, a reference to another variable. */
const NO_SECRET =
  /^(?:yes|no|true|false|on|off|none|null|~|string|required|optional|\d{0,5}|\/.*|\w+:\/\/.*|\$.*|<.*>|\*+|.*\$\(.*\).*|.*\{\{.*\}\}.*)$/i;

/** Lines of files: `password: hunter2`, `db.password=hunter2`, `"password": "hunter2",`. */
const LINE =
  /^[ \t]*["']?([\w./-]{1,100})["']?[ \t]*[:=][ \t]*["']?([^"'\s#,;]{1,500})["']?[,;]?[ \t]*$/gm;

/** What a plain value likely is, told by its name, its form, or a password in an address: `a secret`. */
export function findSecretKind(name: unknown, value: unknown): string | undefined {
  if (typeof name !== 'string' || typeof value !== 'string') return undefined;
  const known = findKnownKey(value);
  if (known !== undefined) return known;
  if (WITH_PASSWORD.test(value) || isNamedSecret(name, value)) return 'a secret';
  return isRandom(name, value) ? 'a key, being random,' : undefined;
}

/** The same, of a text with several lines, which is a file. */
export function findSecretInFile(text: unknown): string | undefined {
  if (typeof text !== 'string' || !text.includes('\n')) return undefined;
  for (const [, name = '', value = ''] of text.matchAll(LINE))
    if (isNamedSecret(name, value) && !SECRET_OR_REFERENCE.test(name)) return 'a secret';
  return undefined;
}

/** The same, of an annotation, which may be the name of a Secret. */
export function findSecretAnnotation(key: string, value: unknown): string | undefined {
  const name = SECRET_OR_REFERENCE.test(key) ? '' : key;
  return key.startsWith('supercargo/') ? undefined : findSecretKind(name, value);
}

/** What one of a program's arguments likely is; a flag's value may come after it. */
export function findSecretArgument(argument: string, next: string | undefined): string | undefined {
  const [, name = '', value = next?.startsWith('-') ? '' : (next ?? '')] =
    /^-{0,2}([\w./-]{1,100})(?:=(.*))?$/s.exec(argument) ?? [];
  const isFlag = argument.startsWith('-') || argument.includes('=');
  const isNamed = isFlag && isNamedSecret(name, value) && !SECRET_OR_REFERENCE.test(name);
  if (isNamed) return 'a secret';
  const own = argument.includes('=') ? value : argument;
  return findSecretKind('', own);
}

function isNamedSecret(name: string, value: string): boolean {
  return SECRET_NAME.test(name) && !NO_SECRET.test(value);
}
