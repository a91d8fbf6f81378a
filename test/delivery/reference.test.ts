import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { rolloutField } from '../../lib/analysis/arguments';
import { planExperiment } from '../../lib/analysis/experiment';
import { clusterAnalysisTemplate } from '../../lib/analysis/template';
import { canary } from '../../lib/delivery/canary';
import { planReferringRollout } from '../../lib/delivery/rollout-plan';
import { alb } from '../../lib/delivery/routers/alb';
import { nginxIngress } from '../../lib/delivery/routers/nginx-ingress';
import type { JsonValue } from '../../lib/manifest/manifest';
import { resources } from '../microservice/chart';
import { deployment } from '../schema/manifests';
import { pathsOf, schemaPaths } from './field-paths';
import { context, rolloutWith } from './releases';

const KINDS = ['Rollout', 'AnalysisTemplate', 'Experiment'] as const;
type Kind = (typeof KINDS)[number];

/** What a row says instead of a name, where nothing here has one. */
const AMENDMENT = 'a JSON patch';

const ROUTING = 'strategy.canary.trafficRouting';

/** A field, or one with all below it. */
interface Row {
  readonly path: string;
  readonly isWhole: boolean;
  readonly here: string;
}

/** Rows of the tables of one kind. */
function rowsOf(kind: Kind): readonly Row[] {
  const page = readFileSync(join(__dirname, '../../docs/release-reference.md'), 'utf8');
  const [, text = ''] = page.split(`\n## ${kind}\n`);
  const [section = ''] = text.split(/\n## /);
  return section.split('\n').flatMap((line) => {
    const [, fields = '', here = ''] = line.split('|').map((cell) => cell.trim());
    return [...fields.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({
      path: name.replace(/\.\*$/, ''),
      isWhole: name.endsWith('.*'),
      here,
    }));
  });
}

/** Fields without fields of their own. */
function leavesOf(kind: Kind): readonly string[] {
  const all = schemaPaths(`${kind}.spec`);
  const above = new Set(all.map((path) => path.slice(0, path.lastIndexOf('.'))));
  return all.filter((path) => !above.has(path));
}

function findRow(rows: readonly Row[], path: string): Row | undefined {
  return (
    rows.find((row) => row.path === path) ??
    rows.find((row) => row.isWhole && path.startsWith(`${row.path}.`))
  );
}

/** All data of the snapshots of releases, routers and analyses, which plans of the library have made. */
function snapshots(): readonly JsonValue[] {
  return [__dirname, join(__dirname, '../analysis')].flatMap((folder) => {
    const at = join(folder, 'snapshots');
    return readdirSync(at).flatMap((file) =>
      parseAllDocuments(readFileSync(join(at, file), 'utf8')).map((document) => document.toJS()),
    );
  });
}

/** Fields that plans of the library say, by kind. */
function saidBy(kind: Kind): ReadonlySet<string> {
  const data = [...SNAPSHOTS, ...OTHERS].map((one) => Object(one));
  const specs = data.flatMap((one) =>
    one.kind === kind || one.kind === `Cluster${kind}` ? pathsOf(one.spec) : [],
  );
  const routers = data.flatMap(({ trafficRouting }) =>
    kind === 'Rollout' && trafficRouting !== undefined ? pathsOf(trafficRouting, ROUTING) : [],
  );
  // What holds for one of several VirtualServices holds for a single one.
  return new Set(
    [...specs, ...routers].flatMap((path) => [
      path,
      path.replace('.virtualServices.', '.virtualService.'),
    ]),
  );
}

const shared = clusterAnalysisTemplate({
  name: 'shared',
  args: { name: rolloutField('metadata.name') },
  metrics: [{ name: 'up', provider: { prometheus: { query: 'up' } } }],
});

const SNAPSHOTS = snapshots();

/** What no snapshot shows. */
const OTHERS: readonly JsonValue[] = [
  rolloutWith(
    canary({
      router: alb({
        existing: ['a', 'b'],
        annotationPrefix: 'alb.example.com',
        rootService: 'root',
      }),
    }),
  ),
  rolloutWith(canary({ router: nginxIngress({ existing: ['a', 'b'] }) })),
  planReferringRollout(deployment(), canary({}), context, { name: 'cart', scaleDown: 'onsuccess' })
    .rollout,
  planExperiment(
    'compare',
    {
      templates: { canary: { image: 'registry.example.com/cart:v1', container: { resources } } },
      analyses: () => ({ compare: shared.use({ name: rolloutField('metadata.name') }) }),
    },
    { namespace: 'shop-qa' },
  ),
];

describe.each(KINDS)('the reference of %s', (kind) => {
  const rows = rowsOf(kind);
  const leaves = leavesOf(kind);

  test('has each field of the custom resource', () => {
    expect(leaves.length).toBeGreaterThan(20);
    expect(leaves.filter((path) => findRow(rows, path) === undefined)).toEqual([]);
  });

  test('has no other, and each once', () => {
    const known = new Set(schemaPaths(`${kind}.spec`));
    expect(rows.filter(({ path }) => !known.has(path))).toEqual([]);
    const names = rows.map(({ path, isWhole }) => `${path}${isWhole ? '.*' : ''}`);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  });

  test('says of each field how it is said, and of the others that it takes an amendment', () => {
    const said = saidBy(kind);
    const amended = leaves.filter((path) => findRow(rows, path)?.here === AMENDMENT);
    expect(leaves.filter((path) => !said.has(path))).toEqual(amended);
  });
});
