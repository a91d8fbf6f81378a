import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isObject, textsAt } from '../../lib/schema/json';
import { type Crd, parseCrds } from './crd';
import { PRODUCTS, type Product } from './products';

/** What is wrong with the call or its input, in one line for the user. */
export class ImportError extends Error {}

/** One entry of `imports:` in `cdk8s.yaml`: `[name:=]address`. */
export interface Pin {
  readonly product: Product;
  /** Set before the names of the generated files. */
  readonly prefix: string;
  readonly address: string;
}

/** Where definitions are read from: their addresses, or a folder that holds copies. */
export interface Source {
  /** @throws ImportError if a kind of the product can't be had */
  readonly crds: (pin: Pin) => Promise<readonly Crd[]>;
  /** The text at an address, whose copy in a folder has the name given. */
  readonly text: (address: string, file: string) => Promise<string>;
}

/** Reads the pins from the text of `cdk8s.yaml`. */
export function readPins(config: string): readonly Pin[] {
  const parsed = attempt('cdk8s.yaml: not YAML', (): unknown => parse(config));
  const entries = isObject(parsed) ? textsAt(parsed, 'imports') : [];
  if (entries.length === 0) throw new ImportError('cdk8s.yaml: imports: lists nothing to import');
  return entries.map(readPin);
}

function readPin(entry: string): Pin {
  const [address = '', prefix = ''] = entry.split(':=').reverse();
  const product = PRODUCTS.find(({ repository }) => address.includes(`/${repository}/`));
  if (product !== undefined) return { product, prefix, address };
  const known = PRODUCTS.map(({ repository }) => repository).join(', ');
  throw new ImportError(
    `cdk8s.yaml: imports: got ${entry}, allowed addresses in ${known}; add others to imports/generator/products.ts`,
  );
}

/** Reads from upstream. */
export const upstream: Source = {
  crds: async ({ product, address }) => pick(product, parseCrds(await fetchText(address)), address),
  text: fetchText,
};

/** Reads files `<product>.<kind in lower case>.yaml` from a folder. */
export function folder(path: string): Source {
  const read = (file: string) => readText(join(path, file));
  return {
    crds: async ({ product }) => {
      const files = kindsOf(product).map((kind) => `${product.name}.${kind.toLowerCase()}.yaml`);
      const texts = await Promise.all(files.map(read));
      return pick(product, texts.flatMap(parseCrds), path);
    },
    text: (_address, file) => read(file),
  };
}

function kindsOf({ kinds, checked = [] }: Product): readonly string[] {
  return [...kinds, ...checked];
}

function pick(product: Product, crds: readonly Crd[], from: string): readonly Crd[] {
  return kindsOf(product).map((kind) => {
    const crd = crds.find((candidate) => candidate.kind === kind);
    if (crd === undefined) throw new ImportError(`${from}: no CustomResourceDefinition of ${kind}`);
    return crd;
  });
}

async function fetchText(address: string): Promise<string> {
  const response = await fetch(address).catch((cause: unknown) => {
    throw new ImportError(`${address}: no answer; without a network give --from FOLDER`, { cause });
  });
  if (!response.ok) throw new ImportError(`${address}: got status ${response.status}`);
  return response.text();
}

/** Does what fails on wrong input only, with a message that says so. */
export function attempt<T>(message: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw new ImportError(message, { cause });
  }
}

/** Reads a file. */
export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ImportError(`${path}: no such file`, { cause });
  });
}
