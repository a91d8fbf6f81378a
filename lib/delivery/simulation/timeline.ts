import { requireAll } from '../../shape/check';
import type { Moment } from './recording';
import type { Simulation } from './simulate';

/** A simulation as text for people: what happens when, and what it comes to. */
export function timeline(simulation: Simulation): string {
  requireAll('timeline', simulation);
  const { name, moments, unknown } = simulation;
  const rows = [
    ['time', 'old pods', 'new pods', 'new traffic', ''],
    ...distinct(moments).map(rowOf),
  ];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((text, column) => text.padStart(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [
    `${name}: ${summaryOf(simulation)}`,
    ...lines.map((line) => `  ${line}`),
    ...(unknown.length === 0
      ? []
      : [`Counted as no time, since nothing tells: ${unknown.join(', ')}`]),
    '',
  ].join('\n');
}

function summaryOf(simulation: Simulation): string {
  const { fullAt, peakPods, waitsForPerson, firstVerdictAt, exposedUserMinutes } = simulation;
  const exposed = `${Math.round(exposedUserMinutes * 10) / 10} user-minutes`;
  return [
    `all traffic after ${timeOf(fullAt)}${waitsForPerson > 0 ? ', and what people take' : ''}`,
    `${peakPods} pods at most`,
    firstVerdictAt === undefined
      ? `${exposed} without an analysis that can fail`
      : `${exposed} before an analysis can fail, at ${timeOf(firstVerdictAt)}`,
  ].join('; ');
}

function rowOf({ at, event, stable, canary, experiment, traffic }: Moment): readonly string[] {
  const extra = experiment === 0 ? '' : ` + ${experiment}`;
  return [timeOf(at), String(stable), `${canary}${extra}`, `${Math.round(traffic)} %`, event];
}

/** Without moments that say what the one before says. */
function distinct(moments: readonly Moment[]): readonly Moment[] {
  return moments.filter(
    (moment, index) => JSON.stringify(moment) !== JSON.stringify(moments[index - 1]),
  );
}

/** `2m 20s`; whole seconds. */
export function timeOf(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'm'],
    [whole % 60, 's'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return shown.join(' ') || '0s';
}
