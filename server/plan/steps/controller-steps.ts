/**
 * Steps where a controller makes the routes. It asks the first Gateway that it finds for its flavor when it starts, makes
 * routes for that one only, and does not follow a change (Kong/kubernetes-ingress-controller
 * `internal/manager/run.go`, `internal/manager/kongconfig/root.go`; #5004, #5018; Kong/kong-operator#1369).
 */

import type { DeclaredGateway } from '../../gateways/index.js';
import { sentenceCase, shellWord } from '../../text/index.js';
import type { Step } from '../plan-model.js';
import { isDbless } from '../topology.js';
import {
  type Controller,
  changesOf,
  flavorStep,
  isGapless,
  quotedNames,
  type StepInput,
  type Verification,
  versionStep,
  versionText,
} from './step-input.js';

/** How controllers and gateways are related. */
type Shape =
  /** One in each pod: each reads the flavor of its own Gateway. */
  | 'beside-each'
  /** One that finds all gateways by their Service. */
  | 'one-for-all';

export function controllerSteps(input: StepInput): Step[] {
  const { group, stages } = input;
  const shape = shapeOf(input);
  const before =
    stages.version === 'before' ? versionStep(input, group.gateways, !group.gateways.every(isDbless)) : [];
  const after =
    stages.version === 'after' ? versionStep(input, group.gateways, !group.gateways.every(isDbless)) : [];
  const prepared = [look(input), ...before];
  const isDatabase = !group.gateways.every(isDbless);
  if (shape === 'beside-each' && !isDatabase) return [...prepared, rollPods(input), ...after];
  // Since 3.7 a Gateway with `expressions` accepts what a controller creates for the traditional flavors, and both of these get the same.
  if (stages.way === 'same-table') {
    const restart = shape === 'one-for-all' || isDatabase ? [restartController(input)] : [];
    return [...prepared, rollGateways(input), ...restart, ...after];
  }
  if (isDatabase) return [...prepared, ...outage(input), ...after];
  return [...prepared, ...replaceGateways(input), ...after];
}

export function shapeOf({ controllers, group, charts }: StepInput): Shape {
  if (controllers.length > 0) {
    return controllers.every(({ isInGatewayPods }) => isInGatewayPods) ? 'beside-each' : 'one-for-all';
  }
  // Chart kong/kong puts the controller into the pods of its Gateway, chart kong/ingress into pods of its own.
  return group.gateways.every(({ id }) => charts.get(id) === 'kong/kong') ? 'beside-each' : 'one-for-all';
}

const routesOfCluster =
  'kubectl get ingress,httproute,grpcroute,tcproute,tlsroute,udproute -A --ignore-not-found -o name | wc -l';

function look(input: StepInput): Step {
  return {
    title: 'Check what the controller reads',
    text: [
      'The controller creates the routes from Ingresses and Gateway API routes. The list above shows which of them behave differently after the change. The cluster may contain more of them than these files.',
    ],
    changes: [],
    commands: [
      "kubectl get ingress,httproute,grpcroute -A -o yaml | grep -nE 'regex-priority|path-handling|queryParams'",
    ],
    verify: [
      {
        text: 'The number of routes in the Gateway today, to compare with later.',
        command: 'curl -sk "$ADMIN/routes?size=1000" | jq \'.data | length\'',
      },
      { text: 'The number of objects that they are created from.', command: routesOfCluster },
    ],
    meanwhile: null,
    back: `Nothing has changed yet (the Gateway runs \`${input.from.flavor}\` ${versionText(input.from)}).`,
  };
}

const restartOf = ({ kind, name, namespace }: Controller): string[] => {
  const resource = `${kind.toLowerCase()}/${shellWord(name)}${namespace === null ? '' : ` -n ${shellWord(namespace)}`}`;
  return [`kubectl rollout restart ${resource}`, `kubectl rollout status ${resource}`];
};

const controllerNames = ({ controllers }: StepInput): string =>
  controllers.length > 0 ? quotedNames(controllers.map(({ name }) => name)) : 'the controller';

