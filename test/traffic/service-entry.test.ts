import { type ExternalEndpoint, externalEndpoint } from '../../lib/endpoint/endpoint';
import { fieldsOf } from '../../lib/manifest/fields';
import { planServiceEntry } from '../../lib/traffic/istio/service-entry-plan';
import type { ServiceEntryProps } from '../../lib/traffic/istio/service-entry-spec';

/** How the mesh finds what is called. */
function found(endpoints: readonly ExternalEndpoint[], more: Partial<ServiceEntryProps> = {}) {
  const { resolution, addresses } = fieldsOf(
    planServiceEntry('db', { ...more, endpoints } as const satisfies ServiceEntryProps).spec,
  );
  return [resolution, addresses];
}

const at = (port: number, cidrs?: readonly string[]) =>
  externalEndpoint({ host: 'db.example.com', port, ...(cidrs && { cidrs }) });

test('a name on a port of TCP is known by its addresses, and its program looks it up', () => {
  expect(found([at(3306, ['10.8.0.0/28', '10.9.0.7/32'])])).toEqual([
    'NONE',
    ['10.8.0.0/28', '10.9.0.7'],
  ]);
  expect(found([at(3306, ['10.8.0.0/28'])], { protocols: { 3306: 'MYSQL' } })[0]).toBe('NONE');
});

test('a name without addresses, or of which the mesh reads the host, is looked up by the mesh', () => {
  expect(found([at(3306)])).toEqual(['DNS', undefined]);
  expect(found([at(3306, [])])).toEqual(['DNS', undefined]);
  expect(found([at(443, ['10.8.0.0/28'])])).toEqual(['DNS', undefined]);
});

test('what is said counts, with single addresses alone beside DNS', () => {
  const dns = { resolution: 'DNS' } as const;
  expect(found([at(3306, ['10.8.0.7/32'])], dns)).toEqual(['DNS', ['10.8.0.7']]);
  expect(found([at(3306, ['10.8.0.0/28'])], dns)).toEqual(['DNS', undefined]);
  const moved = { targetPorts: { 3306: 33060 } };
  expect(found([at(3306, ['10.8.0.0/28'])], moved)).toEqual(['DNS', undefined]);
});
