import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from './run';

const ROOT = join(__dirname, '../..');

/** Stands for an app's sources: reads pins and `settings.json`, and writes a Deployment for each pin. */
const APP = `
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const write = (file, ...objects) => {
  const path = join(process.env.CDK8S_OUTDIR, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, objects.join('---\\n'));
};
const settings = JSON.parse(readFileSync('settings.json', 'utf8'));
const origins = { qa: undefined, stage: 'qa', prod: 'stage' };
for (const [env, origin] of Object.entries(origins)) {
  const annotations = origin ? '\\n  annotations:\\n    supercargo/promoted-from: ' + origin : '';
  write('argocd/projects/' + env + '.yaml', 'apiVersion: argoproj.io/v1alpha1\\nkind: AppProject\\nmetadata:\\n  name: ' + env + annotations + '\\n');
  const pins = JSON.parse(readFileSync('envs/' + env + '.images.json', 'utf8'));
  for (const [key, image] of Object.entries(pins)) {
    if (image.includes('refused')) {
      console.error('[' + env + '/' + key + '] image: refused');
      process.exit(1);
    }
    const [system, name] = key.split('/');
    write(env + '/' + key + '.yaml', \`apiVersion: apps/v1
kind: Deployment
metadata:
  name: \${name}
  namespace: \${system}-\${env}
spec:
  replicas: \${settings.replicas}
  selector:
    matchLabels:
      app: \${name}
  template:
    metadata:
      labels:
        app: \${name}
    spec:
      containers:
      - name: \${name}
        image: \${image}
\`, ...(settings.claim ? [\`apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: \${name}-data
  namespace: \${system}-\${env}
\`] : []));
  }
}
`;

/** A repo as each begins, made once: to copy it takes a small part of the time. */
let first: string | undefined;

/** A config repo of a small shop in a git repository of its own; all commands run in it. */
export class ShopRepo {
  readonly folder = mkdtempSync(join(tmpdir(), 'shop-repo-'));
  private readonly home = process.cwd();

  constructor() {
    process.chdir(this.folder);
    if (first === undefined) {
      this.begin();
      first = mkdtempSync(join(tmpdir(), 'first-repo-'));
      cpSync(this.folder, first, { recursive: true });
      const made = first;
      process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    } else cpSync(first, this.folder, { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'), 'junction');
  }

  private begin(): void {
    this.write('.gitignore', 'node_modules\n');
    this.write('package.json', '{}');
    this.write('cdk8s.yaml', 'language: typescript\napp: node app.js\noutput: dist\n');
    this.write('app.js', APP);
    this.settings({ replicas: 2, claim: true });
    this.pin('qa', { cart: 'v2', frontend: 'v2', load: 'v1' });
    this.pin('stage', { cart: 'v1', frontend: 'v1' });
    this.pin('prod', { cart: 'v1', frontend: 'v1' });
    this.git('init', '--quiet');
    this.git('config', 'user.name', 'Test');
    this.git('config', 'user.email', 'test@example.com');
    this.synth();
    this.commit('first');
  }

  /** To be called at the end. */
  remove(): void {
    process.chdir(this.home);
    rmSync(this.folder, { recursive: true, force: true });
  }

  write(file: string, text: string): void {
    mkdirSync(join(this.folder, dirname(file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  settings(settings: { readonly replicas: number; readonly claim: boolean }): void {
    this.write('settings.json', JSON.stringify(settings));
  }

  pin(environment: string, versions: Readonly<Record<string, string>>): void {
    const pins = Object.entries(versions).map(([name, version]) => [
      `shop/${name}`,
      `example.com/${name}:${version}`,
    ]);
    const text = JSON.stringify(Object.fromEntries(pins), undefined, 2);
    this.write(`envs/${environment}.images.json`, `${text}\n`);
  }

  pins(environment: string): unknown {
    return JSON.parse(this.read(`envs/${environment}.images.json`));
  }

  git(...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync('git', [...args], {
      cwd: this.folder,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  }

  commit(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
  }

  /** Runs the app by itself, which takes less time than the CLI. */
  synth(): void {
    rmSync(join(this.folder, 'dist'), { recursive: true, force: true });
    spawnSync(process.execPath, ['app.js'], {
      cwd: this.folder,
      env: { ...process.env, CDK8S_OUTDIR: 'dist' },
    });
  }

  run(...args: readonly string[]) {
    return run(...args);
  }
}

/** The command as a file, for other processes. */
export const COMMAND = join(ROOT, 'bin/supercargo.js');
