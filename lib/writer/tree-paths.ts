/**
 * What is wrong with `paths` as the files of one tree, a message each; none when all is well.
 * A path is relative, uses `/`, stays inside the tree, and differs from every other one on file
 * systems that ignore case (macOS, Windows) as well.
 */
export function checkPaths(paths: Iterable<string>): string[] {
  const taken: Taken = new Map();
  const problems: string[] = [];
  for (const path of paths) {
    const problem = checkForm(path) ?? checkCollision(path, taken);
    if (problem !== undefined) problems.push(`${JSON.stringify(path)} ${problem}`);
  }
  return problems;
}

/** The folders above `path` in its tree, from the nearest to the topmost. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    folders.push(path.slice(0, end));
  }
  return folders;
}

interface Use {
  readonly spelling: string;
  readonly kind: 'file' | 'folder';
  readonly path: string;
}

type Taken = Map<string, Use>;

function checkForm(path: string): string | undefined {
  if (path.includes('\0')) return 'has a NUL character: leave it out';
  if (path.includes('\\')) return 'has a backslash: separate folders by "/"';
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) {
    return 'is absolute: give a path relative to the output folder';
  }
  const segments = path.split('/');
  if (segments.includes('')) return 'has an empty name in it: write "folder/file.yaml"';
  if (segments.includes('..') || segments.includes('.')) {
    return 'has "." or ".." in it: give a plain path inside the output folder';
  }
  return undefined;
}

function checkCollision(path: string, taken: Taken): string | undefined {
  const uses: Use[] = [
    { spelling: path, kind: 'file', path },
    ...foldersAbove(path).map((spelling) => ({ spelling, kind: 'folder' as const, path })),
  ];
  for (const use of uses) {
    const other = taken.get(fold(use.spelling));
    if (other !== undefined && collide(use, other)) return describe(use, other);
  }
  for (const use of uses) taken.set(fold(use.spelling), use);
  return undefined;
}

function collide(one: Use, other: Use): boolean {
  return one.kind === 'file' || other.kind === 'file' || one.spelling !== other.spelling;
}

function describe(use: Use, other: Use): string {
  const clash = JSON.stringify(other.path);
  return use.kind === other.kind
    ? `differs from ${clash} only in case, which macOS and Windows ignore: spell both alike, or rename one`
    : `needs as a ${use.kind} what ${clash} needs as a ${other.kind}: rename one`;
}

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
