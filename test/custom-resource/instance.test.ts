import { Certificate } from '../../imports/cert-manager.io';
import { ExternalSecret } from '../../imports/external-secrets.io';
import { CustomResource } from '../../lib/custom-resource/instance';
import { manifestsOf, problemsOf } from '../render-tree';
import { chart } from './boats';

test('is made of a generated class', () => {
  const scope = chart();
  new CustomResource(scope, 'shop', {
    type: Certificate,
    fields: {
      spec: { secretName: 'shop-tls', issuerRef: { name: 'ca' }, dnsNames: ['a.example'] },
    },
  });
  expect(manifestsOf(scope).map(({ manifest }) => manifest)).toEqual([
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: {
        name: 'shop',
        namespace: 'harbour',
        labels: {
          'app.kubernetes.io/name': 'shop',
          'app.kubernetes.io/managed-by': 'supercargo',
        },
      },
      spec: { secretName: 'shop-tls', issuerRef: { name: 'ca' }, dnsNames: ['a.example'] },
    },
  ]);
});

test('rejects what the schema of a generated class does not allow', () => {
  const scope = chart();
  const target = { name: 'Not-A-Name' };
  new CustomResource(scope, 'db', { type: ExternalSecret, fields: { spec: { target } } });
  expect(problemsOf(scope)).toEqual([
    '[harbour/ExternalSecret-db] spec.target.name: got "Not-A-Name", allowed a string that matches ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
  ]);
});

test('has the labels and annotations that it is given', () => {
  const scope = chart();
  const metadata = { labels: { team: 'shop' }, annotations: { 'example.com/a': 'b' } };
  const spec = { secretName: 'shop-tls', issuerRef: { name: 'ca' } };
  new CustomResource(scope, 'shop', { type: Certificate, fields: { metadata, spec } });
  expect(manifestsOf(scope).map(({ manifest }) => manifest.metadata)).toMatchObject([
    { name: 'shop', ...metadata },
  ]);
});

test('rejects what is wrong with its metadata', () => {
  const scope = chart();
  const metadata = { labels: { 'a b': 'c' } };
  const spec = { secretName: 'shop-tls', issuerRef: { name: 'ca' } };
  new CustomResource(scope, 'shop', { type: Certificate, fields: { metadata, spec } });
  expect(problemsOf(scope)).toEqual([
    '[harbour/Certificate-shop] metadata.labels: got "a b", allowed a key such as `team` or `example.com/team`, its name at most 63 characters',
  ]);
});
