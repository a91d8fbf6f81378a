import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { customSchemas } from './generator/custom';
import type { GeneratedFile } from './generator/generated-file';
import { KUBERNETES, kubernetesSchemas } from './generator/kubernetes';
import { reduceCrd } from './generator/reduce';
import { renderSchemas } from './generator/schema-file';
import {
  attempt,
  folder,
  ImportError,
  type Pin,
  readPins,
  readText,
  type Source,
  upstream,
} from './generator/source';
import { generateTypes, type Import } from './generator/types';

const HELP = `npm run import [-- --from FOLDER]

Writes imports/ from the releases that cdk8s.yaml lists under imports: types to write manifests
with, and JSON schemas to check them.

  --from FOLDER  read the definitions from a folder instead of their addresses:
                 <product>.<kind in lower case>.yaml, and kubernetes-1.28.definitions.json
  --help         print this
`;

/** The only file in this folder, beside `generator/`, that is written by hand. */
const HANDWRITTEN = ['generator', 'import.ts'];

async function main(): Promise<void> {
  const { from, help } = readOptions();
  if (help) return void process.stdout.write(HELP);
  const pins = readPins(await readText('cdk8s.yaml'));
  const source = from === undefined ? upstream : folder(from);
  const imports = await Promise.all(pins.map((pin) => readImport(source, pin)));
  await mkdir('.cdk8s', { recursive: true });
  const scratch = await mkdtemp(join('.cdk8s', 'import-'));
  try {
    const schemas = await generateSchemas(source, imports);
    const types = await generateTypes(imports.map(withTypes), scratch);
    await replaceFiles([...types, ...schemas], scratch);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

function readOptions() {
  return attempt(
    `got ${process.argv.slice(2).join(' ')}, allowed --from FOLDER and --help`,
    () => parseArgs({ options: { from: { type: 'string' }, help: { type: 'boolean' } } }).values,
  );
}

async function readImport(source: Source, pin: Pin): Promise<Import> {
  const crds = await source.crds(pin);
  return { pin, crds: crds.map((crd) => reduceCrd(pin.product, crd)) };
}

function withTypes({ pin, crds }: Import): Import {
  return { pin, crds: crds.filter(({ kind }) => pin.product.kinds.includes(kind)) };
}

async function generateSchemas(source: Source, imports: readonly Import[]) {
  const kubernetes = await source.text(KUBERNETES.address, KUBERNETES.file);
  return renderSchemas([
    kubernetesSchemas(kubernetes),
    ...imports.map(({ pin, crds }) => customSchemas(pin.product.name, crds)),
  ]);
}

/** Writes all files aside first, so that a full disk leaves the old ones whole. */
async function replaceFiles(files: readonly GeneratedFile[], scratch: string): Promise<void> {
  const fresh = join(scratch, 'fresh');
  for (const { path, text } of files) {
    await mkdir(dirname(join(fresh, path)), { recursive: true });
    await writeFile(join(fresh, path), text);
  }
  const old = (await readdir('imports')).filter((name) => !HANDWRITTEN.includes(name));
  for (const name of old) await rm(join('imports', name), { recursive: true });
  for (const { path } of files) {
    await mkdir(dirname(join('imports', path)), { recursive: true });
    await copyFile(join(fresh, path), join('imports', path));
  }
}

main().catch((error: unknown) => {
  if (!(error instanceof ImportError)) throw error;
  process.stderr.write(`import: ${error.message}\n`);
  process.exitCode = 1;
});
