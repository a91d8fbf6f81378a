import { boundsOf, checkResources, planResources, type Resources } from '../../lib/pod/resources';
import { lines, untyped } from '../problem/lines';

describe('planned resources', () => {
  test('have request and limit', () => {
    expect(planResources({ cpu: ['100m', 2], memory: ['64Mi', '128Mi'] })).toEqual({
      requests: { cpu: { value: '100m' }, memory: { value: '64Mi' } },
      limits: { cpu: { value: '2' }, memory: { value: '128Mi' } },
    });
  });

  test('have one value for both, or no limit, in so many words', () => {
    expect(planResources({ cpu: { request: 1, limit: 'none' }, memory: '1Gi' })).toEqual({
      requests: { cpu: { value: '1' }, memory: { value: '1Gi' } },
      limits: { memory: { value: '1Gi' } },
    });
  });

  test('have no limits at all where no resource has one', () => {
    const resources: Resources = {
      cpu: { request: 1, limit: 'none' },
      memory: { request: '1Gi', limit: 'none' },
    };
    expect(planResources(resources).limits).toBeUndefined();
  });

  test('have storage and extended resources, too', () => {
    const resources: Resources = {
      cpu: 1,
      memory: '1Gi',
      ephemeralStorage: ['1Gi', '2Gi'],
      extended: { 'nvidia.com/gpu': 1 },
    };
    expect(planResources(resources)).toMatchObject({
      requests: { 'ephemeral-storage': { value: '1Gi' }, 'nvidia.com/gpu': { value: '1' } },
      limits: { 'ephemeral-storage': { value: '2Gi' }, 'nvidia.com/gpu': { value: '1' } },
    });
  });
});

test('huge pages have one size as request and limit', () => {
  const extended = { 'hugepages-2Mi': '128Mi', 'hugepages-1Gi': '2Gi' } as const;
  const planned = { 'hugepages-2Mi': { value: '128Mi' }, 'hugepages-1Gi': { value: '2Gi' } };
  expect(planResources({ cpu: 1, memory: '1Gi', extended })).toMatchObject({
    requests: planned,
    limits: planned,
  });
});

test.each([
  ['1', { request: '1', limit: '1' }],
  [['1', '2'], { request: '1', limit: '2' }],
  [
    { request: '1', limit: 'none' },
    { request: '1', limit: undefined },
  ],
])('the bounds of %j', (allotment, bounds) => {
  expect(boundsOf<string>(untyped(allotment))).toEqual(bounds);
});

describe('checked resources', () => {
  const check = (resources: unknown) => lines(checkResources('resources', untyped(resources)));

  test.each<Resources>([
    { cpu: ['1m', '1m'], memory: '1k' },
    { cpu: ['500m', 0.5], memory: ['1Ki', '1024k'] },
    { cpu: { request: 1, limit: 'none' }, memory: '1Gi', ephemeralStorage: '1Gi' },
    { cpu: 1, memory: '1Gi', extended: { 'nvidia.com/gpu': 1 } },
    { cpu: 1, memory: '1Gi', extended: { 'hugepages-2Mi': '2Mi', 'hugepages-1Gi': '1024Mi' } },
  ])('may be %j', (resources) => {
    expect(check(resources)).toEqual([]);
  });

  test('rejects their absence, and shows what they look like', () => {
    expect(lines(checkResources('resources', undefined))).toEqual([
      "resources: is missing: write for example { cpu: ['100m', '200m'], memory: ['64Mi', '128Mi'] }",
    ]);
  });

  test('rejects the absence of one', () => {
    expect(check({ cpu: 1 })).toEqual(['resources.memory: is missing: write [request, limit]']);
    expect(check({ cpu: null, memory: '1Gi' })).toEqual([
      'resources.cpu: is missing: write [request, limit]',
    ]);
  });

  test('rejects wrong requests and limits, all at once', () => {
    const resources = { cpu: ['0m', '1x'], memory: '64', ephemeralStorage: ['1Gi', '0Gi'] };
    const cpu = "allowed CPU such as '250m' or 2, in steps of a thousandth of a core ('1m')";
    const size = "allowed a size with its unit, such as '64Mi' or '1Gi'";
    expect(check(resources)).toEqual([
      `resources.cpu: got "0m", ${cpu}`,
      `resources.cpu: got "1x", ${cpu}`,
      `resources.memory: got "64", ${size}`,
      `resources.ephemeralStorage: got "0Gi", ${size}`,
    ]);
  });

  test.each([
    ['cpu', { cpu: ['1001m', 1], memory: '1Gi' }, '["1001m",1]'],
    ['memory', { cpu: 1, memory: ['1Mi', '1M'] }, '["1Mi","1M"]'],
  ])('rejects a %s request above its limit', (name, resources, shown) => {
    expect(check(resources)).toEqual([
      `resources.${name}: got ${shown}, allowed a request that is at most its limit`,
    ]);
  });

  test('rejects a request without a limit that is wrong', () => {
    expect(check({ cpu: 1, memory: { request: '1', limit: 'none' } })).toEqual([
      `resources.memory: got "1", allowed a size with its unit, such as '64Mi' or '1Gi'`,
    ]);
  });

  test('rejects extended resources without a vendor, or in no whole number', () => {
    const extended = { gpu: 1, 'nvidia.com/gpu': 0, 'amd.com/gpu': 1.5 };
    expect(check({ cpu: 1, memory: '1Gi', extended })).toEqual([
      'resources.extended: got "gpu", allowed a name such as nvidia.com/gpu or hugepages-2Mi',
      'resources.extended.nvidia.com/gpu: got 0, allowed a whole number from 1',
      'resources.extended.amd.com/gpu: got 1.5, allowed a whole number from 1',
    ]);
    expect(check({ cpu: 1, memory: '1Gi', extended: { 'nvidia.com/gpu': '1Gi' } })).toEqual([
      'resources.extended.nvidia.com/gpu: got "1Gi", allowed a whole number from 1',
    ]);
  });

  test.each([3, '0Mi', '3Mi', '1k', 'x'])('rejects %j as an amount of huge pages', (amount) => {
    expect(check({ cpu: 1, memory: '1Gi', extended: { 'hugepages-2Mi': amount } })).toEqual([
      `resources.extended.hugepages-2Mi: got ${JSON.stringify(amount)}, allowed a multiple of 2Mi with its unit: '2Mi'`,
    ]);
  });

  test.each(['hugepages-', 'hugepages-2', 'hugepages-big', 'hugepages-0Mi'])(
    'rejects huge pages of no size: %s',
    (name) => {
      expect(check({ cpu: 1, memory: '1Gi', extended: { [name]: '2Mi' } })).toEqual([
        `resources.extended: got "${name}", allowed the size of a page in the name: hugepages-2Mi`,
      ]);
    },
  );
});

test('tells how a limit is said, where it is said as Kubernetes says it', () => {
  const cpu = { request: '1', limit: '2' };
  const given = untyped({ memory: '1Gi', cpu });
  expect(lines(checkResources('resources', given))).toEqual([
    `resources.cpu: got {"request":"1","limit":"2"}, allowed [request, limit]; { request, limit: 'none' } for no limit`,
  ]);
});
