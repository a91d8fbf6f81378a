import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';
import type { JsonObject } from '../lib';
import { identityOf } from '../lib/manifest/identity';
import { isManifest, type Manifest } from '../lib/manifest/manifest';
import { dataFile, outputFolder, prepareData, runRow } from './measure';
import type { Row } from './rows';
import { countObjects, type Size } from './size';

/** Where rows are compared: big enough for two chains of calls and all kinds of objects. */
const SIZE: Size = { services: 11, environments: 2 };

/**
 * Makes sure that all rows do the same work: reads what each has written, and compares it with the
 * workload's objects. What this library adds to them, namespaces, Argo CD's objects and what those are told
 * by annotations, doesn't count.
 * @throws Error when a row wrote something else
 */
export function requireSameObjects(rows: readonly Row[]): void {
  prepareData(SIZE);
  const data: readonly (readonly [string, readonly JsonObject[]])[] = JSON.parse(
    readFileSync(dataFile(SIZE), 'utf8'),
  );
  const services = data.filter(([file]) => basename(file).startsWith('service-'));
  const wanted = byIdentity(services.flatMap(([, documents]) => documents));
  if (wanted.size !== countObjects(SIZE))
    throw new Error(`the workload has ${wanted.size} objects, wanted ${countObjects(SIZE)}`);
  for (const row of rows) {
    runRow(row, SIZE, 'check');
    if (row.writesNothing === true) continue;
    const written = byIdentity(readObjects(outputFolder(row, SIZE, 'check')));
    const wrong = row.isPeer ? otherCount(written, wanted) : otherObject(written, wanted);
    if (wrong !== undefined) throw new Error(`'${row.title}' wrote ${wrong}`);
  }
}

type Objects = ReadonlyMap<string, unknown>;

function otherCount(written: Objects, wanted: Objects): string | undefined {
  return written.size === wanted.size ? undefined : `${written.size} objects of ${wanted.size}`;
}

function otherObject(written: Objects, wanted: Objects): string | undefined {
  for (const [identity, object] of wanted)
    if (!isDeepStrictEqual(written.get(identity), object))
      return `another ${identity} than wanted, or none`;
  return undefined;
}

function readObjects(folder: string): readonly unknown[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
    .map((document) => document.toJS());
}

function byIdentity(objects: readonly unknown[]): Objects {
  return new Map(
    objects
      .filter(isManifest)
      .map((object) => [identityOf(object), withoutSyncAnnotations(object)] as const),
  );
}

function withoutSyncAnnotations(object: Manifest): unknown {
  const { annotations, ...metadata } = object.metadata;
  const own = Object.entries(annotations ?? {}).filter(
    ([key]) => !key.startsWith('argocd.argoproj.io/'),
  );
  const rest = own.length > 0 ? { annotations: Object.fromEntries(own) } : {};
  return { ...object, metadata: { ...metadata, ...rest, name: object.metadata.name } };
}
