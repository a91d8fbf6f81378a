import { canary } from '../../lib/delivery/canary';
import type { ReleaseSurroundings } from '../../lib/delivery/context';
import { checkRelease, type Release } from '../../lib/delivery/release';
import type { Router, RouterSupport } from '../../lib/delivery/router';
import { alb } from '../../lib/delivery/routers/alb';
import { apisix } from '../../lib/delivery/routers/apisix';
import { gatewayApi } from '../../lib/delivery/routers/gateway-api';
import { istioByHost } from '../../lib/delivery/routers/istio-by-host';
import { istioBySubset } from '../../lib/delivery/routers/istio-by-subset';
import { routers } from '../../lib/delivery/routers/several';
import {
  analysisStep,
  canaryScale,
  type ExperimentStepOptions,
  experiment,
  headerRoute,
  mirrorRoute,
  pause,
  pluginStep,
  type Step,
  weight,
} from '../../lib/delivery/step';
import { lines, untyped } from '../problem/lines';
import { routerWithout } from './releases';

const router = istioByHost();
const around: ReleaseSurroundings = { name: 'cart', selector: { app: 'cart' } };
const check = (release: Release, surroundings = around) =>
  lines(checkRelease('release', release, surroundings));

/** What is wrong with the steps of a canary with a router. */
function ofSteps(...steps: readonly Step[]): readonly string[] {
  return check(canary({ router, steps }));
}

/** What is wrong with fields that no type has looked at. */
function ofUntyped(fields: object): readonly string[] {
  return check(untyped({ kind: 'canary', ...fields }));
}

describe('weights', () => {
  test('may be 0 to 100', () => {
    expect(ofSteps(weight(0), weight(100))).toEqual([]);
  });

  test.each([-1, 101, 0.5])('rejects %d', (percent) => {
    expect(ofSteps(weight(percent))).toEqual([
      `release.steps[0].weight: got ${percent}, allowed a whole number from 0 to 100`,
    ]);
  });

  const most = (percent: number) =>
    check(canary({ router: routerWithout({}), maxTrafficWeight: 1000, steps: [weight(percent)] }));

  test('may be up to the largest where a router counts beyond 100', () => {
    expect(most(1000)).toEqual([]);
    expect(most(1001)).toEqual([
      'release.steps[0].weight: got 1001, allowed a whole number from 0 to 1000',
    ]);
  });

  test('rejects a largest weight where the router counts to 100', () => {
    expect(check(canary({ router, maxTrafficWeight: 1000 }))).toEqual([
      "release.maxTrafficWeight: needs a router that knows weights beyond 100, which Istio doesn't: leave it out",
    ]);
  });

  test('rejects one that falls back without a word', () => {
    expect(ofSteps(weight(40), pause(), weight(30))).toEqual([
      'release.steps[2].weight: got 30, allowed at least the 40 of the step before, or weight(30, { isStepBack: true })',
    ]);
    expect(ofSteps(weight(40), weight(40), weight(30, { isStepBack: true }))).toEqual([]);
  });
});

describe('surge and unavailability', () => {
  test('may be 0, one of both', () => {
    expect(check(canary({ maxSurge: 0, maxUnavailable: 1 }))).toEqual([]);
    expect(check(canary({ maxSurge: 1, maxUnavailable: 0 }))).toEqual([]);
    expect(check(canary({ router, maxSurge: 0 }))).toEqual([]);
  });

  test.each([{ maxSurge: 0 }, { maxSurge: '0%', maxUnavailable: 0 } as const])(
    'rejects 0 of both: %j',
    (shares) => {
      expect(check(canary(shares))).toEqual([
        'release: maxSurge and maxUnavailable are both 0: raise one of the two',
      ]);
    },
  );
});

