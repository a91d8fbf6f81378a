import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { Module } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as supercargo from '../lib';

// Synthesizes a fleet as most are, with the package that is compiled in a folder, and prints the files of it that
// were loaded; without those of the rules, where it is told so.
const [, , folder = '', variant = ''] = process.argv;
const rules = require.resolve(join(folder, 'lib/config-repo/check-objects'));
if (variant === 'without rules')
  replace(rules, { checkObjects: () => ({ findings: [], waived: [] }) });
const {
  ConfigRepo,
  defineEnvironment,
  httpProbe,
  Microservice,
  System,
}: typeof supercargo = require(join(folder, 'lib'));

class Shop extends System {
  constructor(environment: supercargo.Environment) {
    super(environment, 'shop');
    const cart = this.add('cart');
    this.add('web', cart);
  }

  private add(name: string, callee?: supercargo.Microservice<'http'>) {
    return new Microservice(this, name, {
      image: `registry.example.com/${name}:v1.0.0`,
      ports: { http: { port: 80, target: 8080 } },
      env: { PORT: 8080, ...(callee && { CART_ADDR: callee.endpoint('http') }) },
      config: {
        values: { CACHE_TTL_SECONDS: 300 },
        files: { mountPath: '/etc/shop', contents: { 'shop.yaml': 'name: shop\n' } },
      },
      probes: { readiness: httpProbe('/ready'), liveness: httpProbe('/live', { period: '20s' }) },
      resources: { cpu: ['100m', '500m'], memory: ['256Mi', '512Mi'] },
      replicas: { min: 2, max: 10, cpuPercent: 70 },
      grants: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
    });
  }
}

const work = mkdtempSync(join(tmpdir(), 'supercargo-bundle-'));
try {
  const outdir = join(work, 'dist');
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/shop/config.git',
    environments: [
      defineEnvironment({
        name: 'prod',
        tier: 'production',
        cluster: { name: 'prod' },
        domain: 'shop.example.com',
        quota: { pods: 100 },
        containerLimits: { default: { cpu: ['50m', '200m'], memory: ['64Mi', '128Mi'] } },
        access: { apiServer: { cidrs: ['10.0.0.1/32'] } },
      }),
    ],
    outdir,
  });
  repo.deploy(Shop);
  repo.synth();
  if (!existsSync(join(outdir, 'prod/shop/web.yaml')))
    throw new Error('the sample was not written');
  const loaded = Object.keys(require.cache).filter(
    (file) => file.startsWith(join(folder, 'lib')) || file.startsWith(join(folder, 'imports')),
  );
  process.stdout.write(JSON.stringify(loaded.filter((file) => file !== rules || variant === '')));
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Puts something else in the place of a module. */
function replace(path: string, exported: unknown): void {
  const module = new Module(path);
  module.exports = exported;
  module.loaded = true;
  require.cache[path] = module;
}
