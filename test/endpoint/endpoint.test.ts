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
      `protocol: got "tcp", allowed 'TCP', 'UDP' or 'SCTP'`,
      `cidrs: got "10.0.0.0", allowed a block of addresses such as '10.0.0.0/8'`,
    ]);
  });
});

test('only() narrows an endpoint to some requests, and leaves the endpoint as it is', () => {
  const cart = cartEndpoint();
  const requests = [{ methods: ['POST'] }, { paths: ['/api/*'] }];
  expect(only(cart, ...requests)).toEqual({ ...cart, requests });
  expect(cart).toEqual(cartEndpoint());
});
