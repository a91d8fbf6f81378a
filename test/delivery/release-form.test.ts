import { canary } from '../../lib/delivery/canary';
import { rollingUpdate } from '../../lib/delivery/deployment-release';
import { checkRelease, checkRolloutRelease } from '../../lib/delivery/release';
import { istioByHost } from '../../lib/delivery/routers/istio-by-host';
import { lines, unseen } from '../problem/lines';

const around = { name: 'cart', replicas: 4, selector: { app: 'cart' } };
const router = istioByHost();

const ofAny = (release: unknown) => lines(checkRelease('release', unseen(release), around));
const ofCanary = (fields: object) => ofAny({ kind: 'canary', ...fields });
const ofBlueGreen = (fields: object) => ofAny({ kind: 'blue-green', ...fields });
const ofSteps = (...steps: readonly unknown[]) => ofCanary({ router, steps });

const HELPERS =
  'what blueGreen(), canary(), recreate(), rollingUpdate(), blueGreenByIngress(), blueGreenByService(), canaryByIngress() and canaryByReplicas() give';

describe('a release that no compiler has seen', () => {
  test.each([
    [{}, '{} without kind'],
    ['canary', '"canary"'],
    [null, 'null'],
    [canary, 'a function'],
    [{ kind: 'blueGreen' }, 'kind "blueGreen"'],
    [{ kind: 'constructor' }, 'kind "constructor"'],
  ])('is refused when it is none: %j', (release, shown) => {
    expect(ofAny(release)).toEqual([`release: got ${shown}, allowed ${HELPERS}`]);
  });

  test('is refused with fields that nothing reads', () => {
    expect(ofCanary({ setps: [] })).toEqual(["release.setps: isn't known, did you mean steps?"]);
    expect(ofBlueGreen({ autoPromotionEnable: false })).toEqual([
      expect.stringMatching(
        /^release\.autoPromotionEnable: isn't known, did you mean autoPromotion/,
      ),
    ]);
  });

  test('is refused with members of another form, all at once', () => {
    expect(
      ofCanary({
        router: 'istio',
        pingPong: {},
        maxSurge: null,
        antiAffinity: 'preferred',
        canaryMetadata: { labels: 'a' },
        managedRoutes: 'a',
        replicaProgressThreshold: { type: 'pods', value: 4 },
        dynamicStableScale: 'yes',
        analysisHistory: 5,
        analysis: { templates: ['a', undefined], args: { a: 5, b: undefined }, dryRun: 'a' },
      }),
    ).toEqual([
      'release.router: got "istio", allowed a router such as istioByHost()',
      'release.pingPong.pingService: is missing: add it',
      'release.pingPong.pongService: is missing: add it',
      'release.maxSurge: got null, allowed a number or text',
      'release.antiAffinity: got "preferred", allowed \'required\' or { preferred: ... }',
      "release.canaryMetadata.labels: got text, which isn't shown here, allowed text by key: { app: 'a' }",
      "release.managedRoutes: got \"a\", allowed a list of text: ['a', 'b']",
      "release.replicaProgressThreshold.type: got \"pods\", allowed 'Percent' or 'Pods'",
      'release.dynamicStableScale: got "yes", allowed true or false',
      'release.analysisHistory: got 5, allowed an object: { ... }',
      'release.analysis.templates[1]: got undefined, allowed what use() of a template gives, { name: ... } or text',
      'release.analysis.args.a: got 5, allowed text, { field: ... } or { podTemplateHash: ... }',
      'release.analysis.args.b: got undefined, allowed text, { field: ... } or { podTemplateHash: ... }',
      "release.analysis.dryRun: got \"a\", allowed a list of text: ['a', 'b']",
    ]);
  });

  test('of blue and green is refused with members of another form', () => {
    expect(
      ofBlueGreen({ autoPromotion: false, activeService: 5, prePromotionAnalysis: {} }),
    ).toEqual([
      "release.autoPromotion: got false, allowed 'off', 'on' or { after: ... }",
      'release.activeService: got 5, allowed text',
      'release.prePromotionAnalysis.templates: is missing: add it',
    ]);
  });

  test('of two Deployments is refused with members of another form', () => {
    expect(ofAny({ kind: 'canary-by-replicas', each: { kind: 'canary' } })).toEqual([
      'release.replicas: is missing: add it',
      'release.each: got kind "canary", allowed what recreate() and rollingUpdate() give',
    ]);
  });
});

describe('steps that no compiler has seen', () => {
  const none =
    'what analysisStep(), canaryScale(), experiment(), headerRoute(), mirrorRoute(), pause(), pluginStep() and weight() give';

  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['weight', '"weight"'],
    [{ setWeight: 20 }, 'an object without kind'],
    [{ kind: 'weight', weight: 20 }, 'kind "weight"'],
  ])('are refused when they are none: %j', (step, shown) => {
    expect(ofSteps(step)).toEqual([`release.steps[0]: got ${shown}, allowed ${none}`]);
  });

  test('are refused in another form than a list, and with holes', () => {
    expect(ofCanary({ steps: {} })).toEqual(['release.steps: got {}, allowed a list: [ ... ]']);
    expect(ofCanary({ steps: new Array(1) })).toEqual([
      `release.steps[0]: got undefined, allowed ${none}`,
    ]);
  });

  test('are refused with members of another form', () => {
    expect(ofSteps({ kind: 'setWeight', weight: '20' })).toEqual([
      'release.steps[0].weight: got "20", allowed a number',
    ]);
    expect(
      ofSteps(
        { kind: 'setWeight' },
        { kind: 'setCanaryScale', scale: { replicas: 1, weight: 20 } },
        { kind: 'setCanaryScale', scale: { matchTrafficWeight: false } },
        { kind: 'setHeaderRoute', name: 'a', match: [undefined, {}] },
        { kind: 'setMirrorRoute', name: 'a', match: [{ path: 'a' }] },
        { kind: 'analysis' },
        { kind: 'experiment', experiment: { templates: { a: {}, b: { specRef: 'both' } } } },
        { kind: 'plugin', name: 'a/b', config: 'a' },
      ),
    ).toEqual([
      'release.steps[0].weight: is missing: add it',
      'release.steps[1].scale: got replicas and weight, allowed exactly one of matchTrafficWeight, replicas, weight',
      'release.steps[2].scale.matchTrafficWeight: got false, allowed true',
      'release.steps[3].match[0]: got undefined, allowed { header: ..., exact: ... }, { header: ..., prefix: ... } or { header: ..., regex: ... }',
      'release.steps[3].match[1]: got none, allowed exactly one of exact, prefix, regex',
      'release.steps[3].match[1].header: is missing: add it',
      'release.steps[4].match[0].path: got "a", allowed { exact: ... }, { prefix: ... } or { regex: ... }',
      'release.steps[5].analysis: is missing: add it',
      'release.steps[6].experiment.templates.a.specRef: is missing: add it',
      "release.steps[6].experiment.templates.b.specRef: got \"both\", allowed 'canary' or 'stable'",
      "release.steps[7].config: got text, which isn't shown here, allowed an object: { ... }",
    ]);
  });
});

test.each([undefined, {}, rollingUpdate()])('a Rollout’s strategy is none: %j', (release) => {
  const [line, ...others] = lines(checkRolloutRelease('strategy', unseen(release), around));
  expect(line).toMatch(/^strategy: got .*, allowed what blueGreen\(\) and canary\(\) give$/);
  expect(others).toEqual([]);
});