const configured: Verification = {
  text: 'The controller has configured the Gateways: there are as many routes as before, and its log contains no `unknown field` (an event `KongConfigurationApplyFailed` reports the same).',
  command: 'kubectl get events -A --field-selector reason=KongConfigurationApplyFailed',
};

/** DB-less, each pod with its own controller (`leaderElectionEnabled` in `internal/manager/setup.go`: none waits for another). */
function rollPods(input: StepInput): Step {
  const { group, from } = input;
  return flavorStep(input, group.gateways, {
    title: `Roll the pods of ${quotedNames(group.gateways.map(({ name }) => name))}`,
    text: [
      'Each pod has its own controller next to its Gateway. The new controller starts with the new flavor and creates routes for it. Pods with the old flavor keep their routes.',
    ],
    verify: [configured],
    meanwhile: isGapless(group)
      ? 'Either router answers requests, each with its own routes.'
      : 'The old pods stop first: requests fail until the new pods are ready.',
    back: `Set the flavor back to \`${from.flavor}\`, and roll the pods again.`,
  });
}

function rollGateways(input: StepInput): Step {
  const { group, from, to } = input;
  const text =
    to.flavor === 'expressions'
      ? 'The controller still creates traditional routes; from 3.7 on the new pods accept them and become ready.'
      : 'The controller creates the same routes for both flavors, so the new pods accept them.';
  return flavorStep(input, group.gateways, {
    title: `Roll the gateways to \`${to.flavor}\``,
    text: [text],
    verify: [configured],
    meanwhile: `Do not let the controller restart before all Gateways run \`${to.flavor}\`: it would use the flavor of the Gateway that it finds first.`,
    back: `Set the flavor back to \`${from.flavor}\`, and roll the Gateways again.`,
  });
}

function restartController(input: StepInput): Step {
  const { controllers, to, from } = input;
  const isNeeded = (from.flavor === 'expressions') !== (to.flavor === 'expressions');
  return {
    title: isNeeded ? 'Restart the controller' : 'Restart the controller at any later time',
    text: [
      isNeeded
        ? `${sentenceCase(controllerNames(input))} reads the flavor when it starts and does not notice a change. Until it is restarted it continues to create traditional routes.`
        : `${sentenceCase(controllerNames(input))} creates the same routes for both flavors. Until it is restarted it reports the old flavor.`,
    ],
    changes: controllers.map(({ at }) => at),
    commands:
      controllers.length > 0
        ? controllers.flatMap(restartOf)
        : ['kubectl rollout restart deployment/<controller>'],
    verify: [
      configured,
      ...(isNeeded
        ? [
            {
              text: 'The routes have an `expression` now.',
              command: `curl -sk "$ADMIN/routes?size=1000" | jq '[.data[] | select(.expression)] | length'`,
            },
          ]
        : []),
    ],
    meanwhile: isNeeded
      ? 'The Gateways keep their current routes. Header values, `regex-priority` and `path-handling` behave as before until the restart, and as listed above afterwards.'
      : null,
    back: isNeeded
      ? `Not possible in place: a Gateway with \`${from.flavor}\` rejects the routes that the controller now creates. Make a plan for the way back (\`--from ${to.flavor} --to ${from.flavor}\`), or scale the Gateways to 0 and up again.`
      : 'Not needed.',
  };
}

