/** Names of what is secret, as a rule: the last word of a variable's name. */
const SECRET_NAME =
  /(?:^|[_.-])(?:password|passwd|pwd|secret|token|api_?key|access_?key|private_?key|credentials?)$/i;

/** An address with a password in it. */
const WITH_PASSWORD = /\w:\/\/[^\s/:@]*:[^\s/@$]+@/;

/** What no secret is: a switch, a number of a few digits, a path, an address, a reference to another variable. */
const NO_SECRET =
  /^(?:yes|no|true|false|on|off|none|\d{0,5}|\/.*|\w+:\/\/.*|.*\$\(.*\).*|.*\{\{.*\}\}.*)$/i;

/** Whether a plain value is likely a secret, told by its name, or by a password in an address. */
export function isLikeSecret(name: unknown, value: unknown): boolean {
  if (typeof name !== 'string' || typeof value !== 'string') return false;
  if (WITH_PASSWORD.test(value)) return true;
  return SECRET_NAME.test(name) && !NO_SECRET.test(value);
}
