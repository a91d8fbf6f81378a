import type { Finding, Severity } from '../checks/finding';
import { allRules, type RuleId } from '../checks/registry';
import type { Manifest } from '../manifest/manifest';
import type { ManifestSet } from '../manifest/manifest-set';
import { checkKeys } from '../problem/keys';
import { findNearest } from '../problem/nearest';
import { formatProblem, shorten } from '../problem/problem';
import { renderFiles } from '../writer/render';
import { wrongArgument } from './argument';
import { Callee, type CalleeOptions } from './callee';
import { isBelow, placesOf } from './place';
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

  /**
   * The objects of a part: of a construct path or a folder of the output, `prod`, `prod/shop`, `prod/shop/cart`.
   * @throws Error when there is no such place: a part without objects would pass many tests
   */
  below(place: string): Manifests {
    if (typeof place !== 'string' || place === '')
      throw wrongArgument('below()', place, "a construct path or a folder: 'prod', 'prod/shop'");
    const entries = this.entries.filter(({ origin, file }) =>
      [origin, file].some((path) => isBelow(path, place)),
    );
    if (entries.length === 0 && !this.around.isConstruct(place))
      throw thrownBy(this.below, noPlaceInWords(place, placesOf(this.entries)));
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
  findings(filter: FindingFilter = {}): readonly Finding[] {
    requireFilter(filter);
    const { severity = 'warning', rules } = filter;
    const origins = new Set(this.entries.map(({ origin }) => origin));
    return this.around
      .findings()
      .filter(
        ({ origin }) => origins.has(origin) || this.place === '' || isBelow(origin, this.place),
      )
      .filter((finding) => severity === 'warning' || finding.severity === severity)
      .filter(({ rule }) => rules === undefined || rules.some((id) => id === rule));
  }

  /**
   * The text of each file, by path, as a synth would write it: of a ConfigRepo with the configuration of older
   * versions that stays, which is read from the last commit.
   */
  files(): ReadonlyMap<string, string> {
    return renderFiles(this.around.asWritten(this.entries));
  }
}

function noPlaceInWords(place: string, places: readonly string[]): string {
  const near = findNearest(place, places);
  const tops = places.filter((one) => !one.includes('/')).join(', ');
  const hint = near === undefined ? `there are ${tops || 'no objects'}` : `did you mean '${near}'?`;
  return `there is nothing below '${shorten(place)}': ${hint}`;
}

/** @throws TypeError for what would leave out findings without a word */
function requireFilter(filter: FindingFilter): void {
  const { severity, rules } = filter;
  const [unknown] = checkKeys('filter', filter, ['severity', 'rules']);
  if (unknown !== undefined) throw new TypeError(formatProblem(unknown));
  if (severity !== undefined && severity !== 'error' && severity !== 'warning')
    throw wrongArgument('filter.severity', severity, "'error' or 'warning'");
  if (rules === undefined) return;
  if (!Array.isArray(rules)) throw wrongArgument('filter.rules', rules, "a list: ['host-path']");
  const known = allRules().map(({ id }) => String(id));
  for (const rule of rules) {
    if (known.includes(rule)) continue;
    const near = typeof rule === 'string' ? findNearest(rule, known) : undefined;
    throw wrongArgument(
      'filter.rules',
      rule,
      near === undefined ? 'names of rules, see `npx supercargo check --help`' : `'${near}'`,
    );
  }
}

/** An error whose stack begins where the kit was called: a test runner shows that line. */
function thrownBy(method: (...args: never[]) => unknown, message: string): Error {
  const error = new Error(message);
  Error.captureStackTrace(error, method);
  return error;
}
