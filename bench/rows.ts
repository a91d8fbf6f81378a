/** One row of the table: a program that does the workload in one way. */
export interface Row {
  readonly id: string;
  readonly title: string;
  /** File in `bench/programs/`. */
  readonly program: string;
  /** What the program is told beside its task. @default nothing */
  readonly variant?: string;
  /** Row whose output is there already when this one runs: it has to stand before this one. @default none */
  readonly onto?: string;
  /** Objects beyond which it takes too long to be measured. @default any number */
  readonly mostObjects?: number;
}

/** All rows. To compare one thing more, add a row here, and a program if none does it yet. */
export const ROWS: readonly Row[] = [
  {
    id: 'cdk8s-default',
    title: 'cdk8s, default layout, a chart per service',
    program: 'cdk8s',
    variant: 'default-layout',
    mostObjects: 8000,
  },
  {
    id: 'cdk8s-folder',
    title: 'cdk8s, folder layout, a chart per service',
    program: 'cdk8s',
    variant: 'folder-layout',
    mostObjects: 8000,
  },
  {
    id: 'cdk8s-systems',
    title: 'cdk8s, default layout, a chart per system',
    program: 'cdk8s',
    variant: 'chart-per-system',
    mostObjects: 8000,
  },
  {
    id: 'supercargo',
    title: 'Supercargo, first write',
    program: 'supercargo',
  },
  {
    id: 'supercargo-again',
    title: 'Supercargo, nothing has changed',
    program: 'supercargo',
    onto: 'supercargo',
  },
  {
    id: 'js-yaml',
    title: 'plain data, js-yaml',
    program: 'plain-data',
    variant: 'js-yaml',
  },
  {
    id: 'floor',
    title: 'plain data, the same emitter: the floor',
    program: 'plain-data',
    variant: 'supercargo',
  },
  {
    id: 'unordered',
    title: 'plain data, keys unordered, texts in one line',
    program: 'plain-data',
    variant: 'unordered',
  },
];