/** Old gateways would refuse the new routes, and new ones the old: none becomes ready, and the rollout stops. */
function replaceGateways(input: StepInput): Step[] {
  const { group, from, to, controllers } = input;
  const names = quotedNames(group.gateways.map(({ name }) => name));
  const isHelm = group.gateways.some(({ kind }) => kind === 'helm-release');
  const where = isHelm
    ? '`gatewayDiscovery.adminApiService.name` of the controller (with `generateAdminApiService: false`)'
    : '`CONTROLLER_KONG_ADMIN_SVC` of the controller';
  return [
    {
      title: `Start Gateways with \`${to.flavor}\` next to the old ones`,
      text: [
        `Create a copy of ${names} under another name, with other labels, with \`KONG_ROUTER_FLAVOR=${to.flavor}\`, and with its own Service for the Admin API that selects only the new pods. The new pods are not ready yet, because no controller has configured them.`,
        `An in-place change would never finish: the controller continues to create routes for \`${from.flavor}\`, a new pod rejects them and never becomes ready, and the rollout waits for it (Kong/kubernetes-ingress-controller#5004, #5018; Kong/kong-operator#1369).`,
      ],
      changes: [],
      commands: [],
      verify: [
        {
          text: 'The new pods are running but not ready.',
          command: 'kubectl get pods -A -l app=<new>',
        },
      ],
      meanwhile: null,
      back: 'Remove them. They received no requests.',
    },
    {
      title: 'Point the controller at the new Gateways, and restart it',
      text: [
        `Set ${where} to the new Service. When ${controllerNames(input)} starts, it finds only Gateways with the new flavor and creates routes for it, and the new pods become ready.`,
      ],
      changes: controllers.map(({ at }) => at),
      commands:
        controllers.length > 0
          ? controllers.flatMap(restartOf)
          : ['kubectl rollout restart deployment/<controller>'],
      verify: [configured, { text: 'The new pods are ready.', command: 'kubectl get pods -A -l app=<new>' }],
      meanwhile:
        'The old Gateways keep their current routes and receive no more changes. An old Gateway that restarts has no routes and does not become ready.',
      back: 'Point it back at the old Service, and restart it.',
    },
    {
      title: 'Shift the traffic',
      text: [
        'Change the selector of the proxy Service (or the load balancer in front of it) to the new pods.',
      ],
      changes: [],
      commands: [],
      verify: [{ text: 'The share of 404 responses is the same as before.', command: null }],
      meanwhile: null,
      back: 'Change the selector back to the old pods, as long as they run.',
    },
    {
      title: 'Remove the old Gateways, and keep the new flavor in the files',
      text: [
        '`kong-routes plan … --apply` writes the setting to the files that you copied, so that they match what runs.',
      ],
      changes: changesOf(input, 'flavor', group.gateways).flatMap(({ at }) => (at ? [at] : [])),
      commands: [],
      verify: [],
      meanwhile: null,
      back: 'Follow the same steps in the opposite direction.',
    },
  ];
}

/** One database cannot hold both tables, and the controller writes all of it. */
function outage(input: StepInput): Step[] {
  const { group, from, to, controllers } = input;
  const names = quotedNames(group.gateways.map(({ name }) => name));
  const scale = (gateway: DeclaredGateway, replicas: string) =>
    `kubectl scale ${gateway.kind}/${shellWord(gateway.name)}${gateway.namespace === null ? '' : ` -n ${shellWord(gateway.namespace)}`} --replicas=${replicas}`;
  return [
    {
      title: 'Stop the Gateways and the controller in a maintenance window',
      text: [
        `Routes for \`${from.flavor}\` and for \`${to.flavor}\` cannot share a database, and ${controllerNames(input)} does not notice a change of the flavor. Kong recommends scaling everything to 0 and up again (Kong/kong-operator#1369).`,
        'To avoid downtime, run a second installation next to this one, with its own database, its own controller (its own `CONTROLLER_ELECTION_ID`, and `CONTROLLER_UPDATE_STATUS=false` until it becomes the only one) and the same Ingress class. Then shift the traffic.',
      ],
      changes: [],
      commands: group.gateways.map((gateway) => scale(gateway, '0')),
      verify: [],
      meanwhile: 'Requests fail until the next step has finished.',
      back: 'Scale up again.',
    },
    flavorStep(input, group.gateways, {
      title: `Start ${names} with \`${to.flavor}\`, then the controller`,
      text: ['The database still contains the old routes. The controller replaces them when it starts.'],
      verify: [configured],
      meanwhile: 'Until the controller has written all routes, requests are answered with 404.',
      back: `Stop both, set the flavor back to \`${from.flavor}\`, and start both.`,
    }),
    { ...restartController(input), changes: controllers.map(({ at }) => at) },
  ];
}

