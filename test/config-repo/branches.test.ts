import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type BranchSource, branchesIn } from '../../lib/config-repo/branches';
import { ConfigRepo } from '../../lib/config-repo/config-repo';
import { parseBranches } from '../../lib/config-repo/parse-branches';
import type { Branches } from '../../lib/environment/branches';
import { formatProblem } from '../../lib/problem/problem';
import { qa, Shop } from '../shop';
import { listen } from './terminal';

const FILE = 'envs/qa.branches.json';
const when = { header: 'userid', exact: '1' } as const;
const variant = { image: 'cart:v2' };
const branch = { expires: '2026-12-31', when, microservices: { cart: variant } } as const;

/** What is wrong with data, one line each. */
function problemsIn(data: unknown): readonly string[] {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return parseBranches(FILE, text).problems.map(formatProblem);
}

describe('parseBranches', () => {
  test.each<[string, Branches]>([
    ['none', {}],
    ['one', { shop: { own: branch } }],
    [
      'all that there is',
      {
        shop: {
          own: {
            expires: '2026-12-31',
            when: [{ cookie: 'user', prefix: 'a' }, when],
            microservices: {
              cart: {
                image: 'cart:v2',
                when: { header: 'a', regex: 'b' },
                replicas: 2,
                env: { MODE: 'test' },
                serviceAccount: 'cart',
              },
            },
          },
        },
      },
    ],
  ])('reads %s', (_, branches) => {
    expect(parseBranches(FILE, JSON.stringify(branches))).toEqual({ branches, problems: [] });
  });

  test('takes a system whose last branch is closed for none', () => {
    expect(parseBranches(FILE, '{"shop": {}}')).toEqual({ branches: {}, problems: [] });
  });

  test('leaves out a branch in which something is wrong, and keeps the others', () => {
    const { branches } = parseBranches(FILE, JSON.stringify({ shop: { own: branch, bad: {} } }));
    expect(branches).toEqual({ shop: { own: branch } });
  });

  test('rejects all that is of another form, at once', () => {
    const data = {
      shop: {
        a: 'open',
        b: { expire: '2026-12-31', when: 'cookie', microservices: [] },
        c: {
          expires: 'soon',
          when: [{ cookie: 'a' }, { header: 1, exact: 'b' }],
          microservices: {},
        },
        d: {
          expires: '2026-12-31',
          when: { header: 'a', cookie: 'b', exact: 'c' },
          microservices: {
            cart: { replicas: '2', env: { A: 1 }, serviceAccount: {} },
            db: 'db:v1',
          },
        },
      },
      other: [],
    };
    expect(problemsIn(data)).toMatchInlineSnapshot(`
[
  "envs/qa.branches.json: shop.a: got "open", allowed an object: { ... }",
  "envs/qa.branches.json: shop.b: got "expire", allowed expires, when, microservices: did you mean 'expires'?",
  "envs/qa.branches.json: shop.b.microservices: got [], allowed an object: { ... }",
  "envs/qa.branches.json: shop.b.when: got "cookie", allowed an object: { ... }",
  "envs/qa.branches.json: shop.b.expires: is missing: add a day of the calendar: 2026-12-31",
  "envs/qa.branches.json: shop.c.microservices: is empty: name one",
  "envs/qa.branches.json: shop.c.when[0]: got {"cookie":"a"}, allowed 'header' or 'cookie' with a name, and 'exact', 'prefix' or 'regex' with a text",
  "envs/qa.branches.json: shop.c.when[1]: got {"header":1,"exact":"b"}, allowed 'header' or 'cookie' with a name, and 'exact', 'prefix' or 'regex' with a text",
  "envs/qa.branches.json: shop.c.expires: got "soon", allowed a day of the calendar: 2026-12-31",
  "envs/qa.branches.json: shop.d.microservices.cart.image: is missing: add a text",
  "envs/qa.branches.json: shop.d.microservices.cart.replicas: got "2", allowed a whole number from 1",
  "envs/qa.branches.json: shop.d.microservices.cart.env.A: got 1, allowed a text",
  "envs/qa.branches.json: shop.d.microservices.cart.serviceAccount: got {}, allowed a text",
  "envs/qa.branches.json: shop.d.microservices.db: got "db:v1", allowed an object: { ... }",
  "envs/qa.branches.json: shop.d.when: got {"header":"a","cookie":"b","exact":"c"}, allowed 'header' or 'cookie' with a name, and 'exact', 'prefix' or 'regex' with a text",
  "envs/qa.branches.json: other: got [], allowed an object: { ... }",
]
`);
  });

  test.each([
    ['no JSON', '{"shop": }', /^envs\/qa\.branches\.json: is no JSON: /],
    ['no object', '[]', /^envs\/qa\.branches\.json: got \[\], allowed an object: \{ \.\.\. \}$/],
    [
      'a merge conflict',
      '{\n<<<<<<< HEAD\n}',
      /is no JSON: it holds the marks of a merge conflict: resolve it$/,
    ],
  ])('rejects %s', (_, text, line) => {
    expect(problemsIn(text)).toEqual([expect.stringMatching(line)]);
  });

  test('rejects what stands twice in one object, and only that', () => {
    const own = JSON.stringify(branch);
    expect(problemsIn(`{"shop": {"own": ${own}, "x": ${own}, "own": ${own}}}`)).toEqual([
      `${FILE}: shop: "own" is there twice: keep one of the two`,
    ]);
  });
});

