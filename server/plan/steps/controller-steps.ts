/**
 * Steps where a controller makes the routes. It asks the first Gateway that it finds for its flavor when it starts, makes
 * routes for that one only, and does not follow a change (Kong/kubernetes-ingress-controller
 * `internal/manager/run.go`, `internal/manager/kongconfig/root.go`; #5004, #5018; Kong/kong-operator#1369).
 */

import type { DeclaredGateway } from '../../gateways/index.js';
import { shellWord } from '../../text/index.js';
import type { At, Check, Step } from '../plan-model.js';
import { isDbless } from '../topology.js';
import {
  changesOf,
  check,
  flavorStep,
  isGapless,
  type StepInput,
  stepOf,
  versionStep,
  versionText,
} from './step-input.js';

/** How controllers and gateways are related. */
type Shape =
  /** One in each pod: each reads the flavor of its own Gateway. */
  | 'one-per-pod'
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
  if (shape === 'one-per-pod' && !isDatabase) return [...prepared, rollPods(input), ...after];
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
    return controllers.every(({ isInGatewayPods }) => isInGatewayPods) ? 'one-per-pod' : 'one-for-all';
  }
  // Chart kong/kong puts the controller into the pods of its Gateway, chart kong/ingress into pods of its own.
  return group.gateways.every(({ id }) => charts.get(id) === 'kong/kong') ? 'one-per-pod' : 'one-for-all';
}

const routesOfCluster =
  'kubectl get ingress,httproute,grpcroute,tcproute,tlsroute,udproute -A --ignore-not-found -o name | wc -l';

function look(input: StepInput): Step {
  const { from } = input;
  return stepOf(
    { code: 'check-manifests', args: { from: from.flavor, version: versionText(from) } },
    {
      commands: [
        "kubectl get ingress,httproute,grpcroute -A -o yaml | grep -nE 'regex-priority|path-handling|queryParams'",
      ],
      verify: [
        check(
          { code: 'routes-today', args: {} },
          'curl -sk "$ADMIN/routes?size=1000" | jq \'.data | length\'',
        ),
        check({ code: 'objects-today', args: {} }, routesOfCluster),
      ],
    },
  );
}

const inNamespace = (namespace: string | null) => (namespace === null ? '' : ` -n ${shellWord(namespace)}`);

const restartCommands = ({ controllers }: StepInput): string[] =>
  controllers.length === 0
    ? ['kubectl rollout restart deployment/<controller>']
    : controllers.flatMap(({ kind, name, namespace }) => {
        const resource = `${kind.toLowerCase()}/${shellWord(name)}${inNamespace(namespace)}`;
        return [`kubectl rollout restart ${resource}`, `kubectl rollout status ${resource}`];
      });

const changeOf = ({ from, to }: StepInput) => ({ from: from.flavor, to: to.flavor });

const namesOf = (named: readonly { readonly name: string }[]): string[] => named.map(({ name }) => name);

const hasConfigured: Check = check(
  { code: 'controller-has-configured', args: {} },
  'kubectl get events -A --field-selector reason=KongConfigurationApplyFailed',
);

/** DB-less, each pod with its own controller (`leaderElectionEnabled` in `internal/manager/setup.go`: none waits for another). */
function rollPods(input: StepInput): Step {
  const { group, from } = input;
  const args = { gateways: namesOf(group.gateways), from: from.flavor, isGapless: isGapless(group) };
  return flavorStep(input, group.gateways, { code: 'roll-pods', args }, [hasConfigured]);
}

const rollGateways = (input: StepInput): Step =>
  flavorStep(input, input.group.gateways, { code: 'roll-gateways', args: changeOf(input) }, [hasConfigured]);

/** Between `expressions` and the other flavors the controller creates other routes. */
const createsOtherRoutes = ({ from, to }: StepInput): boolean =>
  (from.flavor === 'expressions') !== (to.flavor === 'expressions');

function restartController(input: StepInput): Step {
  const { controllers } = input;
  const isNeeded = createsOtherRoutes(input);
  return stepOf(
    {
      code: 'restart-controller',
      args: { ...changeOf(input), controllers: namesOf(controllers), isNeeded },
    },
    {
      changes: controllers.map(({ at }) => at),
      commands: restartCommands(input),
      verify: [
        hasConfigured,
        ...(isNeeded
          ? [
              check(
                { code: 'routes-have-expressions', args: {} },
                `curl -sk "$ADMIN/routes?size=1000" | jq '[.data[] | select(.expression)] | length'`,
              ),
            ]
          : []),
      ],
    },
  );
}

