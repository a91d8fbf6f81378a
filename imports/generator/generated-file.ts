/** A file that is generated: its path in `imports/`, and its text. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}
