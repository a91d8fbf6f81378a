/**
 * A title; a snippet with the right and the wrong words in place, as «right ≠ wrong»; and what the compiler
 * points at, where that isn't the wrong words.
 */
export type Case = readonly [title: string, snippet: string, place?: string];

/** Snippets that share what stands before each of them. */
export interface Suite {
  readonly imports: string;
  readonly cases: readonly Case[];
  /** Where the compiler points: at the case's place, or at one place, whichever. @default at the case's place */
  readonly points?: 'anywhere';
}

const WORDS = /«([^«»]*?) ?≠ ?([^«»]*?)»/;

/** The snippets of a suite as modules: the right one of each case, then the wrong one. */
export function snippetsOf({ imports, cases }: Suite): readonly string[] {
  return cases.flatMap(([, snippet]) =>
    ['$1', '$2'].map((words) => {
      const text = snippet.replace(new RegExp(WORDS, 'g'), words).replace(/[«»]/g, '');
      return `${imports}${text};\n`;
    }),
  );
}

/** What the compiler points at in the wrong snippet of a case. */
export function placeOf([, snippet, place = WORDS.exec(snippet)?.[2]]: Case): string | undefined {
  return place;
}
