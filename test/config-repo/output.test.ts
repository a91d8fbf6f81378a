import { existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { linkOutput, resolveOutput } from '../../lib/config-repo/output';

describe('resolveOutput', () => {
  test.each(['dist', './dist', '../out', '.cdk8s', '/srv/dist'])('takes %s as it is', (outdir) => {
    expect(resolveOutput(outdir)).toEqual({ folder: resolve(outdir), link: undefined });
  });

  test.each([
    ['.cdk8s/dist', 'dist'],
    ['./.cdk8s/dist/', 'dist'],
    ['config/.cdk8s/out', 'config/out'],
  ])('takes %s for a stand-in of %s', (outdir, folder) => {
    expect(resolveOutput(outdir)).toEqual({ folder: resolve(folder), link: resolve(outdir) });
  });
});

describe('linkOutput', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'output-'));
    mkdirSync(join(root, 'dist'));
    writeFileSync(join(root, 'dist/a.yaml'), 'a: 1\n');
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('makes the link, and again over an old one', () => {
    const output = resolveOutput(join(root, '.cdk8s/dist'));
    linkOutput(output);
    linkOutput(output);
    expect(existsSync(join(root, '.cdk8s/dist/a.yaml'))).toBe(true);
    if (process.platform !== 'win32')
      expect(readlinkSync(join(root, '.cdk8s/dist'))).toBe(join('..', 'dist'));
  });

  test('makes none for a folder that was named directly', () => {
    linkOutput(resolveOutput(join(root, 'dist')));
    expect(existsSync(join(root, '.cdk8s'))).toBe(false);
  });
});
