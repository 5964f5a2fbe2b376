/** The switch that no client notices: new gateways with their own table next to the old ones. */

import { count } from '../../text/index.js';
import type { Step } from '../plan-model.js';
import { quotedNames, routeCount, type StepInput, tablesFolder, verifyRoutes } from './step-input.js';

/**
 * New replicas with the new flavor and a table of their own, next to the old ones. With a database they need one of
 * their own too: below 3.7 a node reads only the columns of its flavor (Kong/kong 3.6 `kong/db/schema/entities/routes.lua`).
 */
export function twoTableSteps(input: StepInput): Step[] {
  const { group, to, tables, stages } = input;
  const names = group.gateways.map(({ name }) => name);
  const isHybrid = group.kind === 'hybrid';
  const isDatabase = group.kind === 'database' || isHybrid;
  const copied = names.length > 0 ? quotedNames(names) : 'the Gateway';
  const expected = routeCount(tables, true);
  const isSame = stages.way === 'same-table';
  const folder = isSame ? '<files>' : `${tablesFolder}/${to.flavor}/*`;
  const reads = isDatabase
    ? `, with its own database (\`kong migrations bootstrap\`)${isHybrid ? ' and its own control plane and data planes, because the flavor is set on both' : ''}`
    : isSame
      ? '. It reads the same files, because both routers accept them'
      : `. It reads the new routes in \`${tablesFolder}/${to.flavor}/\`. From now on make every change of a route in both places`;
  return [
    {
      title: `Start new replicas with \`${to.flavor}\` next to the old ones`,
      text: [
        `Create a copy of ${copied} under another name, with \`KONG_ROUTER_FLAVOR=${to.flavor}\` and without traffic${reads}.`,
      ],
      changes: [],
      commands: isDatabase
        ? ['kong migrations bootstrap', `deck gateway sync --kong-addr $NEW_ADMIN ${folder}`]
        : [],
      verify: [
        {
          text: `The new Gateway returns \`${to.flavor}\`.`,
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
          text: 'It answers a request for each kind of route in the same way as the old Gateway. Start with the routes that the table above lists as evaluated in a different order or matching different requests.',
          command: "curl -si -H 'Host: <host>' http://<new>/<path>",
        },
      ],
      meanwhile: null,
      back: 'Remove the new replicas. They received no requests.',
    },
    {
      title: 'Shift the traffic',
      text: [
        'Start with a few percent, at the component in front of Kong: the load balancer, the selector of the Service, or DNS.',
      ],
      changes: [],
      commands: [],
      verify: [
        {
          text: 'The share of 404 responses and of requests to each service is the same on both sides.',
          command: null,
        },
        ...verifyRoutes(input, true).slice(-1),
      ],
      meanwhile: 'Either router answers requests, each with its own routes.',
      back: 'Shift the traffic back: the old replicas still run unchanged.',
    },
    {
      title: isSame ? 'Remove the old replicas' : 'Remove the old replicas, and keep the new routes',
      text: [
        '`kong-routes plan … --apply` writes the changes of this plan to the files of the workspace, so that they match what runs.',
      ],
      changes: [],
      commands: [],
      verify: [],
      meanwhile: null,
      back: 'Restore the files from version control, and follow the same steps in the opposite direction.',
    },
  ];
}
