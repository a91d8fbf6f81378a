import type { Measurement } from './measure';
import { isMet, type Requirement } from './requirements';
import { countObjects, type Size } from './size';

/** What the figures mean; stands above them. */
export const LEGEND = `Each figure is a process of its own, from start to end, loading included: the median of five runs in
turns, or of three where one takes more than ten seconds. Rows of which quotients are required run right after
one another. Everything is compiled beforehand. CPU counts all threads, the garbage collector's too.

Workload: N microservices in E environments, ten objects and a file of 7 KB each. Rows above the line start
from constructs. cdk8s has a chart per service, which is what makes a file, or a folder, of each. The rows of
cdk8s-plus have that library's own constructs of the same ten kinds, which say the same, and defaults beside it:
what its users write, 8 KB. 'Same constructs' are Supercargo's, whose objects are plain data before cdk8s sees
them, in a plain app; with a chart per system, cdk8s has the tree that Supercargo has, and one file for each
environment. Supercargo adds the namespaces and Argo CD's objects, some forty. It looks at all objects with its
rules, which nothing else here has: the row without them is what can be compared. Rows below the line start from
what Supercargo writes, as JSON: the floor is what is left when no construct is made, resolved and checked.
`;

const HEADINGS = ['time', 'CPU', 'peak memory', 'objects/s', 'to Supercargo'];

/** All rows at one size, as text. */
export function tableOf(size: Size, measurements: readonly Measurement[]): string {
  const ours = measurements.find(({ row }) => row.id === 'supercargo')?.seconds ?? Number.NaN;
  const width = Math.max(...measurements.map(({ row }) => row.title.length));
  const line = (title: string, cells: readonly string[]) =>
    [title.padEnd(width), ...cells.map((cell) => cell.padStart(13))].join(' ').trimEnd();
  const { services, environments } = size;
  const objects = countObjects(size);
  const firstOfData = measurements.findIndex(({ row }) => row.program === 'plain-data');
  return [
    line(`${services} services in ${environments} environments, ${objects} objects`, HEADINGS),
    ...measurements.flatMap((measurement, index) => [
      ...(index === firstOfData ? [line('-'.repeat(width), [])] : []),
      line(measurement.row.title, cellsOf(measurement, objects, ours)),
    ]),
  ].join('\n');
}

function cellsOf(measurement: Measurement, objects: number, ours: number): readonly string[] {
  const { seconds, cpuSeconds, peakBytes } = measurement;
  return [
    `${seconds.toFixed(2)} s`,
    `${cpuSeconds.toFixed(2)} s`,
    `${Math.round(peakBytes / 1e6)} MB`,
    Math.round(objects / seconds).toString(),
    `${(seconds / ours).toFixed(2)}`,
  ];
}

/** What is required beside what was measured, as text. */
export function verdictOf(requirements: readonly Requirement[]): string {
  return requirements
    .map((requirement) => {
      const { text, bound, limit, measured } = requirement;
      const figure = measured === undefined ? '-' : measured.toFixed(2);
      const verdict =
        measured === undefined ? 'not measured' : isMet(requirement) ? 'met' : 'MISSED';
      return `${verdict.padEnd(13)}${figure.padStart(7)}  (${bound} ${limit}) ${text}`;
    })
    .join('\n');
}
