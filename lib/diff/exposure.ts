import { type Exposure, listExposure } from '../checks/exposure/exposure';
import type { ManifestEntry } from '../manifest/manifest-set';
import { dangerOf } from './danger';
import type { Pair } from './match';
import type { Consequence } from './spec';

/** What an object opens to the outside that it, or what it was, didn't open before. */
export function exposureConsequences({ before, after }: Pair): readonly Consequence[] {
  if (after === undefined) return [];
  const old = exposuresOf(before);
  return exposuresOf(after).flatMap((exposure) => {
    const more = moreThan(
      exposure,
      old.filter(({ kind }) => kind === exposure.kind),
    );
    if (more === undefined) return [];
    return [
      {
        effect: 'exposure' as const,
        message: `${more} from outside, by ${exposure.kind}${placesInWords(exposure)}`,
        advice: 'limit who gets in, by hosts or source ranges',
        danger: dangerOf('exposure', after.manifest),
      },
    ];
  });
}

function exposuresOf(entry: ManifestEntry | undefined): readonly Exposure[] {
  return entry === undefined ? [] : listExposure([entry]);
}

/** In which way an exposure is more than those before; undefined when it isn't. */
function moreThan(now: Exposure, before: readonly Exposure[]): string | undefined {
  if (before.length === 0) return 'newly reachable';
  const covers = (read: (one: Exposure) => readonly string[], all: boolean) =>
    before.some((old) => isWithin(read(now), read(old), all));
  if (!covers(({ hosts }) => hosts, true)) return 'reachable by more hosts';
  if (!covers(({ sourceRanges }) => sourceRanges, true)) return 'reachable by more addresses';
  const ports = ({ ports: list }: Exposure) =>
    list.map(({ port, protocol }) => `${port}/${protocol}`);
  return covers(ports, false) ? undefined : 'reachable by more ports';
}

/** @param all - whether an empty list stands for everything, and not for nothing */
function isWithin(now: readonly string[], before: readonly string[], all: boolean): boolean {
  if (all && before.length === 0) return true;
  if (all && now.length === 0) return false;
  return now.every((one) => before.includes(one));
}

function placesInWords({ ports, hosts, sourceRanges }: Exposure): string {
  const numbers = ports.map(({ port, protocol }) => `${port ?? 'any'}/${protocol}`);
  return [
    numbers.length === 0 ? '' : `, ports ${numbers.join(', ')}`,
    hosts.length === 0 ? '' : `, hosts ${hosts.join(', ')}`,
    sourceRanges.length === 0 ? '' : `, for ${sourceRanges.join(', ')}`,
  ].join('');
}
