import { externalEndpoint, only } from '../../lib/endpoint/endpoint';
import { lines, untyped } from '../problem/lines';
import { cartEndpoint } from './endpoints';

describe('an external endpoint', () => {
  test('that is an address opens that address', () => {
    expect(externalEndpoint({ host: '10.0.0.5', port: 5432 }).cidrs).toEqual(['10.0.0.5/32']);
  });

  test('is TCP where nothing is said', () => {
    expect(externalEndpoint({ host: 'db.example.com', port: 5432 })).toEqual({
      kind: 'external-endpoint',
      host: 'db.example.com',
      port: 5432,
      protocol: 'TCP',
      cidrs: undefined,
      problems: [],
    });
  });

  test('has the addresses that it is given', () => {
    const props = { host: '10.0.0.1', port: 1, protocol: 'UDP', cidrs: ['10.0.0.0/8'] } as const;
    expect(externalEndpoint(props)).toMatchObject({ ...props, problems: [] });
  });

  test('rejects wrong parameters, all at once', () => {
    const props = { host: 'DB', port: 0, protocol: 'tcp', cidrs: ['10.0.0.0/8', '10.0.0.0'] };
    expect(lines(externalEndpoint(untyped(props)).problems)).toEqual([
      'host: got "DB", allowed DNS labels joined by dots, at most 253 characters',
      'port: got 0, allowed a whole number from 1 to 65535',
      `cidrs: got "10.0.0.0", allowed a block of addresses such as '10.0.0.0/8'`,
      `protocol: got "tcp", allowed 'SCTP', 'TCP' or 'UDP'`,
    ]);
  });
});

describe('an external endpoint', () => {
  const problemsWith = (props: unknown) =>
    lines(Reflect.apply(externalEndpoint, undefined, [props]).problems);

  test.each(['otel.observability.svc', 'otel.observability.svc.cluster.local'])(
    'inside of the cluster, %s, has to say what is behind it',
    (host) => {
      expect(problemsWith({ host, port: 4317 })).toEqual([
        `host: got "${host}", allowed for a Service of the cluster, the endpoint() of its microservice, or the pods behind it: pods: { namespace: 'observability', labels: { ... } }`,
      ]);
      const pods = { namespace: 'observability', labels: { app: 'otel' } };
      expect(problemsWith({ host, port: 4317, pods })).toEqual([]);
      expect(problemsWith({ host, port: 4317, cidrs: ['10.0.0.7/32'] })).toEqual([]);
    },
  );

  test.each(['svc.example.com', 'a.svc.example.com', 'mysvc', 'svc', 'cluster.local.example.com'])(
    'outside of it may be called %s',
    (host) => {
      expect(problemsWith({ host, port: 443 })).toEqual([]);
    },
  );

  test.each<[string, unknown, readonly string[]]>([
    ['nothing', undefined, ['externalEndpoint(): got undefined, allowed { host: ..., port: ... }']],
    [
      'an empty object',
      {},
      [
        "host: is missing: name a DNS name or an address, 'db.example.com'",
        'port: is missing: name a port, 5432',
      ],
    ],
    [
      'a list as text',
      { host: 'a', port: '1', cidrs: '10.0.0.0/8', pods: [] },
      [
        'port: got "1", allowed a number',
        `cidrs: got "10.0.0.0/8", allowed a list of text: ['a', 'b']`,
        'pods: got [], allowed { namespace: ..., labels: ... }',
      ],
    ],
    [
      'pods without labels',
      { host: 'a', port: 1, pods: {} },
      [
        'pods.namespace: is missing: name the namespace of the pods',
        'pods.labels: is missing: name the labels of the pods',
      ],
    ],
    [
      'unknown words',
      { host: 'a', port: 1, cidr: [], pods: { namespace: 'a', labels: { a: 'b' }, ports: 1 } },
      ["cidr: isn't known, did you mean cidrs?", "pods.ports: isn't known, did you mean port?"],
    ],
  ])('rejects %s', (_, props, problems) => {
    expect(problemsWith(props)).toEqual(problems);
  });
});

test('only() narrows an endpoint to some requests, and leaves the endpoint as it is', () => {
  const cart = cartEndpoint();
  const requests = [{ methods: ['POST'] }, { paths: ['/api/*'] }];
  expect(only(cart, ...requests)).toEqual({ ...cart, requests });
  expect(cart).toEqual(cartEndpoint());
});
