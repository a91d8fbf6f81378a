import { analysis } from './analysis.cases';
import { authoring } from './authoring.cases';
import { checks } from './checks.cases';
import { compile } from './compile';
import { customResource } from './custom-resource.cases';
import { featureBranch } from './feature-branch.cases';
import { observability } from './observability.cases';
import { release } from './release.cases';
import { stores } from './stores.cases';
import { placeOf, type Suite, snippetsOf } from './suite';
import { testing } from './testing.cases';
import { traffic } from './traffic.cases';
import { workloads } from './workloads.cases';

const SUITES: Readonly<Record<string, Suite>> = {
  analysis,
  authoring,
  checks,
  'custom-resource': customResource,
  'feature-branch': featureBranch,
  observability,
  release,
  stores,
  testing,
  traffic,
  workloads,
};

// In one program: the library is checked once for all of them.
const snippets = Object.values(SUITES).flatMap(snippetsOf);
const results = new Map(compile(snippets).map((points, index) => [snippets[index], points]));

describe.each(Object.entries(SUITES))('%s', (_, suite) => {
  const texts = snippetsOf(suite);
  test.each(suite.cases.map((one, index) => [one[0], index, one] as const))(
    'rejects %s',
    (_, index, one) => {
      expect(results.get(texts[2 * index])).toEqual([]);
      const points = results.get(texts[2 * index + 1]);
      if (suite.points === 'anywhere') expect(points).toHaveLength(1);
      else expect(points).toEqual([placeOf(one)]);
    },
  );
});
