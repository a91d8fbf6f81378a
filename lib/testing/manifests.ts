import type { Finding, Severity } from '../checks/finding';
import type { RuleId } from '../checks/registry';
import type { Manifest } from '../manifest/manifest';
import type { ManifestSet } from '../manifest/manifest-set';
import { renderFiles } from '../writer/render';
import { Callee, type CalleeOptions } from './callee';
import { isBelow } from './place';
import { findAll, keepCaptured, listInWords, noneInWords, type Query, titleOf } from './query';
import { readSource, type Source, type SourceOptions } from './source';
import type { Surroundings } from './surroundings';

/** Which findings are meant. */
export interface FindingFilter {
  /** The least that counts. @default 'warning': all of them */
  readonly severity?: Severity;
  /** @default all rules */
  readonly rules?: readonly RuleId[];
}

/** Objects of a test, to look for some of them and to ask what they do. */
export class Manifests {
  /**
   * Reads the objects of a construct, or of a folder. Nothing is written.
   * @throws Error with all that is wrong, a line each. What rules find is left to `findings()`.
   */
  static of(source: Source, options: SourceOptions = {}): Manifests {
    const { manifests, problems } = Manifests.read(source, options);
    if (problems.length === 0) return manifests;
    throw thrownBy(Manifests.of, `the manifests can't be read:\n${problems.join('\n')}`);
  }

  /** The same for what may be wrong: with the objects that could be read, and the problems. */
  static read(
    source: Source,
    options: SourceOptions = {},
  ): { readonly manifests: Manifests; readonly problems: readonly string[] } {
    const { manifests, problems, place, around } = readSource(source, options);
    return { manifests: new Manifests(manifests, place, around), problems };
  }

  private constructor(
    /** The objects, each with its file and where it comes from. */
    readonly entries: ManifestSet,
    private readonly place: string,
    private readonly around: Surroundings,
  ) {}

  /**
   * The one object that is meant: `find('Deployment', 'cart')`, `find('Service', { spec: { type: 'NodePort' } })`.
   * @throws Error when none fits, with the nearest and how it differs; or when several do
   */
  find(...query: Query): Manifest {
    const found = findAll(this.entries, query);
    const [first, second] = found;
    if (first === undefined) throw thrownBy(this.find, noneInWords(this.entries, query));
    if (second !== undefined)
      throw thrownBy(
        this.find,
        `${found.length} objects fit ${titleOf(query)}, where one is asked for: say more, or take a part, below('prod/shop')\n${listInWords(found)}`,
      );
    keepCaptured(found);
    return first.entry.manifest;
  }

  /** All objects that are meant, in the order of the source. */
  all(...query: Query): readonly Manifest[] {
    const found = findAll(this.entries, query);
    keepCaptured(found);
    return found.map(({ entry }) => entry.manifest);
  }

  /** How many objects are meant. */
  count(...query: Query): number {
    return this.all(...query).length;
  }

  /** Whether there is an object that is meant. */
  has(...query: Query): boolean {
    return this.count(...query) > 0;
  }

  /** The objects of a part: of a construct path or a folder of the output, `prod`, `prod/shop`, `prod/shop/cart`. */
  below(place: string): Manifests {
    const entries = this.entries.filter(({ origin, file }) =>
      [origin, file].some((path) => isBelow(path, place)),
    );
    return new Manifests(entries, place, this.around);
  }

  /**
   * Pods and a port of theirs, to ask who may open it.
   * @param name - of the workload, `cart` or `shop-prod/cart`, or where it is, `prod/shop/cart`
   * @param port - number or name of a port of its Service, or of the pods' @default the only one
   */
  pod(name: string, port?: number | string, options: CalleeOptions = {}): Callee {
    return new Callee(name, port, options, this.around);
  }

  /** What rules find in these objects, judged with all that is around them; waivers count. */
  findings({ severity = 'warning', rules }: FindingFilter = {}): readonly Finding[] {
    const origins = new Set(this.entries.map(({ origin }) => origin));
    return this.around
      .findings()
      .filter(
        ({ origin }) => origins.has(origin) || this.place === '' || isBelow(origin, this.place),
      )
      .filter((finding) => severity === 'warning' || finding.severity === severity)
      .filter(({ rule }) => rules === undefined || rules.some((id) => id === rule));
  }

  /** The text of each file, by path, as a synth would write it. */
  files(): ReadonlyMap<string, string> {
    return renderFiles(this.entries);
  }
}

/** An error whose stack begins where the kit was called: a test runner shows that line. */
function thrownBy(method: (...args: never[]) => unknown, message: string): Error {
  const error = new Error(message);
  Error.captureStackTrace(error, method);
  return error;
}
