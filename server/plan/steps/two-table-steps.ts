/** The switch that no client notices: new gateways with their own table next to the old ones. */

import { tablesFolder } from '../../problems/index.js';
import type { Step } from '../plan-model.js';
import { check, routeCount, type StepInput, stepOf, verifyRoutes } from './step-input.js';

/**
 * New replicas with the new flavor and a table of their own, next to the old ones. With a database they need one of
 * their own too: below 3.7 a node reads only the columns of its flavor (Kong/kong 3.6 `kong/db/schema/entities/routes.lua`).
 */
export function twoTableSteps(input: StepInput): Step[] {
  const { group, to, tables, stages } = input;
  const storage = group.kind === 'hybrid' || group.kind === 'database' ? group.kind : 'files';
  const routes = routeCount(tables, true);
  const isSame = stages.way === 'same-table';
  const folder = isSame ? '<files>' : `${tablesFolder}/${to.flavor}/*`;
  const gateways = group.gateways.map(({ name }) => name);
  return [
    stepOf(
      { code: 'start-replicas', args: { gateways, to: to.flavor, isSame, storage } },
      {
        commands:
          storage === 'files'
            ? []
            : ['kong migrations bootstrap', `deck gateway sync --kong-addr $NEW_ADMIN ${folder}`],
        verify: [
          check(
            { code: 'new-gateway-runs', args: { flavor: to.flavor } },
            `curl -s $NEW_ADMIN/ | jq -r '.configuration.router_flavor'`,
          ),
          ...(routes > 0
            ? [
                check(
                  { code: 'new-gateway-routes', args: { routes } },
                  `curl -s "$NEW_ADMIN/routes?size=1000" | jq '.data | length'`,
                ),
              ]
            : []),
          check({ code: 'answers-alike', args: {} }, "curl -si -H 'Host: <host>' http://<new>/<path>"),
        ],
      },
    ),
    stepOf(
      { code: 'shift-traffic', args: {} },
      {
        verify: [
          check({ code: 'not-found-and-services-alike', args: {} }),
          ...verifyRoutes(input, true).slice(-1),
        ],
      },
    ),
    stepOf({ code: 'remove-replicas', args: { isSame } }),
  ];
}
