import type { JsonObject, Manifest } from '../manifest/manifest';
import type { AnalysisTiming } from './release-analysis';
import { findNumber, findObject, findText, objectsIn } from './wire';

const UNIT_SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/**
 * How long a template's measurements take, as far as it says: metrics that are measured once by a job
 * have no time of their own, and count as none.
 */
export function timingOfTemplate(template: Manifest): AnalysisTiming {
  const metrics = objectsIn(findObject(template, 'spec'), 'metrics').map(timingOfMetric);
  return {
    firstVerdict: Math.min(...metrics.map(({ firstVerdict }) => firstVerdict)),
    end: Math.max(0, ...metrics.map(({ end }) => end)),
  };
}

/** Seconds of a duration as Argo Rollouts writes them: 60, `60`, `60s`, `1h30m`; undefined for all else. */
export function findWireSeconds(duration: unknown): number | undefined {
  if (typeof duration === 'number') return duration;
  if (typeof duration !== 'string' || duration === '') return undefined;
  if (/^\d+$/.test(duration)) return Number(duration);
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.map(([part]) => part).join('') !== duration) return undefined;
  return parts.reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNIT_SECONDS[unit] ?? 0),
    0,
  );
}

function timingOfMetric(metric: JsonObject): AnalysisTiming {
  const delay = findWireSeconds(findText(metric, 'initialDelay')) ?? 0;
  const interval = findWireSeconds(findText(metric, 'interval'));
  const limit = countOf(metric, 'failureLimit') ?? 0;
  const count = countOf(metric, 'count') ?? (interval === undefined ? 1 : Number.POSITIVE_INFINITY);
  const after = (measurements: number) =>
    measurements === 0 ? delay : delay + measurements * (interval ?? 0);
  return {
    // It fails with the first failure beyond the limit; never with a negative one.
    firstVerdict: limit < 0 || limit >= count ? Number.POSITIVE_INFINITY : after(limit),
    end: after(count - 1),
  };
}

function countOf(metric: JsonObject, field: string): number | undefined {
  const text = findText(metric, field);
  return (
    findNumber(metric, field) ??
    (text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined)
  );
}
