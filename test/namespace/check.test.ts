import { checkNamespace } from '../../lib/namespace/check';
import { lines, untyped } from '../problem/lines';

test('a namespace may say nothing', () => {
  expect(checkNamespace({})).toEqual([]);
});

test('rejects whatever a system says wrongly of its namespace', () => {
  const options = {
    quota: { pods: -1 },
    containerLimits: { default: { cpu: 1, memory: '1Gi' }, max: { cpu: '1x' } },
    labels: { team: 'a b' },
    annotations: { 'a b': '' },
  };
  expect(lines(checkNamespace(untyped(options)))).toEqual([
    'quota.pods: got -1, allowed a whole number from 0',
    `containerLimits.max.cpu: got "1x", allowed CPU such as '250m' or 2, in steps of a thousandth of a core ('1m')`,
    `labels.team: got "a b", allowed at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends`,
    'annotations: got "a b", allowed a key such as `team` or `example.com/team`, its name at most 63 characters',
  ]);
});
