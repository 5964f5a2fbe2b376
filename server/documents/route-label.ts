/** The name of a route in messages. */

import type { RouteFacts } from '../terraform/index.js';
import { dataOfRoute } from './data.js';
import type { SourcedRoute } from './document.js';

const isKnownName = ({ unknown }: RouteFacts) => !unknown.some(({ path }) => path[0] === 'name');

const terraformAddress = ({ resource: { type }, name }: RouteFacts) => `${type}.${name}`;

/** Its name, else its id, else its place: `services[0].routes[2]`. */
export function routeLabel(route: SourcedRoute): string {
  const { name, id } = dataOfRoute(route.body);
  const { terraform } = route.body;
  if (terraform)
    return typeof name === 'string' && isKnownName(terraform) ? name : terraformAddress(terraform);
  if (typeof name === 'string' && name !== '') return name;
  if (typeof id === 'string' && id !== '') return id;
  return placeLabel(route.path) || 'the route';
}

/** A path as people write it: `services[0].routes[2]`. */
export const placeLabel = (path: SourcedRoute['path']): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
