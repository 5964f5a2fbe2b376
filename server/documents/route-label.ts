/** What a route is called where it is spoken of. */

import { dataOfRoute } from './data.js';
import type { SourcedRoute } from './document.js';

/** Its name, else its id, else its place: `services[0].routes[2]`. */
export function routeLabel(route: SourcedRoute): string {
  const { name, id } = dataOfRoute(route.body);
  if (typeof name === 'string' && name !== '') return name;
  if (typeof id === 'string' && id !== '') return id;
  const place = route.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return place.replace(/^\./, '') || 'the route';
}
