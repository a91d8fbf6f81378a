import type { ValidateFunction } from 'ajv';
import { newCompiler } from './compiler';

/** Finds the check of a kind. Nothing is read before it is asked for, and nothing twice. */
export class Schemas {
  private readonly ajv = newCompiler();
  private readonly loaded = new Set<string>();
  private index: ReadonlyMap<string, string> | undefined;

  /** The check of the objects of a kind, given as `apiVersion/kind`. */
  find(kind: string): ValidateFunction | undefined {
    const reference = this.references().get(kind);
    if (reference === undefined) return undefined;
    // custom kinds refer to Kubernetes' own types
    this.load('kubernetes.json');
    this.load(reference.slice(0, reference.indexOf('#')));
    return this.ajv.getSchema(reference);
  }

  /** All kinds that are known, as `apiVersion/kind`. */
  kinds(): readonly string[] {
    return [...this.references().keys()];
  }

  private references(): ReadonlyMap<string, string> {
    this.index ??= new Map(
      Object.entries(readSchemas('index.json')).map(([kind, reference]) => [
        kind,
        String(reference),
      ]),
    );
    return this.index;
  }

  private load(file: string): void {
    if (this.loaded.has(file)) return;
    this.loaded.add(file);
    this.ajv.addSchema(readSchemas(file));
  }
}

/** The same path from `lib/` and, when compiled, from `build/lib/`. */
function readSchemas(file: string): Readonly<Record<string, unknown>> {
  const content: unknown = require(`../../imports/schemas/${file}`);
  if (typeof content === 'object' && content !== null) return { ...content };
  throw new Error(`imports/schemas/${file}: got ${typeof content}, allowed an object`);
}
