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

/** How controllers and gateways stand to each other. */
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
  if (shape === 'beside-each' && !isDatabase) return [...prepared, rollBesideEach(input), ...after];
  // Since 3.7 a Gateway with `expressions` takes what a controller makes for the traditional flavors; and those two get the same.
  if (stages.way === 'same-table') {
    const restart = shape === 'one-for-all' || isDatabase ? [restartController(input)] : [];
    return [...prepared, rollGateways(input), ...restart, ...after];
  }
  if (isDatabase) return [...prepared, ...outage(input), ...after];
  return [...prepared, ...besideEachOther(input), ...after];
}

export function shapeOf({ controllers, group, charts }: StepInput): Shape {
  if (controllers.length > 0) {
    return controllers.every(({ besideGateway }) => besideGateway) ? 'beside-each' : 'one-for-all';
  }
  // Chart kong/kong puts the controller into the pods of its Gateway, chart kong/ingress into pods of its own.
  return group.gateways.every(({ id }) => charts.get(id) === 'kong/kong') ? 'beside-each' : 'one-for-all';
}

const routesOfCluster =
  'kubectl get ingress,httproute,grpcroute,tcproute,tlsroute,udproute -A --ignore-not-found -o name | wc -l';

function look(input: StepInput): Step {
  return {
    title: 'Look at what the controller reads',
    text: [
      'The routes are made from Ingresses and from routes of the Gateway API; what of them behaves differently after the change is listed above. There may be more of them in the cluster than in these files.',
    ],
    changes: [],
    commands: [
      "kubectl get ingress,httproute,grpcroute -A -o yaml | grep -nE 'regex-priority|path-handling|queryParams'",
    ],
    verify: [
      {
        text: 'The number of routes that the Gateway has today, to compare with later.',
        command: 'curl -sk "$ADMIN/routes?size=1000" | jq \'.data | length\'',
      },
      { text: 'And of the objects that they are made from.', command: routesOfCluster },
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

const takesPlace: Verification = {
  text: 'The controller has configured the gateways: as many routes as before, and no `unknown field` in its log (an event `KongConfigurationApplyFailed` tells the same).',
  command: 'kubectl get events -A --field-selector reason=KongConfigurationApplyFailed',
};

/** DB-less, each pod with its own controller (`leaderElectionEnabled` in `internal/manager/setup.go`: none waits for another). */
function rollBesideEach(input: StepInput): Step {
  const { group, from } = input;
  return flavorStep(input, group.gateways, {
    title: `Roll the pods of ${quotedNames(group.gateways.map(({ name }) => name))}`,
    text: [
      'Each pod has its own controller beside its Gateway: the new one starts with the new flavor and makes its own table for it. Pods of the old flavor keep theirs.',
    ],
    verify: [takesPlace],
    meanwhile: isGapless(group)
      ? 'Requests meet either router, each with the table that was made for it.'
      : 'The old pods are stopped first: nothing answers until the new ones are ready.',
    back: `The setting back at \`${from.flavor}\`, and roll the pods again.`,
  });
}

function rollGateways(input: StepInput): Step {
  const { group, from, to } = input;
  const text =
    to.flavor === 'expressions'
      ? 'The controller still makes traditional routes; since 3.7 the new pods take them, so that they become ready.'
      : 'The controller makes the same routes for both flavors, so that the new pods take what it sends.';
  return flavorStep(input, group.gateways, {
    title: `Roll the gateways to \`${to.flavor}\``,
    text: [text],
    verify: [takesPlace],
    meanwhile: `Do not let the controller restart before all gateways run \`${to.flavor}\`: it would take the flavor of whichever it finds first.`,
    back: `The setting back at \`${from.flavor}\`, and roll again.`,
  });
}

function restartController(input: StepInput): Step {
  const { controllers, to, from } = input;
  const isNeeded = (from.flavor === 'expressions') !== (to.flavor === 'expressions');
  return {
    title: isNeeded ? 'Restart the controller' : 'Restart the controller when it suits',
    text: [
      isNeeded
        ? `${sentenceCase(controllerNames(input))} read the flavor when it started and does not follow a change. Until it is restarted it goes on making traditional routes.`
        : `${sentenceCase(controllerNames(input))} makes the same routes for both; it only reports the old flavor until it is restarted.`,
    ],
    changes: controllers.map(({ at }) => at),
    commands:
      controllers.length > 0
        ? controllers.flatMap(restartOf)
        : ['kubectl rollout restart deployment/<controller>'],
    verify: [
      takesPlace,
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
      ? 'The gateways keep the table that they have. Header values, `regex-priority` and `path-handling` count until then as before, and from then on as listed above.'
      : null,
    back: isNeeded
      ? `Not in place: a gateway with \`${from.flavor}\` refuses what the controller makes from now on. Make the plan of the way back (\`--from ${to.flavor} --to ${from.flavor}\`), or scale the gateways to 0 and up again.`
      : 'Nothing depends on it.',
  };
}

/** Old gateways would refuse the new routes, and new ones the old: none becomes ready, and the rollout stands still. */
function besideEachOther(input: StepInput): Step[] {
  const { group, from, to, controllers } = input;
  const names = quotedNames(group.gateways.map(({ name }) => name));
  const isHelm = group.gateways.some(({ kind }) => kind === 'helm-release');
  const where = isHelm
    ? '`gatewayDiscovery.adminApiService.name` of the controller (with `generateAdminApiService: false`)'
    : '`CONTROLLER_KONG_ADMIN_SVC` of the controller';
  return [
    {
      title: `Start gateways with \`${to.flavor}\` beside the old ones`,
      text: [
        `A copy of ${names} under another name: other labels, \`KONG_ROUTER_FLAVOR=${to.flavor}\`, and a Service of its own for the Admin API that selects only the new pods. They are not ready yet: nothing has configured them.`,
        `Changing the flavor in place would stand still: the controller goes on making routes for \`${from.flavor}\`, a new pod refuses them and never becomes ready, and the rollout waits for it (Kong/kubernetes-ingress-controller#5004, #5018; Kong/kong-operator#1369).`,
      ],
      changes: [],
      commands: [],
      verify: [
        {
          text: 'The new pods run, and are not ready.',
          command: 'kubectl get pods -A -l app=<new>',
        },
      ],
      meanwhile: null,
      back: 'Remove them. Nothing has seen them.',
    },
    {
      title: 'Point the controller at the new gateways, and restart it',
      text: [
        `${where} names the new Service. When ${controllerNames(input)} starts, it finds only gateways of one flavor, makes routes for that, and the new pods become ready.`,
      ],
      changes: controllers.map(({ at }) => at),
      commands:
        controllers.length > 0
          ? controllers.flatMap(restartOf)
          : ['kubectl rollout restart deployment/<controller>'],
      verify: [takesPlace, { text: 'The new pods are ready.', command: 'kubectl get pods -A -l app=<new>' }],
      meanwhile:
        'The old gateways go on with the table that they have and get no changes any more; one of them that restarts comes up empty and does not become ready.',
      back: 'Point it back at the old Service, and restart it.',
    },
    {
      title: 'Shift the traffic',
      text: ['The selector of the Service of the proxy (or the load balancer before it) names the new pods.'],
      changes: [],
      commands: [],
      verify: [{ text: 'The share of 404 is what it was.', command: null }],
      meanwhile: null,
      back: 'The selector back at the old pods, as long as they run.',
    },
    {
      title: 'Remove the old gateways, and keep the new flavor in the files',
      text: [
        '`kong-routes plan … --apply` writes the setting into the files that the copy was made from, so that they say what runs.',
      ],
      changes: changesOf(input, 'flavor', group.gateways).flatMap(({ at }) => (at ? [at] : [])),
      commands: [],
      verify: [],
      meanwhile: null,
      back: 'The same steps the other way round.',
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
      title: 'Stop the gateways and the controller, in a maintenance window',
      text: [
        `Routes for \`${from.flavor}\` and for \`${to.flavor}\` cannot be in one database, and ${controllerNames(input)} does not follow a change of the flavor. Kong's own advice is to scale all to 0 and up again (Kong/kong-operator#1369).`,
        'Without a gap: a second installation beside this one, with its own database, its own controller (`CONTROLLER_ELECTION_ID` of its own, `CONTROLLER_UPDATE_STATUS=false` until it takes over) and the same Ingress class; then shift the traffic.',
      ],
      changes: [],
      commands: group.gateways.map((gateway) => scale(gateway, '0')),
      verify: [],
      meanwhile: 'Nothing answers until the next step has ended.',
      back: 'Scale up again.',
    },
    flavorStep(input, group.gateways, {
      title: `Start ${names} with \`${to.flavor}\`, then the controller`,
      text: ['The database still has the old routes; the controller replaces them when it starts.'],
      verify: [takesPlace],
      meanwhile: 'Until the controller has written all routes, requests get 404.',
      back: `Stop both, the setting back at \`${from.flavor}\`, start both.`,
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
  if (stages.way !== 'same-table') return [...prepared, ...operatorBeside(input), ...after];
  const isNeeded = isControlled && (from.flavor === 'expressions') !== (to.flavor === 'expressions');
  return [
    ...prepared,
    flavorStep(input, gateways, {
      title: `Change the flavor to \`${to.flavor}\`; the operator rolls the pods`,
      text: [
        !isControlled
          ? 'No control plane in these files configures it (Konnect, or one that is somewhere else): whoever does has to know of the new flavor, as in the steps for a control plane and data planes.'
          : to.flavor === 'expressions'
            ? 'The control plane still makes traditional routes; since 3.7 the new pods take them, so that they become ready.'
            : 'The control plane makes the same routes for both flavors.',
      ],
      verify: isControlled ? [takesPlace] : [],
      meanwhile: isControlled
        ? `The control plane of the operator asks the first Gateway for its flavor when it starts: do not restart the operator before all pods run \`${to.flavor}\`.`
        : null,
      back: `The setting back at \`${from.flavor}\`; the operator rolls the pods again.`,
    }),
    ...(isNeeded ? [restartOperator(input)] : []),
  ].concat(after);
}

/** The control planes of the operator are instances of the controller in its own process (Kong/kong-operator `controller/controlplane/controller.go`). */
function restartOperator({ from, to }: StepInput): Step {
  return {
    title: 'Restart the operator',
    text: [
      'Its control planes are instances of the ingress controller in its own process; each read the flavor when it started, and does not follow a change (Kong/kong-operator#1369). The status of the GatewayClass tells of the features of the new flavor afterwards.',
    ],
    changes: [],
    commands: ['kubectl rollout restart deployment/<operator> -n <its namespace>'],
    verify: [
      takesPlace,
      {
        text: 'The features of the GatewayClass are those of the new flavor.',
        command: "kubectl get gatewayclass -o jsonpath='{.items[*].status.supportedFeatures[*].name}'",
      },
    ],
    meanwhile: 'The gateways keep the table that they have.',
    back: `Not in place: a gateway with \`${from.flavor}\` refuses what the control plane makes from now on. Make the plan of the way back (\`--from ${to.flavor} --to ${from.flavor}\`).`,
  };
}

function operatorBeside(input: StepInput): Step[] {
  const { group, from, to } = input;
  const names = quotedNames(group.gateways.map(({ name }) => name));
  return [
    {
      title: `Make a second Gateway with \`${to.flavor}\` beside the old one`,
      text: [
        `A copy of ${names} under another name, with \`KONG_ROUTER_FLAVOR=${to.flavor}\`, and a control plane of its own (with a GatewayConfiguration: a second GatewayClass and Gateway). Its control plane starts with the new flavor.`,
        `In place the rollout would stand still: the control plane goes on making routes for \`${from.flavor}\`, a new pod refuses them and never becomes ready (Kong/kong-operator#1369).`,
      ],
      changes: [],
      commands: [],
      verify: [takesPlace],
      meanwhile: null,
      back: 'Remove it. No client has seen it.',
    },
    {
      title: 'Attach the routes to it, and shift the traffic',
      text: [
        'Routes of the Gateway API name both Gateways in `parentRefs` until the old one is gone; Ingresses belong to one class, and move with their class. Then DNS or the load balancer.',
      ],
      changes: [],
      commands: [],
      verify: [{ text: 'The share of 404 is what it was.', command: null }],
      meanwhile: 'Requests meet either router, each with the table that was made for it.',
      back: 'Shift back: the old Gateway runs unchanged.',
    },
    {
      title: 'Remove the old Gateway, and keep the new flavor in the files',
      text: ['`kong-routes plan … --apply` writes the setting into the files that the copy was made from.'],
      changes: changesOf(input, 'flavor', group.gateways).flatMap(({ at }) => (at ? [at] : [])),
      commands: [],
      verify: [],
      meanwhile: null,
      back: 'The same steps the other way round.',
    },
  ];
}