export function operatorSteps(input: StepInput): Step[] {
  const { group, stages, from, to } = input;
  const { gateways } = group;
  const before = stages.version === 'before' ? versionStep(input, gateways, false) : [];
  const after = stages.version === 'after' ? versionStep(input, gateways, false) : [];
  const isControlled = gateways.some(({ controlled }) => controlled !== null);
  const prepared = isControlled ? [look(input), ...before] : before;
  if (stages.way !== 'same-table') return [...prepared, ...replaceOperatorGateways(input), ...after];
  const isNeeded = isControlled && (from.flavor === 'expressions') !== (to.flavor === 'expressions');
  return [
    ...prepared,
    flavorStep(input, gateways, {
      title: `Change the flavor to \`${to.flavor}\`; the operator rolls the pods`,
      text: [
        !isControlled
          ? 'No control plane in these files configures this Gateway. If Konnect or another control plane does, it needs the new flavor too: follow the steps for a control plane and data planes.'
          : to.flavor === 'expressions'
            ? 'The control plane still creates traditional routes; from 3.7 on the new pods accept them and become ready.'
            : 'The control plane creates the same routes for both flavors.',
      ],
      verify: isControlled ? [configured] : [],
      meanwhile: isControlled
        ? `The operator's control plane reads the flavor of the first Gateway when it starts. Do not restart the operator before all pods run \`${to.flavor}\`.`
        : null,
      back: `Set the flavor back to \`${from.flavor}\`. The operator rolls the pods again.`,
    }),
    ...(isNeeded ? [restartOperator(input)] : []),
  ].concat(after);
}

/** The control planes of the operator are instances of the controller in its own process (Kong/kong-operator `controller/controlplane/controller.go`). */
function restartOperator({ from, to }: StepInput): Step {
  return {
    title: 'Restart the operator',
    text: [
      'Its control planes are instances of the ingress controller in its own process, and each of them reads the flavor when it starts and does not notice a change (Kong/kong-operator#1369). After the restart the status of the GatewayClass shows the features of the new flavor.',
    ],
    changes: [],
    commands: ['kubectl rollout restart deployment/<operator> -n <its namespace>'],
    verify: [
      configured,
      {
        text: 'The GatewayClass shows the features of the new flavor.',
        command: "kubectl get gatewayclass -o jsonpath='{.items[*].status.supportedFeatures[*].name}'",
      },
    ],
    meanwhile: 'The Gateways keep their current routes.',
    back: `Not possible in place: a Gateway with \`${from.flavor}\` rejects the routes that the control plane now creates. Make a plan for the way back (\`--from ${to.flavor} --to ${from.flavor}\`).`,
  };
}

function replaceOperatorGateways(input: StepInput): Step[] {
  const { group, from, to } = input;
  const names = quotedNames(group.gateways.map(({ name }) => name));
  return [
    {
      title: `Create a second Gateway with \`${to.flavor}\` next to the old one`,
      text: [
        `Create a copy of ${names} under another name, with \`KONG_ROUTER_FLAVOR=${to.flavor}\` and its own control plane (with a GatewayConfiguration: a second GatewayClass and Gateway). Its control plane starts with the new flavor.`,
        `An in-place rollout would never finish: the control plane continues to create routes for \`${from.flavor}\`, and a new pod rejects them and never becomes ready (Kong/kong-operator#1369).`,
      ],
      changes: [],
      commands: [],
      verify: [configured],
      meanwhile: null,
      back: 'Remove it. It received no requests.',
    },
    {
      title: 'Attach the routes to it, and shift the traffic',
      text: [
        'List both Gateways in the `parentRefs` of Gateway API routes until the old one is removed. An Ingress belongs to one class and moves with its class. Then change DNS or the load balancer.',
      ],
      changes: [],
      commands: [],
      verify: [{ text: 'The share of 404 responses is the same as before.', command: null }],
      meanwhile: 'Either router answers requests, each with its own routes.',
      back: 'Shift the traffic back: the old Gateway still runs unchanged.',
    },
    {
      title: 'Remove the old Gateway, and keep the new flavor in the files',
      text: ['`kong-routes plan … --apply` writes the setting to the files that you copied.'],
      changes: changesOf(input, 'flavor', group.gateways).flatMap(({ at }) => (at ? [at] : [])),
      commands: [],
      verify: [],
      meanwhile: null,
      back: 'Follow the same steps in the opposite direction.',
    },
  ];
}
