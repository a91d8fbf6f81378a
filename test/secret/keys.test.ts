import { existingSecret } from '../../lib/secret/keys';
import { restartOn } from '../../lib/secret/restart';

const db = existingSecret('db', ['password', 'ca.crt']);

test('a key is a variable', () => {
  expect(db.key('password')).toEqual({
    kind: 'secret-key',
    object: 'db',
    key: 'password',
    optional: false,
  });
});

test('keys are files, all or some', () => {
  expect(db.volume({ mountPath: '/db' }).source).toMatchObject({ secret: { secretName: 'db' } });
  expect(db.volume({ items: { 'ca.crt': 'ca' } }).source).toMatchObject({
    secret: { secretName: 'db', items: [{ key: 'ca.crt', path: 'ca' }] },
  });
});

test('all keys are variables', () => {
  expect(db.all({ prefix: 'DB_' })).toEqual({ secret: 'db', prefix: 'DB_' });
});

test('a change of any restarts pods, in an order that does not depend on the sources', () => {
  expect(restartOn(db, existingSecret('a', []), db)).toEqual({
    'secret.reloader.stakater.com/reload': 'a,db',
  });
});