describe('what needs a router', () => {
  test.each([
    ['scaleDownDelay', '30s'],
    ['abortScaleDownDelay', '30s'],
    ['dynamicStableScale', true],
    ['minPodsPerReplicaSet', 2],
    ['maxTrafficWeight', 1000],
    ['managedRoutes', ['a']],
    ['stableService', 'a'],
    ['canaryService', 'a'],
    ['pingPong', { pingService: 'a', pongService: 'b' }],
  ])('rejects %s without one', (field, value) => {
    expect(ofUntyped({ [field]: value })).toEqual([
      `release.${field}: needs a router: add one, or leave it out`,
    ]);
  });

  test.each<[string, Step]>([
    ['canaryScale() needs a router: add one, or leave the step out', canaryScale({ replicas: 1 })],
    [
      'headerRoute() needs a router that has such routes: leave the step out, or take another router',
      headerRoute('a', { header: 'a', exact: 'b' }),
    ],
    [
      'mirrorRoute() needs a router that has such routes: leave the step out, or take another router',
      mirrorRoute('a', { match: [{ method: { exact: 'GET' } }] }),
    ],
  ])('rejects a step without one: %s', (message, step) => {
    expect(ofUntyped({ steps: [step] })).toEqual([`release.steps[0]: ${message}`]);
  });

  test('rejects routes that the router hasn’t', () => {
    const plain = routerWithout({ headerRoute: false });
    const steps = [weight(1), headerRoute('a', { header: 'a', exact: 'b' })];
    expect(check({ kind: 'canary', router: plain, steps })).toEqual([
      "release.steps[1]: headerRoute() needs a router that has such routes, which Plain hasn't: leave the step out, or take another router",
    ]);
  });

  test('rejects what takes turns, where the router can’t', () => {
    const pingPong = { pingService: 'a', pongService: 'b' };
    expect(check(canary({ router: routerWithout({ pingPong: false }), pingPong }))).toEqual([
      "release.pingPong: needs a router that knows two Services that take turns, which Plain doesn't: leave it out",
    ]);
  });
});

describe('Services', () => {
  test('rejects one for both versions', () => {
    expect(check(canary({ router, canaryService: 'cart' }))).toEqual([
      'release.canaryService: got "cart", allowed another Service than stableService',
    ]);
    const pingPong = { pingService: 'a', pongService: 'a' };
    expect(check(canary({ router, pingPong }))).toEqual([
      'release.pingPong.pongService: got "a", allowed another Service than pingPong.pingService',
    ]);
  });

  test('rejects names beside those that take turns', () => {
    const pingPong = { pingService: 'a', pongService: 'b' };
    expect(check(canary({ router, pingPong, stableService: 'c' }))).toEqual([
      'release.stableService: got "c", allowed none beside pingPong',
    ]);
  });

  test('rejects a name that is no Service’s', () => {
    expect(check(canary({ router, canaryService: '9' }))[0]).toMatch(
      /^release\.canaryService: got "9", allowed /,
    );
  });
});

describe('limits and delays', () => {
  test('rejects a delay of old pods that are scaled down anyway', () => {
    expect(check(canary({ router, dynamicStableScale: true, scaleDownDelay: '30s' }))).toEqual([
      'release.scaleDownDelay: got "30s", allowed none beside dynamicStableScale, which leaves no old pods to keep',
    ]);
    expect(check(canary({ router, dynamicStableScale: true }))).toEqual([]);
    expect(check(canary({ router, dynamicStableScale: false, scaleDownDelay: '0s' }))).toEqual([]);
  });

  test('rejects more old versions than are remembered', () => {
    expect(check(canary({ scaleDownDelayRevisionLimit: 10 }))).toEqual([]);
    expect(check(canary({ scaleDownDelayRevisionLimit: 11 }))).toEqual([
      'release.scaleDownDelayRevisionLimit: got 11, allowed a whole number from 0 to the revision history limit of 10',
    ]);
    expect(check(canary({ scaleDownDelayRevisionLimit: 3, revisionHistoryLimit: 2 }))).toEqual([
      'release.scaleDownDelayRevisionLimit: got 3, allowed a whole number from 0 to the revision history limit of 2',
    ]);
  });

  test.each([
    ['Percent', 1, 100, 'a whole number from 1 to 100'],
    ['Pods', 1, 1000, undefined],
  ] as const)('a threshold in %s may be %i to %i', (type, least, most, allowed) => {
    const ofValue = (value: number) => check(canary({ replicaProgressThreshold: { type, value } }));
    expect([...ofValue(least), ...ofValue(most)]).toEqual([]);
    expect(ofValue(0)).toEqual([
      `release.replicaProgressThreshold.value: got 0, allowed ${allowed ?? 'a whole number from 1'}`,
    ]);
    expect(ofValue(most + 1)).toEqual(
      allowed === undefined
        ? []
        : [`release.replicaProgressThreshold.value: got ${most + 1}, allowed ${allowed}`],
    );
  });

  test.each([0, 101])('rejects an anti-affinity of %i', (preferred) => {
    expect(check(canary({ antiAffinity: { preferred } }))).toEqual([
      `release.antiAffinity.preferred: got ${preferred}, allowed a whole number from 1 to 100`,
    ]);
    expect(check(canary({ antiAffinity: { preferred: preferred === 0 ? 1 : 100 } }))).toEqual([]);
  });

  test('rejects fewer than one pod of a version, and no abort delay', () => {
    const wrong = canary({ router, minPodsPerReplicaSet: 0, abortScaleDownDelay: '0s' });
    expect(check(wrong)).toEqual([
      "release.abortScaleDownDelay: got \"0s\", allowed a duration such as '15s', '5m' or '1h', at least 1s",
      'release.minPodsPerReplicaSet: got 0, allowed a whole number from 1',
    ]);
    expect(
      check(canary({ router, minPodsPerReplicaSet: 1, abortScaleDownDelay: 'never' })),
    ).toEqual([]);
  });

  test('rejects labels of one version that select the pods of both', () => {
    const wrong = canary({ canaryMetadata: { labels: { app: 'canary' } } });
    expect(check(wrong)).toEqual([
      'release.canaryMetadata.labels: got "app", allowed another label: this one selects the pods of all versions',
    ]);
  });

  test('rejects wrong fields of any Rollout', () => {
    const wrong = canary({
      minReady: '10m',
      rollbackWindow: 0,
      analysisHistory: { successful: -1, unsuccessful: -1 },
      restartAt: '2026-01-31',
    });
    expect(check(wrong)).toEqual([
      'release.minReady: got "10m", allowed less than the progress deadline of 10m',
      'release.rollbackWindow: got 0, allowed a whole number from 1',
      'release.analysisHistory.successful: got -1, allowed a whole number from 0',
      'release.analysisHistory.unsuccessful: got -1, allowed a whole number from 0',
      'release.restartAt: got "2026-01-31", allowed a time in UTC such as \'2026-01-31T12:00:00Z\'',
    ]);
    expect(check(canary({ minReady: '599s', rollbackWindow: 1 }))).toEqual([]);
  });
});

