/** Which fields of a request a table looks at. */

import { fieldOf, parseExpression, predicatesOf } from '../../grammar/index.js';
import type { Route } from '../routes/index.js';
import type { RoutingTable } from './routing-table.js';

/**
 * The matching fields, as expressions name them: `http.host`, `http.headers.x_version`. Those of traditional fields are the
 * ones that Kong makes of them.
 */
export function usedFields({ routes, gateway, subsystem }: RoutingTable): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { route } of routes) for (const field of fieldsOf(route.route)) used.add(field);
  return used;

  function fieldsOf(route: Route): string[] {
    if (route.expression !== undefined) {
      const language = { subsystem, gatewayVersion: gateway.version };
      const { tree } = parseExpression(route.expression, language);
      return predicatesOf(tree).flatMap(({ lhs }) => fieldOf(lhs)?.name.toLowerCase() ?? []);
    }
    const { hosts, methods, snis, sources, destinations, headers } = route;
    return [
      ...(hosts?.length ? ['http.host'] : []),
      ...(methods?.length ? ['http.method'] : []),
      ...(snis?.length ? ['tls.sni'] : []),
      ...(sources?.length ? ['net.src.ip'] : []),
      ...(destinations?.length ? ['net.dst.ip'] : []),
      ...[...(headers?.keys() ?? [])].map(
        (name) => `http.headers.${name.toLowerCase().replaceAll('-', '_')}`,
      ),
    ];
  }
}
