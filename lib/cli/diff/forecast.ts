import { playRelease } from '../../delivery/simulation/simulate';
import { timeOf } from '../../delivery/simulation/timeline';
import type { ReleaseForecast } from '../../diff/spec';
import type { Manifest } from '../../manifest/manifest';
import { podsWanted } from '../release/rollout';

/** How a Rollout's next release goes when nothing fails and no person hesitates. */
export function forecastRelease(rollout: Manifest, beside: readonly Manifest[]): ReleaseForecast {
  const { fullAt, waitsForPerson } = playRelease(rollout, {
    replicas: podsWanted(rollout, beside),
    templates: beside.filter(({ kind }) => kind === 'AnalysisTemplate'),
  });
  return { time: timeOf(fullAt), waitsForPerson };
}