describe('pauses, scales and plugins', () => {
  test('rejects a pause of no time', () => {
    expect(ofSteps(pause('1s'), pause())).toEqual([]);
    expect(ofSteps(pause('0s'))).toEqual([
      "release.steps[0].duration: got \"0s\", allowed a duration such as '15s', '5m' or '1h', at least 1s",
    ]);
  });

  test('rejects wrong scales', () => {
    expect(ofSteps(canaryScale({ replicas: 0 }), canaryScale({ weight: 100 }))).toEqual([]);
    expect(ofSteps(canaryScale({ replicas: -1 }), canaryScale({ weight: 101 }))).toEqual([
      'release.steps[0].scale.replicas: got -1, allowed a whole number from 0',
      'release.steps[1].scale.weight: got 101, allowed a whole number from 0 to 100',
    ]);
  });

  test('rejects a plugin without a name', () => {
    expect(ofSteps(pluginStep(''))).toEqual([
      "release.steps[0].name: got \"\", allowed the plugin's name, such as 'example/step'",
    ]);
  });
});

describe('routes', () => {
  const header = headerRoute('testers', { header: 'a', exact: 'b' });

  test('rejects one that isn’t managed', () => {
    const steps = [weight(1), header];
    expect(check(canary({ router, managedRoutes: ['testers'], steps }))).toEqual([]);
    expect(check(canary({ router, managedRoutes: ['a', 'b'], steps }))).toEqual([
      "release.steps[1].name: got \"testers\", allowed a route in managedRoutes: 'a', 'b'",
    ]);
    expect(check(canary({ router, managedRoutes: ['a', 'a', 'primary'] }))).toEqual([
      'release.managedRoutes[1]: got "a", allowed each route once',
      'release.managedRoutes[2]: got "primary", allowed another name: this one is of routes that stay',
    ]);
  });

  const withShared = istioByHost({ virtualServices: [{ name: 'shared', routes: ['shared-a'] }] });

  test.each<[string, Router<{ headerRoute: true } & RouterSupport>, readonly string[]]>([
    ['Istio', withShared, ['primary', 'primary-grpc', 'branch-red', 'shared-a']],
    ['Istio by subset', istioBySubset(), ['primary', 'primary-grpc', 'branch-red']],
    ['Gateway API', gatewayApi(), ['primary', 'branch-red']],
    ['ALB', alb({ rootService: 'root' }), ['root', 'cart', 'cart-canary']],
    ['APISIX', apisix(), ['cart']],
    ['APISIX', apisix({ route: 'shop' }), ['shop']],
    ['several', routers(istioByHost(), alb()), ['primary', 'branch-red', 'cart']],
  ])('rejects names of routes that stay when the release ends: %s', (_, router, names) => {
    const steps = ['primaries', 'shared-b', ...names].map((name) =>
      headerRoute(name, { header: 'a', exact: 'b' }),
    );
    expect(check(canary({ router, steps: [weight(1), ...steps] }))).toEqual(
      names.map(
        (name, index) =>
          `release.steps[${index + 3}].name: got "${name}", allowed another name: this one is of routes that stay`,
      ),
    );
  });

  test('rejects one that leads to no pods', () => {
    const message =
      'release.steps[0]: leads to no pods, since the new version has none yet: put canaryScale({ replicas: 1 }) or a weight() before it';
    expect(ofSteps(header)).toEqual([message]);
    expect(ofSteps(canaryScale({ replicas: 1 }), header)).toEqual([]);
  });

  test('rejects to take away what was never set', () => {
    expect(ofSteps(weight(1), header, headerRoute('testers'), headerRoute('testers'))).toEqual([
      "release.steps[3]: takes away the route 'testers', which no step before it sets: say what it matches",
    ]);
  });

  test.each([0, 101])('rejects to copy %i percent', (percentage) => {
    const match = [{ path: { prefix: '/' } }];
    const edge = percentage === 0 ? 1 : 100;
    expect(ofSteps(weight(1), mirrorRoute('a', { match, percentage: edge }))).toEqual([]);
    expect(ofSteps(weight(1), mirrorRoute('a', { match, percentage }))).toEqual([
      `release.steps[1].percentage: got ${percentage}, allowed a whole number from 1 to 100`,
    ]);
  });

  test('rejects matches of nothing', () => {
    expect(
      ofSteps(
        weight(1),
        headerRoute('a', { header: 'a b', exact: '' }),
        mirrorRoute('b', { match: [{}, { path: { exact: '' } }] }),
      ),
    ).toEqual([
      'release.steps[1].match[0].header: got "a b", allowed the name of a header, such as \'x-canary\'',
      'release.steps[1].match[0]: got {"exact":""}, allowed a text in one of exact, prefix or regex',
      'release.steps[2].match[0]: is empty: say a method, a path or headers',
      'release.steps[2].match[1].path: got {"exact":""}, allowed a text in one of exact, prefix or regex',
    ]);
  });
});

