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
  /** Whether its objects are others, of the same kinds. @default false */
  readonly isPeer?: boolean;
  /** Whether a required figure compares it with another row. @default false */
  readonly isCompared?: true;
  /** Whether it only reads. @default false */
  readonly writesNothing?: boolean;
  /** Objects beyond which it takes too long to be measured. @default any number */
  readonly mostObjects?: number;
}

/** All rows. To compare one thing more, add a row here, and a program if none does it yet. */
export const ROWS: readonly Row[] = [
  {
    id: 'plus-default',
    title: 'cdk8s-plus, default layout',
    program: 'cdk8s',
    variant: 'plus files',
    isPeer: true,
    isCompared: true,
    mostObjects: 8000,
  },
  {
    id: 'plus-folder',
    title: 'cdk8s-plus, folder layout',
    program: 'cdk8s',
    variant: 'plus folders',
    isPeer: true,
    isCompared: true,
    mostObjects: 8000,
  },
  {
    id: 'same-default',
    title: 'same constructs, cdk8s default layout',
    program: 'cdk8s',
    variant: 'services files',
    mostObjects: 8000,
  },
  {
    id: 'same-folder',
    title: 'same constructs, cdk8s folder layout',
    program: 'cdk8s',
    variant: 'services folders',
    mostObjects: 8000,
  },
  {
    id: 'same-systems',
    title: 'same constructs, cdk8s, a chart per system',
    program: 'cdk8s',
    variant: 'systems files',
    mostObjects: 8000,
  },
  {
    id: 'supercargo',
    title: 'Supercargo, first write',
    program: 'supercargo',
  },
  {
    id: 'supercargo-bare',
    title: 'Supercargo, first write, without its rules',
    program: 'supercargo',
    variant: 'without rules',
    isCompared: true,
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
    isCompared: true,
  },
  {
    id: 'unordered',
    title: 'plain data, keys unordered, texts in one line',
    program: 'plain-data',
    variant: 'unordered',
  },
  {
    id: 'checks',
    title: 'plain data, all checks, nothing written',
    program: 'checks',
    writesNothing: true,
    isCompared: true,
  },
  {
    id: 'read',
    title: 'plain data, read and no more',
    program: 'read',
    writesNothing: true,
    isCompared: true,
  },
];
