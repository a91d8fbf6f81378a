/** YAML's limit for the text of a key that is followed by its colon on the same line. */
export const MAX_KEY_LENGTH = 1024;

/**
 * A key as YAML: plain where every parser reads it as this string, else quoted.
 *
 * @returns undefined for a key with a lone surrogate, or of more than 1,024 characters as YAML
 */
export function keyText(key: string): string | undefined {
  const text = lineText(key) ?? quotedText(key);
  return text === undefined || text.length > MAX_KEY_LENGTH ? undefined : text;
}

/**
 * A string of one line as YAML: plain where every parser reads it as this string, else quoted;
 * never folded, however long.
 *
 * @returns undefined for a string with a newline or a lone surrogate
 */
export function lineText(text: string): string | undefined {
  if (SIMPLE.test(text)) {
    return text.length <= 5 && RESERVED_WORD.test(text) ? `"${text}"` : text;
  }
  if (NOT_ASCII.test(text)) {
    if (text.includes('\n') || hasLoneSurrogate(text)) return undefined;
    if (text.includes('\t') || HIDDEN.test(text)) return quotedText(text);
  }
  if (RESERVED_WORD.test(text) || NUMBER.test(text) || TIMESTAMP.test(text)) return `"${text}"`;
  return NOT_PLAIN.test(text) ? readablyQuoted(text) : text;
}

/**
 * A string of several lines as YAML: a literal block where it carries the string, else quoted.
 *
 * @param indent the white space before each line of the block
 * @returns undefined for a string with a lone surrogate
 */
export function blockText(text: string, indent: string): string | undefined {
  if (hasLoneSurrogate(text)) return undefined;
  if (HIDDEN.test(text) || hasBlankEnd(text)) return quotedText(text);
  const chomping = text.endsWith('\n') ? (text.endsWith('\n\n') ? '+' : '') : '-';
  // Parsers take the first line's spaces for indentation, and reject a tab there, unless told.
  const indicator = /^\n*[ \t]/.test(text) ? '2' : '';
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  return `|${indicator}${chomping}\n${body.replace(/^(?=.)/gm, indent)}`;
}

/** Whether a text holds half a surrogate pair: a string of JavaScript that is not Unicode. */
export function hasLoneSurrogate(text: string): boolean {
  return LONE_SURROGATE.test(text);
}

/** Whether the last line that is not empty is white space, which some parsers drop from a block. */
function hasBlankEnd(text: string): boolean {
  const end = text.slice(text.trimEnd().length);
  return end.length === text.length || /\n[ \t]/.test(end);
}

/** The string in double quotes, with escapes; undefined if it has a lone surrogate. */
function quotedText(text: string): string | undefined {
  if (hasLoneSurrogate(text)) return undefined;
  // JSON's escapes are YAML's, too.
  return JSON.stringify(text).replace(EVERY_HIDDEN, escapeOf);
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** In the quotes that need fewer escapes; single ones if it is the same. */
function readablyQuoted(text: string): string {
  return text.includes("'") && !/["\\]/.test(text)
    ? `"${text}"`
    : `'${text.replaceAll("'", "''")}'`;
}

/**
 * By far the most strings: words of letters, digits and harmless signs, as in `a/b:1 --c=d`. Not
 * `e12`, which the package `yaml` takes for a float in its YAML 1.1 mode.
 */
const SIMPLE =
  /^(?!-?[eE][-+]?\d+$)(?:[A-Za-z_/]|--?[A-Za-z])[\w./@=,+-]*(?:(?: +|:)[\w./@=,+-]+)*$/;

/** Words that mean something else in YAML 1.1; `SIMPLE` strings among them have 1 to 5 letters. */
const RESERVED_WORD = /^(?:[yn~=]|<<|yes|no|on|off|true|false|null)$/i;

/**
 * What any parser may take for a number: YAML 1.1's underscores, `0_x1`, `0777` and `1:20`, YAML 1.2's
 * `0o7`, Ruby's commas; with some that none does, such as `1e`.
 */
const NUMBER =
  /^[-+]?(?:[\d_,]*(?:\.[\d_,]*)?(?:e[-+]?[\d_]*)?|_*0_*[xob][\da-f_]*|[\d_]+(?::[\d_]+)+(?:\.[\d_]*)?|\.(?:inf|nan))$/i;

/** Dates of YAML 1.1, with or without a time. */
const TIMESTAMP = /^\d+-\d\d?-\d\d?(?:$|[Tt\s])/;

/** Indicators at the start, `: ` or ` #` inside, space at either end, space other than U+0020. */
const NOT_PLAIN = /^[ ?:,[\]{}#&*!|>'"%@`]|^-(?: |$)|^---|^\.\.\.|: |:$| #| $|[^\S ]/;

/** All but printable ASCII. */
const NOT_ASCII = /[^ -~]/;

/**
 * Characters to be written as escapes, besides tab and newline: those that YAML forbids or reads as
 * a line break, and those that would hide from a reviewer (zero width, change of direction).
 */
const HIDDEN =
  /[^\t\n -~\xa0-\xac\xae-\u061b\u061d-\u200a\u2010-\u2027\u202f-\u205f\u2070-\ufefe\uff00-\ufff8\ufffc\ufffd]/;
const EVERY_HIDDEN = new RegExp(HIDDEN, 'g');

/** Lone surrogates only: with the flag `u` a pair is one character of another class. */
const LONE_SURROGATE = /\p{Surrogate}/u;
