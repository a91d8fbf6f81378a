import { fieldsOf } from './fields';
import { objectsOf } from './objects-of';
import type { YamlReading } from './read-yaml';
import { requireJson } from './yaml-data';

/**
 * Reads Kubernetes objects from JSON. Other data, such as a `package.json`, has no apiVersion and kind, and is
 * nothing that anybody applies.
 * @param file - named in problems and origins
 */
export function readJson(file: string, text: string): YamlReading {
  const objects = dataOf(file, text);
  if (typeof objects !== 'string')
    return {
      manifests: objects.map((manifest) => ({
        manifest,
        file,
        origin: `${file}:1`,
        owner: file,
        cluster: '',
      })),
      problems: [],
    };
  return { manifests: [], problems: [objects] };
}

function dataOf(file: string, text: string) {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    // Settings of tools may have comments, and are none of Kubernetes' objects.
    if (!/"apiVersion"|"kind"/.test(text)) return [];
    return `${file}:${lineOf(text, error)} is no JSON: ${reasonOf(error)}`;
  }
  const { apiVersion, kind } = fieldsOf(data);
  if (apiVersion === undefined || kind === undefined) return [];
  try {
    const objects = objectsOf(file, requireJson(data));
    return typeof objects === 'string' ? `${file}:1 ${objects}` : objects;
  } catch (error) {
    return `${file}:1 ${reasonOf(error)}`;
  }
}

/** Where the mistake is, as far as the parser says it. */
function lineOf(text: string, error: unknown): number {
  const [, position] = /position (\d+)/.exec(reasonOf(error)) ?? [];
  const before = position === undefined ? text : text.slice(0, Number(position));
  return before.split('\n').length;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
