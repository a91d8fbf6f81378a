import { type Fields, fieldsOf, itemsOf } from '../../../manifest/fields';
import type { Manifest } from '../../../manifest/manifest';
import { wrongValue } from '../../../problem/problem';
import { type Refusal, together } from './refusal';

/** What a route may do: one of these. */
const ACTIONS = ['route', 'redirect', 'directResponse'];

/** Finds what Istio refuses in the HTTP routes of a VirtualService. */
export function checkVirtualService({ spec }: Manifest): readonly Refusal[] {
  return itemsOf(fieldsOf(spec).http).flatMap((route, index) =>
    checkRoute(`spec.http[${index}]`, fieldsOf(route)),
  );
}

function checkRoute(field: string, route: Fields): readonly Refusal[] {
  const actions = ACTIONS.filter((name) =>
    name === 'route' ? itemsOf(route.route).length > 0 : route[name] !== undefined,
  );
  return [
    ...(actions.length > 1 ? [together(field, actions, 'one of them')] : []),
    ...itemsOf(route.route).flatMap((item, index) => {
      const { weight } = fieldsOf(item);
      return typeof weight === 'number' && weight < 0
        ? [wrongValue(`${field}.route[${index}].weight`, weight, '0 or more')]
        : [];
    }),
  ];
}
