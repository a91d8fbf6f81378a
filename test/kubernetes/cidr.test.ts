import { checkCidr } from '../../lib/kubernetes/cidr';
import { lines, untyped } from '../problem/lines';

test.each(['0.0.0.0/0', '10.0.0.0/8', '10.1.2.3/32', '::/0', '2001:db8::/32', '::1/128'])(
  '%s is a block of addresses',
  (cidr) => {
    expect(checkCidr('cidrs', cidr)).toEqual([]);
  },
);

test.each([
  '',
  '10.0.0.0',
  '10.0.0.0/',
  '10.0.0.0/33',
  '10.0.0/8',
  '256.0.0.0/8',
  '10.0.0.0/8/8',
  '10.0.0.0/-1',
  '::/129',
  'shop.example.com/8',
  8,
])('rejects %j', (cidr) => {
  expect(lines(checkCidr('cidrs', untyped(cidr)))).toEqual([
    `cidrs: got ${JSON.stringify(cidr)}, allowed a block of addresses such as '10.0.0.0/8'`,
  ]);
});
