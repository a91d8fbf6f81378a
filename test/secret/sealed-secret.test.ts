import { SealedSecret } from '../../lib/secret/sealed-secret';
import { manifestsOf, problemsOf } from '../render-tree';
import { chartWith } from './harbour';

const sealed = `Ag${'A'.repeat(400)}`;

test('has what only the cluster reads', () => {
  const scope = chartWith();
  const db = new SealedSecret(scope, 'db', { encryptedData: { password: sealed } });
  expect(manifestsOf(scope).map(({ manifest }) => manifest)).toMatchObject([
    {
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { name: 'db', namespace: 'shop-qa' },
      spec: {
        encryptedData: { password: sealed },
        template: { metadata: { name: 'db', labels: { 'app.kubernetes.io/name': 'db' } } },
      },
    },
  ]);
  expect(db.key('password')).toEqual({
    kind: 'secret-key',
    object: 'db',
    key: 'password',
    optional: false,
  });
});

test('says on both objects how wide it is sealed', () => {
  const scope = chartWith();
  new SealedSecret(scope, 'db', { encryptedData: { a: sealed }, scope: 'namespace-wide' });
  const annotations = { 'sealedsecrets.bitnami.com/namespace-wide': 'true' };
  expect(manifestsOf(scope).map(({ manifest }) => manifest)).toMatchObject([
    { metadata: { annotations }, spec: { template: { metadata: { annotations } } } },
  ]);
});

test.each([
  'hunter2',
  Buffer.from('hunter2').toString('base64'),
  `${sealed} `,
  sealed.slice(0, 339),
])('rejects what is not sealed, without showing it', (password) => {
  const scope = chartWith();
  new SealedSecret(scope, 'db', { encryptedData: { password } });
  expect(problemsOf(scope)).toEqual([
    "[qa/shop/SealedSecret-db] encryptedData.password: isn't sealed, and a plain value is not for git: give what `kubeseal --raw` makes of it",
  ]);
});