const flavorPlaces = (input: StepInput): At[] =>
  changesOf(input, 'flavor', input.group.gateways).flatMap(({ at }) => (at ? [at] : []));

const newPods = 'kubectl get pods -A -l app=<new>';

/** Old Gateways would reject the new routes, and new ones the old: none becomes ready, and the rollout stops. */
function replaceGateways(input: StepInput): Step[] {
  const { group, controllers } = input;
  const isHelm = group.gateways.some(({ kind }) => kind === 'helm-release');
  return [
    stepOf(
      { code: 'start-gateways', args: { ...changeOf(input), gateways: namesOf(group.gateways) } },
      { verify: [check({ code: 'pods-run-unready', args: {} }, newPods)] },
    ),
    stepOf(
      { code: 'move-controller', args: { controllers: namesOf(controllers), isHelm } },
      {
        changes: controllers.map(({ at }) => at),
        commands: restartCommands(input),
        verify: [hasConfigured, check({ code: 'pods-ready', args: {} }, newPods)],
      },
    ),
    stepOf(
      { code: 'shift-to-gateways', args: {} },
      { verify: [check({ code: 'not-found-alike', args: {} })] },
    ),
    stepOf({ code: 'remove-gateways', args: {} }, { changes: flavorPlaces(input) }),
  ];
}

/** One database cannot hold both tables, and the controller writes all of it. */
function outage(input: StepInput): Step[] {
  const { group, controllers } = input;
  const stop = ({ kind, name, namespace }: DeclaredGateway) =>
    `kubectl scale ${kind}/${shellWord(name)}${inNamespace(namespace)} --replicas=0`;
  return [
    stepOf(
      { code: 'stop-gateways', args: { ...changeOf(input), controllers: namesOf(controllers) } },
      { commands: group.gateways.map(stop) },
    ),
    flavorStep(
      input,
      group.gateways,
      { code: 'start-gateways-again', args: { ...changeOf(input), gateways: namesOf(group.gateways) } },
      [hasConfigured],
    ),
    restartController(input),
  ];
}

export function operatorSteps(input: StepInput): Step[] {
  const { group, stages } = input;
  const { gateways } = group;
  const before = stages.version === 'before' ? versionStep(input, gateways, false) : [];
  const after = stages.version === 'after' ? versionStep(input, gateways, false) : [];
  const isControlled = gateways.some(({ controlled }) => controlled !== null);
  const prepared = isControlled ? [look(input), ...before] : before;
  if (stages.way !== 'same-table') return [...prepared, ...replaceOperatorGateways(input), ...after];
  const isNeeded = isControlled && createsOtherRoutes(input);
  return [
    ...prepared,
    flavorStep(
      input,
      gateways,
      { code: 'change-flavor-of-operator', args: { ...changeOf(input), isControlled } },
      isControlled ? [hasConfigured] : [],
    ),
    ...(isNeeded ? [restartOperator(input)] : []),
    ...after,
  ];
}

/** The control planes of the operator are instances of the controller in its own process (Kong/kong-operator `controller/controlplane/controller.go`). */
const restartOperator = (input: StepInput): Step =>
  stepOf(
    { code: 'restart-operator', args: changeOf(input) },
    {
      commands: ['kubectl rollout restart deployment/<operator> -n <its namespace>'],
      verify: [
        hasConfigured,
        check(
          { code: 'class-shows-features', args: {} },
          "kubectl get gatewayclass -o jsonpath='{.items[*].status.supportedFeatures[*].name}'",
        ),
      ],
    },
  );

const replaceOperatorGateways = (input: StepInput): Step[] => [
  stepOf(
    { code: 'create-second-gateway', args: { ...changeOf(input), gateways: namesOf(input.group.gateways) } },
    { verify: [hasConfigured] },
  ),
  stepOf({ code: 'attach-routes', args: {} }, { verify: [check({ code: 'not-found-alike', args: {} })] }),
  stepOf({ code: 'remove-first-gateway', args: {} }, { changes: flavorPlaces(input) }),
];
