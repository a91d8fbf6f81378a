import { checkAcknowledged, withAcknowledged } from '../../lib/argocd/acknowledged';
import { acknowledgementsIn } from '../../lib/diff/danger';
import { file } from '../diff/objects';

const root = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'root' },
};

test('carries changes and their reasons to diff, beside other annotations', () => {
  const annotated = { ...root, metadata: { ...root.metadata, annotations: { a: 'b' } } };
  const manifest = withAcknowledged(annotated, [
    { change: 'prune:PersistentVolumeClaim/shop-prod/data', because: 'it has moved: because of X' },
    { change: 'exposure:frontend', because: 'it goes public' },
  ]);
  expect(manifest.metadata).toMatchObject({ annotations: { a: 'b' } });
  expect(acknowledgementsIn(file('argocd/root.yaml', manifest))).toEqual([
    { change: 'prune:PersistentVolumeClaim/shop-prod/data', reason: 'it has moved: because of X' },
    { change: 'exposure:frontend', reason: 'it goes public' },
  ]);
  expect(withAcknowledged(root, [])).toBe(root);
});

test('rejects a change that diff would not find, and one without a reason', () => {
  expect(
    checkAcknowledged([
      { change: 'prune:PersistentVolumeClaim/a b', because: 'x' },
      { change: 'exposure:frontend', because: '' },
    ]),
  ).toEqual([
    {
      field: 'acknowledged[0].change',
      message: `got "prune:PersistentVolumeClaim/a b", allowed a change as diff names it: 'prune:PersistentVolumeClaim/shop-prod/data'`,
    },
    { field: 'acknowledged[1].because', message: 'got "", allowed a reason, in one line' },
  ]);
});
