import { findNearest } from '../problem/nearest';

/** Names that conditions know beside those of the language. */
const NAMES: readonly string[] = [
  'result',
  'asFloat',
  'asInt',
  'default',
  'isInf',
  'isNaN',
  'isNil',
];

/** The language's own functions and words. @see https://expr-lang.org/docs/language-definition */
const BUILT_IN = `
  abs all any bitand bitnand bitnot bitor bitshl bitshr bitushr bitxor ceil concat count date duration
  false filter find findIndex findLast findLastIndex first flatten float floor fromBase64 fromJSON
  fromPairs get groupBy hasPrefix hasSuffix indexOf int join keys last lastIndexOf len lower map max
  mean median min nil none now one reduce repeat replace reverse round sort sortBy split splitAfter
  string sum take timezone toBase64 toJSON toPairs trim trimPrefix trimSuffix true type uniq upper
  values`
  .trim()
  .split(/\s+/);

const WORD_OPERATORS: ReadonlySet<string> = new Set([
  'and',
  'contains',
  'endsWith',
  'in',
  'matches',
  'or',
  'startsWith',
]);

/** Words after which this check knows too little. */
const BEYOND: ReadonlySet<string> = new Set(['let', 'if', 'else']);

const TOKEN =
  /\s+|\/\*[\s\S]*?\*\/|\/\/[^\n]*|(?<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)|(?<number>\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|(?<word>[A-Za-z_$][\w$]*|#\w*)|(?<operator>\*\*|&&|\|\||==|!=|<=|>=|\?\?|\?\.|\.\.|[-+*/%^<>!?:.,;|=])|(?<bracket>[()[\]{}])/y;

interface Token {
  readonly kind: 'operand' | 'word' | 'operator' | 'bracket';
  readonly text: string;
}

/**
 * Why a condition can't be read, as far as that can be told without the controller; undefined when it
 * seems right. Arguments have been put in before.
 */
export function findConditionError(condition: string): string | undefined {
  if (condition.trim() === '') return 'it is empty';
  const tokens = tokensOf(condition);
  if (typeof tokens === 'string') return tokens;
  if (tokens.some(({ text }) => BEYOND.has(text))) return undefined;
  if (tokens.some(({ text }) => text === '=')) return "'=' is no operator: write '=='";
  return bracketError(tokens) ?? orderError(tokens) ?? nameError(tokens);
}

function tokensOf(condition: string): readonly Token[] | string {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < condition.length) {
    const start = TOKEN.lastIndex;
    const groups = TOKEN.exec(condition)?.groups;
    if (groups === undefined) return unreadable(condition.slice(start));
    const { text, number, word, operator, bracket } = groups;
    if (text !== undefined || number !== undefined)
      tokens.push({ kind: 'operand', text: text ?? number ?? '' });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator });
    else if (bracket !== undefined) tokens.push({ kind: 'bracket', text: bracket });
  }
  return tokens;
}

function unreadable(rest: string): string {
  return /^["'`]/.test(rest)
    ? `the text ${rest.slice(0, 20)} is never closed`
    : `'${rest.slice(0, 1)}' has no meaning here`;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

function bracketError(tokens: readonly Token[]): string | undefined {
  const open: string[] = [];
  for (const { kind, text } of tokens) {
    if (kind !== 'bracket') continue;
    if (CLOSING[text] !== undefined) open.push(text);
    else if (CLOSING[open.pop() ?? ''] !== text) return `'${text}' closes nothing`;
  }
  const last = open.pop();
  return last === undefined ? undefined : `'${last}' is never closed`;
}

const PREFIXES: ReadonlySet<string> = new Set(['-', '+', '!', 'not']);
/** What may stand where a value is missing: `[1:]`, `.name` in a closure, an empty list. */
const LENIENT: ReadonlySet<string> = new Set([':', ',', ';', '.']);

/** Values and operators have to take turns. */
function orderError(tokens: readonly Token[]): string | undefined {
  let wantsValue = true;
  let before = '';
  for (const { kind, text } of tokens) {
    const place = placeOf(kind, text);
    if (place === 'value' && !wantsValue) return `an operator is missing before '${text}'`;
    if (place === 'operator' && wantsValue && !PREFIXES.has(text) && !LENIENT.has(text))
      return `'${text}' has nothing on its left`;
    if (place === 'close' && wantsValue && isDangling(before))
      return `'${before}' has nothing on its right`;
    // `x not in y`: the word stands between a value and an operator.
    if (text !== 'not') wantsValue = place === 'operator' || place === 'open';
    before = text;
  }
  return wantsValue ? `'${before}' has nothing on its right` : undefined;
}

function isDangling(before: string): boolean {
  return CLOSING[before] === undefined && !LENIENT.has(before);
}

function placeOf(kind: Token['kind'], text: string): 'value' | 'operator' | 'open' | 'close' {
  if (kind === 'bracket') return CLOSING[text] === undefined ? 'close' : 'open';
  if (kind === 'operator') return 'operator';
  return kind === 'word' && (WORD_OPERATORS.has(text) || text === 'not') ? 'operator' : 'value';
}

/** Names that mean nothing; closures have names of their own, so that none is judged beside one. */
function nameError(tokens: readonly Token[]): string | undefined {
  if (tokens.some(({ text }) => text === '{' || text === '|' || text.startsWith('#')))
    return undefined;
  const known = [...NAMES, ...BUILT_IN];
  const unknown = tokens.find(
    ({ kind, text }, index) =>
      kind === 'word' &&
      !WORD_OPERATORS.has(text) &&
      text !== 'not' &&
      !known.includes(text) &&
      !['.', '?.'].includes(tokens[index - 1]?.text ?? ''),
  );
  if (unknown === undefined) return undefined;
  const nearest = findNearest(unknown.text, known);
  const hint = nearest === undefined ? '' : `, did you mean ${nearest}?`;
  return `it knows no '${unknown.text}'${hint}`;
}
