/**
 * An expression as the library reads it: regular expressions of Go have a function of their own here, and
 * `has()` takes names alone there, so that of an item, `has(self[0].port)`, is asked in another way.
 */
export function readable(expression: string): string {
  return withOptionalItems(expression).replace(/\.matches\(/g, '.matchesGo(');
}

const HAS = /\bhas\(/g;

function withOptionalItems(expression: string): string {
  let result = '';
  let done = 0;
  for (const { index } of expression.matchAll(HAS)) {
    const start = index + 'has('.length;
    const end = closing(expression, start);
    const [, parent, name] = /^(.*\].*)\.(\w+)\s*$/s.exec(expression.slice(start, end)) ?? [];
    if (parent === undefined || end < 0) continue;
    result += `${expression.slice(done, index)}${parent}.?${name}.hasValue()`;
    done = end + 1;
  }
  return result + expression.slice(done);
}

/** Where the bracket is closed that was opened before a place; -1 for nowhere. */
function closing(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')') depth--;
    if (depth === 0) return at;
  }
  return -1;
}
