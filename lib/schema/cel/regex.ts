/** Flags of Go that JavaScript has, too. */
const FLAGS = /\(\?([ims]+)\)/g;

const CLASSES: Readonly<Record<string, string>> = {
  '[:alnum:]': '0-9A-Za-z',
  '[:alpha:]': 'A-Za-z',
  '[:digit:]': '0-9',
  '[:lower:]': 'a-z',
  '[:space:]': '\\s',
  '[:upper:]': 'A-Z',
  '[:word:]': '\\w',
  '[:xdigit:]': '0-9A-Fa-f',
};

const known = new Map<string, RegExp>();

/**
 * A regular expression of Go (RE2) as JavaScript has it: flags in front hold for all of it.
 * @throws SyntaxError where JavaScript has no such thing
 */
export function goRegex(pattern: string): RegExp {
  const made = known.get(pattern) ?? compile(pattern);
  known.set(pattern, made);
  return made;
}

function compile(pattern: string): RegExp {
  const flags = new Set([...pattern.matchAll(FLAGS)].flatMap(([, letters = '']) => [...letters]));
  const source = pattern
    .replace(FLAGS, '')
    .replace(/\(\?P</g, '(?<')
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$')
    .replace(/\[:[a-z]+:\]/g, (name) => CLASSES[name] ?? name);
  const letters = [...flags].join('');
  try {
    return new RegExp(source, `${letters}u`);
  } catch {
    // Go lets any sign be escaped, JavaScript with `u` only some.
    return new RegExp(source, letters);
  }
}
