import { compareReachability } from '../../lib/reachability/compare';
import { portsInWords } from '../../lib/reachability/pairs';
import { authorizationPolicy, type Loose, networkPolicy, reach, workload } from './manifests';

const INTERNET = '0.0.0.0/0';
const ADDRESSES = [INTERNET, '10.8.0.0/28', '10.9.0.0/16', '10.0.0.0/8'];

/** What of two sets is opened, with the addresses that are known on both sides. */
function opened(before: readonly Loose[], after: readonly Loose[], known = ADDRESSES) {
  const addresses = known.map((cidr) => ({ name: cidr, cidr }));
  const change = compareReachability(reach(before, { addresses }), reach(after, { addresses }));
  const words = (list: typeof change.opened) =>
    list.map(({ from, to, ports }) => `${from} -> ${to} ${portsInWords(ports)}`);
  return { opened: words(change.opened), closed: words(change.closed) };
}

const block = (cidr: string, ...except: readonly string[]) => ({
  ipBlock: { cidr, ...(except.length > 0 && { except }) },
});
const rule = (side: 'to' | 'from', port: number, ...peers: readonly unknown[]) => ({
  [side]: peers,
  ports: [{ port }],
});

/** A pod that is closed both ways but for these rules. */
function orders(egress: readonly unknown[], ingress: readonly unknown[] = []): readonly Loose[] {
  const policyTypes = ['Ingress', 'Egress'];
  const spec = { podSelector: {}, policyTypes, egress, ingress };
  return [workload('shop/orders'), networkPolicy('shop/orders', spec)];
}

const web = rule('to', 443, block(INTERNET));
const none = { opened: [], closed: [] };

test('tells a smaller range, and not the whole that it is a part of', () => {
  expect(opened(orders([web]), orders([web, rule('to', 3306, block('10.8.0.0/28'))]))).toEqual({
    ...none,
    opened: ['shop/orders -> 10.8.0.0/28 3306'],
  });
});

test('tells the same of what closes, and of what comes in', () => {
  const known = rule('from', 443, block(INTERNET));
  const more = rule('from', 3306, block('10.8.0.0/28'));
  expect(opened(orders([], [known, more]), orders([], [known]))).toEqual({
    ...none,
    closed: ['10.8.0.0/28 -> shop/orders 3306'],
  });
});

test('tells the whole where it is opened, in one rule or in two halves', () => {
  const after = ['shop/orders -> 0.0.0.0/0,10.8.0.0/28,10.9.0.0/16,10.0.0.0/8 3306'];
  expect(opened(orders([web]), orders([web, rule('to', 3306, block(INTERNET))])).opened).toEqual(
    after,
  );
  const halves = rule('to', 3306, block('0.0.0.0/1'), block('128.0.0.0/1'));
  expect(opened(orders([web]), orders([web, halves])).opened).toEqual(after);
});

test('tells the whole where no smaller range is known, or a part of it is known by none', () => {
  const one = rule('to', 3306, block('10.8.0.0/28'));
  expect(opened(orders([]), orders([one]), [INTERNET]).opened).toEqual([
    'shop/orders -> 0.0.0.0/0 3306?',
  ]);
  const two = rule('to', 3306, block('10.8.0.0/28'), block('20.0.0.0/8'));
  expect(opened(orders([]), orders([two]), [INTERNET, '10.8.0.0/28']).opened).toEqual([
    'shop/orders -> 0.0.0.0/0 3306?',
    'shop/orders -> 10.8.0.0/28 3306',
  ]);
});

test('tells the whole where a rule leaves out a part of it, beside a rule for a smaller one', () => {
  const most = rule('to', 3306, block(INTERNET, '10.0.0.0/8'));
  expect(opened(orders([]), orders([most, rule('to', 3306, block('10.8.0.0/28'))])).opened).toEqual(
    ['shop/orders -> 0.0.0.0/0 3306?', 'shop/orders -> 10.8.0.0/28 3306'],
  );
});

test('tells each of two ranges, one in the other, of which both are opened in part', () => {
  const most = rule('to', 3306, block('10.0.0.0/8', '10.9.0.0/16'));
  expect(opened(orders([]), orders([most])).opened).toEqual([
    'shop/orders -> 10.8.0.0/28 3306',
    'shop/orders -> 10.0.0.0/8 3306?',
  ]);
});

test('tells other ports of a run that are open to the whole', () => {
  const ports = [{ port: 3306, endPort: 3310 }];
  const wide = { to: [block(INTERNET, '10.0.0.0/8')], ports };
  expect(
    opened(orders([]), orders([wide, rule('to', 3311, block('10.8.0.0/28'))]), [
      INTERNET,
      '10.8.0.0/28',
    ]).opened,
  ).toEqual(['shop/orders -> 0.0.0.0/0 3306-3311?', 'shop/orders -> 10.8.0.0/28 3311']);
});

test('tells the whole where the mesh alone asks for a part of it', () => {
  const mesh = authorizationPolicy('shop/orders', {
    rules: [{ from: [{ source: { ipBlocks: ['10.8.0.0/28'] } }] }],
  });
  const ingress = rule('from', 3306, block(INTERNET));
  const [, policy = {}] = orders([], [ingress]);
  const pod = workload('shop/orders', { 'sidecar.istio.io/inject': 'true' });
  const known = [INTERNET, '10.8.0.0/28'];
  const found = opened(orders([]), [pod, policy, mesh], known).opened;
  expect(found.filter((line) => line.startsWith(INTERNET))).toHaveLength(1);
});
