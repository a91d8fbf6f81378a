import type { Finding } from '../checks/finding';
import type { ManifestSet } from '../manifest/manifest-set';
import { externalsOf } from '../reachability/externals';
import { findRange } from '../reachability/network/address';
import { type Reachability, reachable } from '../reachability/reachability';

/** Objects, and what rules find in them. */
export interface Judged {
  readonly manifests: ManifestSet;
  readonly findings: () => readonly Finding[];
  /** What stands in the files, if that is more than the objects. @default they */
  readonly asWritten?: (manifests: ManifestSet) => ManifestSet;
}

/** All objects among which those of a test stand: rules and policies are judged with them together. */
export class Surroundings {
  private judged: Judged | undefined;
  private found: readonly Finding[] | undefined;
  private readonly networks = new Map<string, Reachability>();

  /**
   * @param read - is called once, when they are needed
   * @param isConstruct - whether there is a construct of this path, with objects or without
   */
  constructor(
    private readonly read: () => Judged,
    readonly isConstruct: (path: string) => boolean = () => false,
  ) {}

  manifests(): ManifestSet {
    return this.all().manifests;
  }

  /** Some of them as their files have them. */
  asWritten(manifests: ManifestSet): ManifestSet {
    return this.all().asWritten?.(manifests) ?? manifests;
  }

  /** What rules find in all of them. */
  findings(): readonly Finding[] {
    this.found ??= this.all().findings();
    return this.found;
  }

  /** Who reaches whom. @param ends - of the question: addresses among them needn't be named by policies */
  reachability(ends: readonly string[]): Reachability {
    const asked = ends.filter((name) => findRange(name) !== undefined);
    const key = asked.join(' ');
    const known = this.networks.get(key) ?? this.readNetwork(asked);
    this.networks.set(key, known);
    return known;
  }

  private all(): Judged {
    this.judged ??= this.read();
    return this.judged;
  }

  private readNetwork(asked: readonly string[]): Reachability {
    const { manifests } = this.all();
    const { externalPods, addresses = [] } = externalsOf(manifests);
    const named = [...addresses, ...asked.map((name) => ({ name, cidr: name }))];
    const distinct = [...new Map(named.map((address) => [address.name, address])).values()];
    return reachable(manifests, { externalPods, addresses: distinct });
  }
}
