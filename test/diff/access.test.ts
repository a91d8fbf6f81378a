import { dangersIn } from '../../lib/diff/danger';
import { diff } from '../../lib/diff/diff';
import { diffInText } from '../../lib/diff/text';
import type { JsonValue, Manifest } from '../../lib/manifest/manifest';
import { file, object, workload } from './objects';

const inProd = (...manifests: readonly Manifest[]) => file('prod/shop/cart.yaml', ...manifests);

const app = (name: string) => ({ podSelector: { matchLabels: { app: name } } });
const monitoring = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
  podSelector: { matchLabels: { app: 'prometheus' } },
};

/** Closes a microservice but for some callers. */
function policy(name: string, ...from: readonly JsonValue[]): Manifest {
  return object('networking.k8s.io/v1', 'NetworkPolicy', name, {
    spec: {
      ...app(name),
      policyTypes: ['Ingress'],
      ...(from.length > 0 && { ingress: [{ from, ports: [{ port: 8080 }] }] }),
    },
  });
}

const services = [workload(), workload({ name: 'web' })];

test('tells calls that are opened and closed, instead of rules', () => {
  const result = diff(
    inProd(...services, policy('cart'), policy('web', app('cart'))),
    inProd(...services, policy('cart', app('web')), policy('web')),
  );
  expect(dangersIn(result)).toEqual([]);
  expect(diffInText(result)).toBe(
    [
      'prod',
      '  ~ NetworkPolicy shop-prod/cart, web',
      '      opens or closes calls, as told below',
      '  who may call whom',
      '      opened  shop-prod/web -> shop-prod/cart  8080',
      '      closed  shop-prod/cart -> shop-prod/web  8080',
      '',
      '2 changed',
      '',
    ].join('\n'),
  );
});

test('takes calls from other namespaces and from outside for exposure', () => {
  const result = diff(
    inProd(...services, policy('cart'), policy('web')),
    inProd(
      ...services,
      policy('cart', monitoring),
      policy('web', { ipBlock: { cidr: '0.0.0.0/0' } }),
    ),
  );
  expect(dangersIn(result).map(({ message, danger }) => [message, danger])).toEqual([
    ['monitoring/prometheus may newly call shop-prod/cart on 8080', 'exposure:shop-prod/cart'],
    ['0.0.0.0/0 may newly call shop-prod/web on 8080', 'exposure:shop-prod/web'],
  ]);
});

test('takes no exception to a new microservice that is reached as the others are', () => {
  const before = inProd(workload(), policy('cart', monitoring));
  const web = [workload({ name: 'web' }), policy('web', monitoring)];
  const after = inProd(workload(), policy('cart', monitoring), ...web);
  expect(dangersIn(diff(before, after))).toEqual([]);
});

test('shows the rules of a policy that opens and closes nothing', () => {
  const nobody = (name: string) => policy('nobody', app(name));
  const text = diffInText(diff(inProd(nobody('a')), inProd(nobody('b'))));
  expect(text).toContain('spec.ingress[0].from[0].podSelector.matchLabels.app: a -> b');
});

test('looks at nothing but what has a say', () => {
  const look = jest.fn(() => []);
  const version = (version: string) =>
    inProd(workload({ image: `a:${version}`, labels: { version } }));
  diff(version('v1'), version('v2'), { look });
  expect(look.mock.calls.flat()).not.toContainEqual(
    expect.objectContaining({ kinds: expect.arrayContaining(['NetworkPolicy']) }),
  );
  diff(inProd(policy('cart')), [], { look });
  expect(look).toHaveBeenCalledWith(
    'before',
    expect.objectContaining({ folder: 'prod/', kinds: expect.arrayContaining(['NetworkPolicy']) }),
  );
});
