/** The switch that no client notices: new gateways with their own table beside the old ones. */

import { count } from '../../text/index.js';
import type { Step } from '../plan-model.js';
import { quotedNames, routeCount, type StepInput, tablesFolder, verifyRoutes } from './step-input.js';

/**
 * New replicas with the new flavor and a table of their own, beside the old ones. With a database they need one of
 * their own too: below 3.7 a node reads only the columns of its flavor (Kong/kong 3.6 `kong/db/schema/entities/routes.lua`).
 */
export function twoTableSteps(input: StepInput): Step[] {
  const { group, to, tables, stages } = input;
  const names = group.gateways.map(({ name }) => name);
  const isHybrid = group.kind === 'hybrid';
  const isDatabase = group.kind === 'database' || isHybrid;
  const whom = names.length > 0 ? quotedNames(names) : 'the Gateway';
  const expected = routeCount(tables, true);
  const isSame = stages.way === 'same-table';
  const folder = isSame ? '<files>' : `${tablesFolder}/${to.flavor}/*`;
  const reads = isDatabase
    ? `, on a database of its own (\`kong migrations bootstrap\`)${isHybrid ? ': a control plane and data planes of its own, because both planes carry the flavor' : ''}`
    : isSame
      ? ', which reads the same files: both routers take them'
      : `, which reads the new table of \`${tablesFolder}/${to.flavor}/\`: a change of the routes has to be made to both tables from now on`;
  return [
    {
      title: `Start new replicas with \`${to.flavor}\` beside the old ones`,
      text: [
        `A copy of ${whom} under another name, with \`KONG_ROUTER_FLAVOR=${to.flavor}\` and without traffic${reads}.`,
      ],
      changes: [],
      commands: isDatabase
        ? ['kong migrations bootstrap', `deck gateway sync --kong-addr $NEW_ADMIN ${folder}`]
        : [],
      verify: [
        {
          text: `The new one answers \`${to.flavor}\`.`,
          command: `curl -s $NEW_ADMIN/ | jq -r '.configuration.router_flavor'`,
        },
        ...(expected > 0
          ? [
              {
                text: `It has ${count(expected, 'route')}.`,
                command: `curl -s "$NEW_ADMIN/routes?size=1000" | jq '.data | length'`,
              },
            ]
          : []),
        {
          text: 'It answers a request for each kind of route as the old one does; those first that are listed above as tried in another order or matching differently.',
          command: "curl -si -H 'Host: <host>' http://<new>/<path>",
        },
      ],
      meanwhile: null,
      back: 'Remove the new replicas. No client has seen them.',
    },
    {
      title: 'Shift the traffic',
      text: [
        'A few per cent at first, at whatever stands before Kong: the load balancer, the selector of the Service, DNS.',
      ],
      changes: [],
      commands: [],
      verify: [
        {
          text: 'The share of 404, and of requests to each service, is the same on both sides.',
          command: null,
        },
        ...verifyRoutes(input, true).slice(-1),
      ],
      meanwhile: 'Requests meet either router, each with a table that it takes.',
      back: 'Shift the traffic back: the old replicas run unchanged.',
    },
    {
      title: `Remove the old replicas${isSame ? '' : ', and keep the new table'}`,
      text: [
        '`kong-routes plan … --apply` writes the changes of this plan into the files of the workspace, so that they say what runs.',
      ],
      changes: [],
      commands: [],
      verify: [],
      meanwhile: null,
      back: 'The files as version control has them, and the same steps the other way round.',
    },
  ];
}
