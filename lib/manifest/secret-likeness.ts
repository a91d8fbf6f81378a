import { findKnownKey, isRandom } from './secret-forms';

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

/** A DSN as of Go's drivers: `shop:hunter2@tcp(mysql:3306)/shop`. */
const DSN = /[^\s:@/"'=]:([^\s@]{1,200})@(?:tcp|udp|unix)\(/;

/** A password among other settings: `Server=db;Password=hunter2`, `host=db password=hunter2`, `?user=a&password=b`. */
const SETTING =
  /(?:^|[;&?\s])(?:password|passwd|pwd|shared ?access ?key|account ?key|client ?secret)[ \t]*=[ \t]*([^\s;&"']{1,500})/i;

/** What a plain value likely is, told by its name, its form, or a password in it: `a secret`. */
export function findSecretKind(name: unknown, value: unknown): string | undefined {
  if (typeof name !== 'string' || typeof value !== 'string') return undefined;
  return (
    findSureSecret(name, value) ?? (isRandom(name, value) ? 'a key, being random,' : undefined)
  );
}

/** The same, of what is surely one: not of what is no more than random. */
export function findSureSecret(name: string, value: string): string | undefined {
  const known = findKnownKey(value);
  if (known !== undefined) return known;
  const holds = WITH_PASSWORD.test(value) || isNamedSecret(name, value) || isConnection(value);
  return holds ? 'a secret' : undefined;
}

/** Whether a line says how to connect, with a password in it. */
function isConnection(value: string): boolean {
  if (value.includes('\n')) return false;
  const password =
    DSN.exec(value)?.[1] ?? (hasSettings(value) ? SETTING.exec(value)?.[1] : undefined);
  return password !== undefined && !/^(?:\{\{|%)/.test(password) && !NO_SECRET.test(password);
}

/** At least two of them: one alone is a sentence, or a flag. */
function hasSettings(value: string): boolean {
  const first = value.indexOf('=');
  return first >= 0 && value.indexOf('=', first + 1) >= 0;
}

/** The same, of a text with several lines, which is a file. */
export function findSecretInFile(text: unknown): string | undefined {
  if (typeof text !== 'string' || !text.includes('\n')) return undefined;
  for (const [, name = '', value = ''] of text.matchAll(LINE))
    if (isNamedSecret(name, value) && !SECRET_OR_REFERENCE.test(name)) return 'a secret';
  const lines = text.split('\n').flatMap((line) => VALUE.exec(line)?.[1] ?? []);
  return lines.some(isConnection) ? 'a secret' : undefined;
}

/** What stands after a name in a line of a file. */
const VALUE = /^[ \t]*["']?[\w./-]{1,100}["']?[ \t]*[:=][ \t]*["']?(.{1,2000})$/;

/** The same of a name in camel case, as parameters of KEDA have: `bearerToken`, `connectionString`. */
export function findSureSecretInParameter(name: string, value: string): string | undefined {
  return findSureSecret(name.replace(/([a-z])([A-Z])/g, '$1_$2'), value);
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
