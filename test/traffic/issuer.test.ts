import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { ClusterIssuer, Issuer } from '../../lib/namespace/issuer';
import { validateManifest } from '../../lib/schema/validate';
import { checkIssuer, type IssuerProps, planIssuer } from '../../lib/traffic/issuer';
import { emitYaml } from '../../lib/writer/yaml';
import { manifestsOf, problemsOf } from '../render-tree';
import { expectYaml } from '../yaml-snapshot';

const gateways = [{ name: 'public', namespace: 'gateways' }];

const PROPS: readonly (readonly [string, IssuerProps])[] = [
  ['letsencrypt', { acme: { email: 'ops@example.com', solvers: [{ http01: { gateways } }] } }],
  [
    'staging',
    {
      acme: {
        server: 'letsencrypt-staging',
        accountKey: 'account',
        solvers: [
          { http01: { ingressClass: 'nginx' }, dnsNames: ['shop.example.com'] },
          {
            dnsZones: ['example.com'],
            dns01: {
              azureDns: {
                subscriptionId: '00000000-0000-0000-0000-000000000000',
                resourceGroupName: 'dns',
                hostedZoneName: 'example.com',
              },
            },
          },
        ],
      },
    },
  ],
  ['own', { ca: { secretName: 'own-ca' } }],
  ['bootstrap', { selfSigned: true }],
  [
    'vault',
    {
      other: {
        vault: {
          server: 'https://vault.example.com',
          path: 'pki/sign/shop',
          auth: { kubernetes: { role: 'shop', serviceAccountRef: { name: 'vault' } } },
        },
      },
    },
  ],
];

test('renders every way', () => {
  const all = PROPS.map(([name, props]) => planIssuer('ClusterIssuer', name, props));
  expectYaml(join(__dirname, 'snapshots/issuers.yaml'), emitYaml(all));
});

test.each(PROPS)('%s is what the schema allows', (name, props) => {
  expect(checkIssuer(name, props)).toEqual([]);
  expect(validateManifest(planIssuer('Issuer', name, props))).toEqual([]);
});

test('is for one namespace, or for all', () => {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  new Issuer(chart, 'one', { selfSigned: true });
  new ClusterIssuer(chart, 'all', { selfSigned: true });
  expect(
    manifestsOf(chart.node.root).map(({ manifest: { kind, metadata } }) => [
      kind,
      metadata.namespace,
    ]),
  ).toEqual([
    ['Issuer', 'shop'],
    ['ClusterIssuer', undefined],
  ]);
});

describe('rejects', () => {
  const acme = (solver: object): IssuerProps =>
    JSON.parse(JSON.stringify({ acme: { solvers: [solver] } }));

  test.each<readonly [string, IssuerProps, string]>([
    [
      'no solver',
      { acme: { solvers: [] } },
      'acme.solvers: got [], allowed at least one: nobody could prove a host',
    ],
    [
      'an unknown server',
      JSON.parse('{ "acme": { "server": "zerossl", "solvers": [{ "dns01": {} }] } }'),
      'acme.server: got "zerossl", allowed letsencrypt, letsencrypt-staging, or an address: https://...',
    ],
    [
      'a solver without a way',
      acme({}),
      'acme.solvers[0]: got "none", allowed exactly one of http01 and dns01',
    ],
    [
      'a star that nobody can prove',
      acme({ http01: { ingressClass: 'nginx' }, dnsNames: ['*.example.com'] }),
      'acme.solvers[0].dnsNames: got "*.example.com", allowed hosts without a star: those need dns01',
    ],
    [
      'no gateway',
      acme({ http01: { gateways: [] } }),
      'acme.solvers[0].http01.gateways: got [], allowed at least one',
    ],
    [
      'two ways',
      JSON.parse('{ "selfSigned": true, "ca": { "secretName": "a" } }'),
      'issuer: got "ca and selfSigned", allowed exactly one of acme, ca, selfSigned and other',
    ],
    [
      'an address of nobody',
      { acme: { email: 'ops', solvers: [{ http01: { ingressClass: 'nginx' } }] } },
      'acme.email: got "ops", allowed an address: \'ops@example.com\'',
    ],
  ])('%s', (_, props, problem) => {
    const chart = new Chart(new App(), 'shop');
    new Issuer(chart, 'wrong', props);
    expect(problemsOf(chart.node.root)).toEqual([`[shop/Issuer-wrong] ${problem}`]);
  });
});
