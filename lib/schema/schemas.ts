import type { JsonObject } from '../manifest/manifest';
import { type CelPlan, celPlan } from './cel/plan';
import { type Located, resolve } from './definitions';
import { isObject } from './json';

/** Finds the schema of a kind. Nothing is read before it is asked for, and nothing twice. */
export class Schemas {
  private readonly found = new Map<string, Located>();
  private readonly plans = new Map<string, { readonly plan: CelPlan | undefined }>();
  private index: ReadonlyMap<string, string> | undefined;

  /** The schema of a kind, given as `apiVersion/kind`. */
  find(kind: string): Located | undefined {
    const known = this.found.get(kind);
    if (known !== undefined) return known;
    const reference = this.references().get(kind);
    if (reference === undefined) return undefined;
    const located = resolve({ schema: { $ref: reference }, file: '' }, readSchemas);
    this.found.set(kind, located);
    return located;
  }

  /** The way to the rules in CEL of a kind; undefined where it has none. */
  celPlan(kind: string): CelPlan | undefined {
    const known = this.plans.get(kind);
    if (known !== undefined) return known.plan;
    const reference = this.references().get(kind) ?? '';
    // Kubernetes' own kinds have none.
    const plan = reference.startsWith('kubernetes.json')
      ? undefined
      : celPlan({ schema: { $ref: reference }, file: '' }, readSchemas);
    this.plans.set(kind, { plan });
    return plan;
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
}

/** The same path from `lib/` and, when compiled, from `build/lib/`. */
export function readSchemas(file: string): JsonObject {
  const content: unknown = require(`../../imports/schemas/${file}`);
  if (isObject(content)) return content;
  throw new Error(`imports/schemas/${file}: got ${typeof content}, allowed an object`);
}
