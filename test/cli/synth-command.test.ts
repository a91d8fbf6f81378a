import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ShopRepo } from './shop-repo';

let repo: ShopRepo;
let place: string;

beforeEach(() => {
  repo = new ShopRepo();
  place = mkdtempSync(join(tmpdir(), 'synth-'));
});

afterEach(() => {
  repo.remove();
  rmSync(place, { recursive: true, force: true });
});

describe('supercargo synth', () => {
  test('writes the output folder, and removes what has gone', () => {
    repo.pin('qa', { cart: 'v3' });
    expect(repo.run('synth').exitCode).toBe(0);
    expect(repo.read('dist/qa/shop/cart.yaml')).toContain('image: example.com/cart:v3\n');
    expect(existsSync('dist/qa/shop/frontend.yaml')).toBe(false);
  });

  test('writes elsewhere, all or one environment, and leaves the output folder alone', () => {
    repo.pin('qa', { cart: 'v3' });
    const [all, one] = [join(place, 'all'), join(place, 'one')];
    expect(repo.run('synth', '--out', all).exitCode).toBe(0);
    expect(readdirSync(all).sort()).toEqual(['argocd', 'prod', 'qa', 'stage']);
    expect(repo.run('synth', '--out', one, '--env', 'qa').exitCode).toBe(0);
    expect(readdirSync(one)).toEqual(['qa']);
    expect(repo.git('status', '--porcelain', 'dist')).toBe('');
  });

  test('tells the app to fail on warnings with --strict alone', () => {
    const app = repo.read('app.js');
    repo.write('app.js', `if (process.env.SUPERCARGO_STRICT === 'true') process.exit(1);\n${app}`);
    expect(repo.run('synth').exitCode).toBe(0);
    expect(repo.run('synth', '--strict').exitCode).toBe(1);
  });

  test('has the cdk8s CLI run an app that it validates, too', () => {
    repo.write('cdk8s.yaml', `${repo.read('cdk8s.yaml')}validations: nowhere.yaml\n`);
    const { exitCode, stderr } = repo.run('synth');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('nowhere.yaml')]);
  });

  test.each([
    [['--env', 'qa'], 'the output folder always has all environments: say with --out where'],
    [['--out', 'dist'], 'dist exists already: choose a new folder'],
    [['--out', 'new', '--env', 'nope'], "there is no environment 'nope'"],
  ])('rejects %j', (args, message) => {
    const { exitCode, stderr } = repo.run('synth', ...args);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(message)]);
    expect(existsSync('new')).toBe(false);
  });
});