describe('experiments', () => {
  const templates = { canary: { specRef: 'canary' } } as const;
  const of = (options: ExperimentStepOptions) => ofSteps(experiment(options));

  test('rejects one that never ends', () => {
    const analyses = { a: { template: 'a', requiredForCompletion: true } };
    expect([...of({ templates, duration: '1s' }), ...of({ templates, analyses })]).toEqual([]);
    expect(of({ templates, analyses: { a: { template: 'a' } } })).toEqual([
      'release.steps[0].experiment.duration: is missing, and no analysis is requiredForCompletion: it would never end',
    ]);
  });

  test('rejects one without pods', () => {
    expect(of({ templates: {}, duration: '1m' })).toEqual([
      'release.steps[0].experiment.templates: is empty: name at least one template',
    ]);
  });

  test('rejects traffic where no router sends it', () => {
    const weighted = { canary: { specRef: 'canary', weight: 5 } } as const;
    const step = experiment({ templates: weighted, duration: '1m' });
    expect(ofSteps(step)).toEqual([]);
    expect(check(canary({ steps: [step] }))).toEqual([
      'release.steps[0].experiment.templates.canary.weight: needs a router that can send traffic to experiments: leave it out',
    ]);
    const plain = routerWithout({ experimentWeight: false });
    expect(check(canary({ router: plain, steps: [step] }))).toEqual([
      "release.steps[0].experiment.templates.canary.weight: needs a router that can send traffic to experiments, which Plain can't: leave it out",
    ]);
  });

  test.each([
    [50, 50, []],
    [
      50,
      51,
      ['release.steps[0].experiment.templates: got 101, allowed weights of 100 at most together'],
    ],
  ])('rejects weights beyond 100: %i and %i', (one, two, problems) => {
    const pods = {
      a: { specRef: 'canary', weight: one },
      b: { specRef: 'stable', weight: two },
    } as const;
    expect(of({ templates: pods, duration: '1m' })).toEqual(problems);
  });
});

