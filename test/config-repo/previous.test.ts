import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { previousTexts } from '../../lib/config-repo/previous';
import { gitIn } from './git-in';

const FILE = 'prod/shop/cart.yaml';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'previous-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const git = (...args: readonly string[]) => gitIn(root, ...args);

function put(text: string, file = `dist/${FILE}`): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function commit(text: string, file?: string): void {
  put(text, file);
  git('add', '--all');
  git('commit', '--message', text);
}

function before(folder = 'dist', committed = 'dist'): readonly string[] | undefined {
  return previousTexts(join(root, folder), committed, [FILE, 'prod/none.yaml']).get(FILE);
}

describe('in a git repository', () => {
  beforeEach(() => git('init', '--initial-branch', 'main'));

  test('files are as they were committed, whatever is in the folder or staged', () => {
    commit('committed');
    put('changed');
    expect(before()).toEqual(['committed']);
    git('add', '--all');
    expect(before()).toEqual(['committed']);
    rmSync(join(root, 'dist'), { recursive: true });
    expect(before()).toEqual(['committed']);
  });

  test('what was never committed is not there', () => {
    put('new');
    expect(before() ?? []).toEqual([]);
    commit('other', 'dist/prod/shop/other.yaml');
    git('rm', '--cached', '-r', 'dist');
    git('commit', '--message', 'none');
    expect(before() ?? []).toEqual([]);
  });

  test('a folder that is no part of it stands for the one that is', () => {
    commit('committed');
    expect(before('other')).toEqual(['committed']);
    put('aside', `other/${FILE}`);
    expect(before('other')).toEqual(['committed']);
    expect(before('other', 'manifests') ?? []).toEqual([]);
    commit('other', `other/${FILE}`);
    expect(before('other')).toEqual(['other']);
  });

  test('a folder that is ignored counts as it is, since it is deployed in another way', () => {
    commit('dist\n', '.gitignore');
    put('ignored');
    expect(before()).toEqual(['ignored']);
    expect(before('other') ?? []).toEqual([]);
  });

  test('knows a folder below others, and the root itself', () => {
    commit('deep', `teams/shop/dist/${FILE}`);
    expect(before('teams/shop/dist')).toEqual(['deep']);
    commit('top', FILE);
    expect(before('.')).toEqual(['top']);
  });

  test('while a merge is open, both sides are there', () => {
    commit('base');
    git('checkout', '-b', 'branch');
    commit('theirs');
    git('checkout', 'main');
    commit('ours');
    expect(() => git('merge', 'branch')).toThrow('git');
    expect(before()).toEqual(['ours', 'theirs']);
  });

  test('in a work tree beside it and in a shallow clone, too', () => {
    commit('first');
    commit('second');
    git('worktree', 'add', 'tree', 'HEAD~1');
    put('changed', `tree/dist/${FILE}`);
    expect(before('tree/dist')).toEqual(['first']);
    git('clone', '--depth', '1', `file://${root}`, 'clone');
    put('changed', `clone/dist/${FILE}`);
    expect(before('clone/dist')).toEqual(['second']);
  });

  test('a hook, which is told of a repository, finds that of the folder', () => {
    commit('committed');
    put('changed');
    process.env.GIT_DIR = '.git';
    try {
      expect(before()).toEqual(['committed']);
    } finally {
      delete process.env.GIT_DIR;
    }
  });
});

describe('without git', () => {
  test('files are as they are in the folder', () => {
    put('changed');
    expect(before()).toEqual(['changed']);
    expect(before('none') ?? []).toEqual([]);
  });

  test('a repository that git refuses counts as none', () => {
    put('changed');
    put('gitdir: nowhere', '.git');
    expect(before()).toEqual(['changed']);
  });

  test('a program that is not there is no problem', () => {
    git('init');
    commit('committed');
    put('changed');
    const { PATH } = process.env;
    process.env.PATH = '/nowhere';
    try {
      expect(before()).toEqual(['changed']);
    } finally {
      process.env.PATH = PATH;
    }
  });

  test('nothing is asked for no files', () => {
    expect(previousTexts(root, 'dist', [])).toEqual(new Map());
  });
});
