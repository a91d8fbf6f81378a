import { fieldsOf } from './fields';
import { readYaml, type YamlReading } from './read-yaml';

/**
 * Reads Kubernetes objects from JSON. Other data, such as a `package.json`, has no apiVersion and kind, and is
 * nothing that anybody applies.
 * @param file - named in problems and origins
 */
export function readJson(file: string, text: string): YamlReading {
  const json = text.replace(/^\ufeff/, '');
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    // Settings of tools may have comments, and are none of Kubernetes' objects.
    if (!/"apiVersion"|"kind"/.test(json)) return NOTHING;
    const message = error instanceof Error ? error.message : String(error);
    const line = findLine(json, message) ?? findLineAsYaml(file, json) ?? 1;
    return { manifests: [], problems: [`${file}:${line} is no JSON: ${withoutExcerpt(message)}`] };
  }
  // A list of objects is told, as one in YAML is: nobody applies it.
  if (!(Array.isArray(data) ? data.some(isTyped) : isTyped(data))) return NOTHING;
  // JSON is YAML, the reader of which tells lines, and keys that stand twice.
  return readYaml(file, json);
}

const NOTHING: YamlReading = { manifests: [], problems: [] };

function isTyped(data: unknown): boolean {
  const { apiVersion, kind } = fieldsOf(data);
  return apiVersion !== undefined && kind !== undefined;
}

/** The line of the place that the parser tells, which it doesn't of each mistake. */
function findLine(json: string, message: string): number | undefined {
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  if (message.startsWith('Unexpected end')) return json.split('\n').length;
  return position === undefined ? undefined : json.slice(0, Number(position)).split('\n').length;
}

/** The line of the first mistake that is one in YAML, too. */
function findLineAsYaml(file: string, json: string): number | undefined {
  const [first = ''] = readYaml(file, json).problems;
  const [, line] = /^:(\d+) /.exec(first.slice(file.length)) ?? [];
  return line === undefined ? undefined : Number(line);
}

/** The parser's words, without the excerpt, which may be of a Secret, and the place, which is told already. */
function withoutExcerpt(message: string): string {
  return message
    .replace(/, (?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/s, '')
    .replace(/ (?:in JSON )?at position \d.*$/s, '');
}
