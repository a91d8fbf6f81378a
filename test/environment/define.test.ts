import { defineEnvironment, defineEnvironments } from '../../lib/environment/define';

test('definitions are the specs themselves, in their order', () => {
  const spec = { tier: 'preproduction', cluster: { name: 'test' }, domain: 'example.com' } as const;
  const qa = defineEnvironment({ ...spec, name: 'qa' });
  const prod = defineEnvironment({ ...spec, name: 'prod', promotedFrom: 'qa' });
  expect(defineEnvironments(prod, qa)).toEqual([
    { ...spec, name: 'prod', promotedFrom: 'qa' },
    { ...spec, name: 'qa' },
  ]);
});
