import { types } from 'node:util';
import { checkDataKey } from '../kubernetes/names';
import { checkEnv } from '../pod/env';
import { checkMode, checkMountPath } from '../pod/volumes';
import { gather, gatherAll } from '../problem/gather';
import { type Problem, wrongValue } from '../problem/problem';
import { wrongHere } from '../shape/data';
import type { Config, ConfigFiles } from './spec';

/** The API server refuses more. */
const MAX_BYTES = 1024 * 1024;

/** Checks keys, values and size of a microservice's configuration. */
export function checkConfig(field: string, config: Config = {}): readonly Problem[] {
  const { files, values } = config;
  return gather(
    checkEnv(`${field}.values`, values),
    checkBytes(`${field}.values`, Object.values(values ?? {})),
    files === undefined ? [] : checkFiles(`${field}.files`, files),
  );
}

function checkFiles(field: string, { contents, mountPath, mode }: ConfigFiles): readonly Problem[] {
  return gather(
    checkContents(field, contents),
    mountPath === undefined ? [] : checkMountPath(`${field}.mountPath`, mountPath),
    checkMode(`${field}.mode`, mode),
  );
}

function checkContents(
  field: string,
  contents: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  const problems = gatherAll(
    Object.entries(contents).map(([name, content]) =>
      gather(
        checkDataKey(field, name),
        (typeof content === 'string' && !content.includes('\0')) || types.isUint8Array(content)
          ? []
          : [wrongHere(`${field}.${name}`, content, CONTENT)],
      ),
    ),
  );
  if (problems.length > 0) return problems;
  return checkBytes(field, Object.values(contents));
}

const CONTENT = 'text without NUL characters, or bytes: a Buffer, or any Uint8Array';

function checkBytes(field: string, values: readonly unknown[]): readonly Problem[] {
  const bytes = values.map(bytesOf).reduce((sum, count) => sum + count, 0);
  return bytes <= MAX_BYTES
    ? []
    : [wrongValue(field, bytes, `at most ${MAX_BYTES} bytes altogether, a ConfigMap's limit`)];
}

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return types.isUint8Array(value) ? value.byteLength : 0;
}