describe('branchesIn', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'branches-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('reads the file of an environment, and tells where it is', () => {
    const file = join(folder, 'qa.branches.json');
    writeFileSync(file, JSON.stringify({ shop: { own: branch } }));
    expect(branchesIn(folder)('qa')).toEqual({
      branches: { shop: { own: branch } },
      file: relative(process.cwd(), file),
      problems: [],
    });
  });

  test('takes no file for no branches', () => {
    expect(branchesIn(folder)('qa')).toMatchObject({ branches: {}, problems: [] });
  });

  test('rejects what is no file', () => {
    mkdirSync(join(folder, 'qa.branches.json'));
    expect(branchesIn(folder)('qa').problems.map(({ message }) => message)).toEqual([
      "can't be read (EISDIR)",
    ]);
  });
});

describe('ConfigRepo', () => {
  const repository = 'https://git.example.com/shop/config.git';
  const mesh = { kind: 'istio' } as const;
  const repoOf = (branches: BranchSource, outdir?: string) => {
    const environments = [{ ...qa, mesh }];
    const repo = new ConfigRepo({ repository, environments, branches, outdir });
    repo.deploy(Shop);
    return repo;
  };
  const reading =
    (branches: Branches): BranchSource =>
    () => ({ branches, file: FILE, problems: [] });

  test('opens the branches of its systems', () => {
    const { manifests, problems } = repoOf(reading({ shop: { own: branch } })).synthesize();
    expect(problems).toEqual([]);
    expect(manifests.map(({ file }) => file)).toContain('qa/shop/cart-own.yaml');
  });

  test('rejects branches of a system that is not there, and what their file has wrong', () => {
    const problems = [{ field: FILE, message: 'is no JSON: it' }];
    const branches = { shp: { own: branch } };
    const repo = repoOf(() => ({ branches, file: FILE, problems }));
    expect(repo.synthesize().problems).toEqual([
      `[qa] ${FILE}: is no JSON: it`,
      `[qa] ${FILE}: got "shp", allowed 'shop': did you mean 'shop'?`,
    ]);
  });

  describe('tells of a branch', () => {
    let root: string;

    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), 'expired-'));
    });

    afterEach(() => {
      jest.useRealTimers();
      rmSync(root, { recursive: true, force: true });
    });

    const told = (now: string) => {
      jest.useFakeTimers();
      jest.setSystemTime(new Date(now));
      const repo = repoOf(reading({ shop: { own: branch } }), join(root, 'dist'));
      return listen(() => repo.synth());
    };

    test('that has expired, and writes it all the same', () => {
      const { lines, exitCode } = told('2027-01-01T00:00:00Z');
      expect(exitCode).toBeUndefined();
      expect(lines).toEqual([
        expect.stringMatching(/^\d+ objects in/),
        'warning: [qa/shop/FeatureBranch-own] expired on 2026-12-31: close it, by `npx supercargo branch close qa own`',
      ]);
    });

    test('nothing on its last day', () => {
      expect(told('2026-12-31T23:59:59Z').lines).toHaveLength(1);
    });
  });
});