describe('analyses', () => {
  const timed = (firstVerdict: number, end: number) => ({
    templates: [{ name: 'a', timing: { firstVerdict, end } }],
  });
  const background = (seconds: number, end: number) =>
    check(canary({ analysis: timed(0, end), steps: [weight(20), pause(`${seconds}s`)] }));

  test('rejects one that can’t finish before the new version has everything', () => {
    expect(background(60, 60)).toEqual([]);
    expect(background(59, 60)).toEqual([
      'release.analysis: is stopped unfinished: from its start the steps pause for 59s, and it needs 60s; add or lengthen a pause()',
    ]);
  });

  test('rejects one that has no time at all', () => {
    const analysis = { templates: ['a'] };
    expect(check(canary({ analysis, steps: [weight(20), pause('1s')] }))).toEqual([]);
    expect(check(canary({ analysis, steps: [weight(20), pause()] }))).toEqual([]);
    expect(check(canary({ analysis, steps: [pause('1m'), weight(20)] }))).toEqual([]);
    expect(
      check(
        canary({ analysis: { ...analysis, startingStep: 1 }, steps: [pause('1m'), weight(20)] }),
      ),
    ).toEqual([
      'release.analysis: is stopped unfinished: from its start the steps pause for 0s, and it needs more; add or lengthen a pause()',
    ]);
  });

  test('one that measures on and on has to be able to fail once', () => {
    const endless = timed(30, Number.POSITIVE_INFINITY);
    const ofPause = (seconds: number) =>
      check(canary({ analysis: endless, steps: [weight(20), pause(`${seconds}s`)] }));
    expect(ofPause(30)).toEqual([]);
    expect(ofPause(29)).toHaveLength(1);
  });

  test.each([-1, 2])('rejects to start with step %i of two', (startingStep) => {
    const analysis = { templates: ['a'], startingStep };
    expect(check(canary({ analysis, steps: [weight(20), pause('1m')] }))).toEqual([
      `release.analysis.startingStep: got ${startingStep}, allowed the index of a step, 0 to 1`,
    ]);
  });

  test('rejects wrong uses', () => {
    const wrong = analysisStep({
      templates: [],
      args: { a: { field: 'metadata.finalizers' }, b: { field: 'spec.replicas' } },
      measurementRetention: { a: 0 },
    });
    expect(ofSteps(wrong)).toEqual([
      'release.steps[0].analysis.templates: is empty: name at least one template',
      'release.steps[0].analysis.measurementRetention.a: got 0, allowed a whole number from 1',
      "release.steps[0].analysis.args.a.field: got \"metadata.finalizers\", allowed a field of the Rollout such as 'metadata.name', \"metadata.labels['region']\" or 'spec.replicas'",
    ]);
    expect(ofSteps(analysisStep({ templates: ['A', { name: 'B' }] }))).toHaveLength(2);
  });

  test('tells what a template’s own check says', () => {
    const source = {
      plan: () => ({ name: 'a', manifests: [] }),
      check: (field: string, place: string) => [{ field, message: `is wrong ${place}` }],
    };
    const use = { templates: [source] };
    expect(check(canary({ analysis: use, steps: [analysisStep(use), pause('1m')] }))).toEqual([
      'release.analysis.templates[0]: is wrong background',
      'release.steps[0].analysis.templates[0]: is wrong inline',
    ]);
  });
});

describe('traffic on few pods', () => {
  const of = (percent: number, replicas = 10) =>
    check(canary({ router, steps: [canaryScale({ replicas: 1 }), weight(percent)] }), {
      ...around,
      replicas,
    });

  test('rejects more than twice a share', () => {
    expect(of(20)).toEqual([]);
    expect(of(21)).toEqual([
      'release.steps[1]: got "21 % of the traffic on 10 % of the pods", allowed at most 2 times their share: scale up before, with canaryScale({ matchTrafficWeight: true }) for one',
    ]);
  });

  test('rejects it by shares, whatever the number of pods', () => {
    const steps = [canaryScale({ weight: 10 }), weight(90)];
    expect(check(canary({ router, steps }))).toHaveLength(1);
    const matched = [
      canaryScale({ weight: 10 }),
      canaryScale({ matchTrafficWeight: true }),
      weight(90),
    ];
    expect(check(canary({ router, steps: matched }))).toEqual([]);
  });

  test('says nothing where nobody knows', () => {
    const steps = [canaryScale({ replicas: 1 }), weight(90)];
    expect(check(canary({ router, steps }))).toEqual([]);
  });
});
