import { parse } from 'yaml';
import type { JsonValue } from './manifest';
import { YAML_DIALECT } from './yaml-dialect';

/** A document of a file. */
export interface PlainDocument {
  readonly value: JsonValue;
  /** Of its first line with something on it, from 1. */
  readonly line: number;
}

/**
 * Reads YAML as programs write it: maps and lists in blocks, texts in one line. It takes a small part of the
 * time that the full parser takes, and reads the same.
 * @returns undefined for a text with anything else in it, right or wrong
 */
export function readPlainYaml(text: string): readonly PlainDocument[] | undefined {
  if (!PRINTABLE.test(text)) return undefined;
  const lines = text.split('\n');
  const documents: PlainDocument[] = [];
  let start = 0;
  for (let end = 0; end <= lines.length; end++) {
    if (end < lines.length && lines[end] !== '---') continue;
    const document = readDocument(lines, start, end);
    if (document === undefined) return undefined;
    if (document !== 'empty') documents.push(document);
    start = end + 1;
  }
  return documents;
}

/** ASCII without comments, or what may be one; and without tabs. */
const PRINTABLE = /^[\n\x20-\x22\x24-\x7e]*$/;

function readDocument(
  lines: readonly string[],
  start: number,
  end: number,
): PlainDocument | 'empty' | undefined {
  const reader = new Reader(lines, start, end);
  const line = reader.at + 1;
  if (reader.indent < 0) return 'empty';
  if (reader.indent > 0) return undefined;
  const value = reader.block(0);
  return value === undefined || reader.indent >= 0 ? undefined : { value, line };
}

/** Goes through the lines of one document; whatever it doesn't know gives undefined. */
class Reader {
  /** Of the line that comes next; -1 after the last. */
  indent = -1;

  constructor(
    private readonly lines: readonly string[],
    public at: number,
    private readonly end: number,
  ) {
    this.at--;
    this.next();
  }

  /** A map or a list whose lines begin at a column. */
  block(column: number): JsonValue | undefined {
    if (column > MOST_COLUMNS) return undefined;
    return this.isItem(column) ? this.list(column) : this.map(column, this.line(column));
  }

  private list(column: number): JsonValue | undefined {
    const items: JsonValue[] = [];
    while (this.indent === column && this.isItem(column)) {
      const rest = this.line(column + 2);
      const item = entryOf(rest) !== null ? this.map(column + 2, rest) : this.value(rest, column);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }

  /** @param first - its first line, which may stand behind the mark of a list's item */
  private map(column: number, first: string): JsonValue | undefined {
    const map: Record<string, JsonValue> = {};
    for (let text = first; ; text = this.line(column)) {
      const [, quoted, plain = quoted, rest = ''] = entryOf(text) ?? [];
      if (plain === undefined || isSpecial(plain, quoted) || Object.hasOwn(map, plain))
        return undefined;
      const value = rest === '' ? this.below(column) : this.value(rest, column);
      if (value === undefined) return undefined;
      map[plain] = value;
      if (this.indent !== column || this.isItem(column)) return this.ends(column) ? map : undefined;
    }
  }

  /** What stands below a key: a block further in, a list at the same column, or nothing. */
  private below(column: number): JsonValue | undefined {
    this.next();
    if (this.indent > column) return this.block(this.indent);
    return this.indent === column && this.isItem(column) ? this.list(column) : null;
  }

  /** A text that ends with its line: one that goes on below is left to the full parser. */
  private value(text: string, column: number): JsonValue | undefined {
    if (text === '|' || text === '|-') return this.literal(text, column);
    this.next();
    return this.indent > column ? undefined : readScalar(text);
  }

  /** A text of several lines, all of them as far in as the first. */
  private literal(mark: '|' | '|-', column: number): string | undefined {
    const inner = (this.lines[this.at + 1] ?? '').search(/[^ ]/);
    if (inner <= column) return undefined;
    const texts: string[] = [];
    for (this.at++; this.at < this.end; this.at++) {
      const line = this.lines[this.at] ?? '';
      // A line of spaces may be of the text, or not.
      if (line !== '' && line.trim() === '') return undefined;
      if (line !== '' && line.search(/[^ ]/) < inner) break;
      texts.push(line.slice(inner));
    }
    // A file that ends without a newline gives it none either.
    if (this.at === this.lines.length && texts.at(-1) !== '') return undefined;
    this.at--;
    this.next();
    while (texts.at(-1) === '') texts.pop();
    return mark === '|' ? `${texts.join('\n')}\n` : texts.join('\n');
  }

  private ends(column: number): boolean {
    return this.indent < column;
  }

  private isItem(column: number): boolean {
    return this.lines[this.at]?.startsWith('- ', column) ?? false;
  }

  private line(column: number): string {
    return this.lines[this.at]?.slice(column) ?? '';
  }

  private next(): void {
    do this.at++;
    while (this.at < this.end && this.lines[this.at] === '');
    this.indent = this.at < this.end ? (this.lines[this.at] ?? '').search(/[^ ]|$/) : -1;
  }
}

/** What stands further in is left to the full parser, which says so where it is nested too deeply. */
const MOST_COLUMNS = 200;

/** A longer line, too: to match it takes too much of the stack. */
const LONGEST_LINE = 100_000;

/** `key:` or `key: value`, the key in quotes or without. */
const ENTRY = /^(?:"([^"\\]*)"|([A-Za-z_][\w./-]*(?::[\w./-]+)*)):(?: ([^ ].*))?$/;

function entryOf(text: string): RegExpExecArray | null {
  return text.length > LONGEST_LINE ? null : ENTRY.exec(text);
}

/** Words that YAML 1.1 takes for something else than texts. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|~)$/i;

function isSpecial(key: string, quoted: string | undefined): boolean {
  return key === '__proto__' || (quoted === undefined && WORDS.test(key));
}

/** A text, number, ...; undefined for what may go on, or means something to YAML. */
function readScalar(text: string): JsonValue | undefined {
  if (text.length > LONGEST_LINE) return undefined;
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === '{}') return {};
  if (text === '[]') return [];
  if (/^(?:0|-?[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (/^"[^"\\]*"$/.test(text)) return text.slice(1, -1);
  if (
    !/^(?:(?:[A-Za-z0-9_./$^(]|--?[A-Za-z])(?:[^:]|:(?! ))*[^ :]|[A-Za-z0-9_/.]|-[A-Za-z]|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')$/.test(
      text,
    )
  )
    return undefined;
  // The same few come again and again.
  const known = SCALARS.get(text);
  if (known !== undefined) return known;
  const value = parseScalar(text);
  if (value !== undefined && SCALARS.size < MOST_KNOWN) SCALARS.set(text, value);
  return value;
}

const SCALARS = new Map<string, JsonValue>();
const MOST_KNOWN = 10_000;

/** As the full parser reads it. */
function parseScalar(text: string): JsonValue | undefined {
  if (/^[A-Za-z_/]/.test(text) && !WORDS.test(text)) return text;
  try {
    const value: unknown = parse(text, YAML_DIALECT);
    // It is for the full parser to say where `.inf` stands.
    if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
    return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
  } catch {
    return undefined;
  }
}
