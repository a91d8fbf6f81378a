import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ImagePins } from '../environment/spec';
import { isFields } from '../manifest/fields';
import { type Problem, show } from '../problem/problem';
import { requireCall } from '../shape/check';
import { findErrorCode } from '../writer/tree-error';

/** The pins of one environment, and what is wrong with them. */
export interface ImagePinsReading {
  readonly pins: ImagePins;
  /** Where a pin is added; for messages. @default `envs/<environment>.images.json` */
  readonly file?: string;
  readonly problems: readonly Problem[];
}

/** Where the pins of an environment come from. */
export type ImageSource = (environment: string) => ImagePinsReading;

/**
 * Image pins from `<environment>.images.json` in a folder, each file read when its environment is made.
 * @param folder - for example `join(__dirname, 'envs')`
 */
export function imagePinsIn(folder: string): ImageSource {
  requireCall('imagePinsIn', folder);
  return (environment) => {
    const file = join(folder, `${environment}.images.json`);
    const shown = relative(process.cwd(), file);
    try {
      return { ...parseImagePins(shown, readFileSync(file, 'utf8')), file: shown };
    } catch (error) {
      const reason = findErrorCode(error) ?? String(error);
      const message =
        reason === 'ENOENT'
          ? 'does not exist: create it, with {} in it to begin with'
          : `can't be read (${reason})`;
      return { pins: {}, file: shown, problems: [{ field: shown, message }] };
    }
  };
}

/** Image pins from the text of a file: one JSON object of texts, without a key that stands twice. */
export function parseImagePins(file: string, text: string): ImagePinsReading {
  requireCall('parseImagePins', file, text);
  const parsed = parseJson(text);
  if (typeof parsed === 'string')
    return { pins: {}, problems: [{ field: file, message: `is no JSON: ${parsed}` }] };
  if (!isFields(parsed.value))
    return {
      pins: {},
      problems: [
        { field: file, message: 'must be one JSON object: {"<system>/<service>": "<image>"}' },
      ],
    };
  const pins: Record<string, string> = {};
  const problems: Problem[] = duplicateKeys(text).map((key) => ({
    field: file,
    message: `${show(key)} is pinned twice: keep one of the lines`,
  }));
  for (const [key, image] of Object.entries(parsed.value)) {
    if (typeof image === 'string') pins[key] = image;
    else
      problems.push({
        field: file,
        message: `${show(key)}: got ${show(image)}, allowed an image as text`,
      });
  }
  return { pins, problems };
}

/** What a text says as JSON, or why it is none. */
export function parseJson(text: string): { readonly value: unknown } | string {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    if (/^(<{7}|={7}|>{7})/m.test(text))
      return 'it holds the marks of a merge conflict: resolve it';
    return error instanceof Error ? error.message : String(error);
  }
}

/** JSON.parse keeps the last of two equal keys without a word; after a bad merge that loses a pin. */
function duplicateKeys(text: string): readonly string[] {
  const seen = new Set<string>();
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g)].flatMap(([, key = '']) => {
    if (seen.has(key)) return [key];
    seen.add(key);
    return [];
  });
}
