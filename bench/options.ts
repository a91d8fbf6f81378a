import { parseArgs } from 'node:util';
import { findSize, type Size } from './size';

/** What the command line asks for. */
export interface Options {
  readonly help: boolean;
  readonly json: boolean;
  readonly sizes: readonly Size[];
}

const SIZES = '11x4,100x4,200x4,1000x4';

export const HELP = `npm run bench -- [options]

Writes the same manifests with plain cdk8s, with Supercargo, and with as little as it takes, and compares
what that costs. Takes a few minutes. Exits with 1 when a required figure is missed.

  --sizes LIST   services x environments, apart by commas  (${SIZES})
  --json         all figures as JSON, each run's too
  --help         this text
`;

/** The options, or what is wrong with them in one line. */
export function readOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        sizes: { type: 'string', default: SIZES },
      },
    });
    const texts = values.sizes.split(',');
    const wrong = texts.filter((text) => findSize(text) === undefined);
    if (wrong.length > 0) return `--sizes: got '${wrong.join()}', allowed such as 11x4,200x4`;
    return { ...values, sizes: texts.flatMap((text) => findSize(text) ?? []) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
