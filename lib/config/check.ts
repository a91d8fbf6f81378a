import { checkDataKey } from '../kubernetes/names';
import { checkEnv } from '../pod/env';
import { type Problem, wrongValue } from '../problem/problem';
import type { Config } from './spec';

/** The API server refuses more. */
const MAX_BYTES = 1024 * 1024;

/** Checks keys, values and size of a microservice's configuration. */
export function checkConfig(field: string, config: Config = {}): readonly Problem[] {
  const { files } = config;
  return [
    ...checkEnv(`${field}.values`, config.values),
    ...checkBytes(`${field}.values`, Object.values(config.values ?? {})),
    ...(files === undefined ? [] : checkFiles(`${field}.files`, files.contents)),
    ...(files === undefined || /^\/[^:]*$/.test(files.mountPath)
      ? []
      : [wrongValue(`${field}.files.mountPath`, files.mountPath, "an absolute path without ':'")]),
  ];
}

function checkFiles(field: string, contents: Readonly<Record<string, string>>): readonly Problem[] {
  const problems = Object.entries(contents).flatMap(([name, text]) => [
    ...checkDataKey(field, name),
    ...(typeof text === 'string' && !text.includes('\0')
      ? []
      : [wrongValue(`${field}.${name}`, text, 'text without NUL characters')]),
  ]);
  if (problems.length > 0) return problems;
  return checkBytes(field, Object.values(contents));
}

function checkBytes(field: string, values: readonly unknown[]): readonly Problem[] {
  const texts = values.filter((value) => typeof value === 'string');
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return bytes <= MAX_BYTES
    ? []
    : [wrongValue(field, bytes, `at most ${MAX_BYTES} bytes altogether, a ConfigMap's limit`)];
}
