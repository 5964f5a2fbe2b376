/**
 * The sentences about the steps of a flavor change where a controller creates the routes: the Kong Ingress Controller, or
 * the control planes of the Kong Operator.
 */

import { listed, sentenceCase } from '../text/index.js';
import type { StepArguments, StepWords } from './plan-step.js';

const quoted = (names: readonly string[]): string => listed([...new Set(names)].map((name) => `\`${name}\``));

const controllerNames = (names: readonly string[]): string =>
  names.length > 0 ? quoted(names) : 'the controller';

const unchanged = 'Nothing has changed yet';
const eitherRouter = 'Either router answers requests, each with its own routes.';
const sameInReverse = 'Follow the same steps in the opposite direction.';

/** A Gateway of the old flavor rejects the routes for the new one. */
const noWayBack = (from: string, to: string, creator: 'controller' | 'control plane'): string =>
  `Not possible in place: a Gateway with \`${from}\` rejects the routes that the ${creator} now creates. Make a plan for the way back (\`--from ${to} --to ${from}\`)`;

type ControllerStep =
  | 'check-manifests'
  | 'roll-pods'
  | 'roll-gateways'
  | 'restart-controller'
  | 'start-gateways'
  | 'move-controller'
  | 'shift-to-gateways'
  | 'remove-gateways'
  | 'stop-gateways'
  | 'start-gateways-again'
  | 'change-flavor-of-operator'
  | 'restart-operator'
  | 'create-second-gateway'
  | 'attach-routes'
  | 'remove-first-gateway';

export const controllerStepMessages: {
  readonly [Code in ControllerStep]: (args: StepArguments[Code]) => StepWords;
} = {
  'check-manifests': ({ from, version }) => ({
    title: 'Check what the controller reads',
    text: [
      'The controller creates the routes from Ingresses and Gateway API routes. The list above shows which of them behave differently after the change. The cluster may contain more of them than these files.',
    ],
    meanwhile: null,
    back: `${unchanged} (the Gateway runs \`${from}\` ${version}).`,
  }),
  'roll-pods': ({ gateways, from, isGapless }) => ({
    title: `Roll the pods of ${quoted(gateways)}`,
    text: [
      'Each pod has its own controller next to its Gateway. The new controller starts with the new flavor and creates routes for it. Pods with the old flavor keep their routes.',
    ],
    meanwhile: isGapless
      ? eitherRouter
      : 'The old pods stop first: requests fail until the new pods are ready.',
    back: `Set the flavor back to \`${from}\`, and roll the pods again.`,
  }),
  'roll-gateways': ({ from, to }) => ({
    title: `Roll the gateways to \`${to}\``,
    text: [
      to === 'expressions'
        ? 'The controller still creates traditional routes; from 3.7 on the new pods accept them and become ready.'
        : 'The controller creates the same routes for both flavors, so the new pods accept them.',
    ],
    meanwhile: `Do not let the controller restart before all Gateways run \`${to}\`: it would use the flavor of the Gateway that it finds first.`,
    back: `Set the flavor back to \`${from}\`, and roll the Gateways again.`,
  }),
  'restart-controller': ({ controllers, from, to, isNeeded }) => ({
    title: isNeeded ? 'Restart the controller' : 'Restart the controller at any later time',
    text: [
      isNeeded
        ? `${sentenceCase(controllerNames(controllers))} reads the flavor when it starts and does not notice a change. Until it is restarted it continues to create traditional routes.`
        : `${sentenceCase(controllerNames(controllers))} creates the same routes for both flavors. Until it is restarted it reports the old flavor.`,
    ],
    meanwhile: isNeeded
      ? 'The Gateways keep their current routes. Header values, `regex-priority` and `path-handling` behave as before until the restart, and as listed above afterwards.'
      : null,
    back: isNeeded
      ? `${noWayBack(from, to, 'controller')}, or scale the Gateways to 0 and up again.`
      : 'Not needed.',
  }),
  'start-gateways': ({ gateways, from, to }) => ({
    title: `Start Gateways with \`${to}\` next to the old ones`,
    text: [
      `Create a copy of ${quoted(gateways)} under another name, with other labels, with \`KONG_ROUTER_FLAVOR=${to}\`, and with its own Service for the Admin API that selects only the new pods. The new pods are not ready yet, because no controller has configured them.`,
      `An in-place change would never finish: the controller continues to create routes for \`${from}\`, a new pod rejects them and never becomes ready, and the rollout waits for it (Kong/kubernetes-ingress-controller#5004, #5018; Kong/kong-operator#1369).`,
    ],
    meanwhile: null,
    back: 'Remove them. They received no requests.',
  }),
  'move-controller': ({ controllers, isHelm }) => ({
    title: 'Point the controller at the new Gateways, and restart it',
    text: [
      `Set ${isHelm ? '`gatewayDiscovery.adminApiService.name` of the controller (with `generateAdminApiService: false`)' : '`CONTROLLER_KONG_ADMIN_SVC` of the controller'} to the new Service. When ${controllerNames(controllers)} starts, it finds only Gateways with the new flavor and creates routes for it, and the new pods become ready.`,
    ],
    meanwhile:
      'The old Gateways keep their current routes and receive no more changes. An old Gateway that restarts has no routes and does not become ready.',
    back: 'Point it back at the old Service, and restart it.',
  }),
  'shift-to-gateways': () => ({
    title: 'Shift the traffic',
    text: ['Change the selector of the proxy Service (or the load balancer in front of it) to the new pods.'],
    meanwhile: null,
    back: 'Change the selector back to the old pods, as long as they run.',
  }),
  'remove-gateways': () => ({
    title: 'Remove the old Gateways, and keep the new flavor in the files',
    text: [
      '`kong-routes plan … --apply` writes the setting to the files that you copied, so that they match what runs.',
    ],
    meanwhile: null,
    back: sameInReverse,
  }),
  'stop-gateways': ({ controllers, from, to }) => ({
    title: 'Stop the Gateways and the controller in a maintenance window',
    text: [
      `Routes for \`${from}\` and for \`${to}\` cannot share a database, and ${controllerNames(controllers)} does not notice a change of the flavor. Kong recommends scaling everything to 0 and up again (Kong/kong-operator#1369).`,
      'To avoid downtime, run a second installation next to this one, with its own database, its own controller (its own `CONTROLLER_ELECTION_ID`, and `CONTROLLER_UPDATE_STATUS=false` until it becomes the only one) and the same Ingress class. Then shift the traffic.',
    ],
    meanwhile: 'Requests fail until the next step has finished.',
    back: 'Scale up again.',
  }),
  'start-gateways-again': ({ gateways, from, to }) => ({
    title: `Start ${quoted(gateways)} with \`${to}\`, then the controller`,
    text: ['The database still contains the old routes. The controller replaces them when it starts.'],
    meanwhile: 'Until the controller has written all routes, requests are answered with 404.',
    back: `Stop both, set the flavor back to \`${from}\`, and start both.`,
  }),

  'change-flavor-of-operator': ({ from, to, isControlled }) => ({
    title: `Change the flavor to \`${to}\`; the operator rolls the pods`,
    text: [
      !isControlled
        ? 'No control plane in these files configures this Gateway. If Konnect or another control plane does, it needs the new flavor too: follow the steps for a control plane and data planes.'
        : to === 'expressions'
          ? 'The control plane still creates traditional routes; from 3.7 on the new pods accept them and become ready.'
          : 'The control plane creates the same routes for both flavors.',
    ],
    meanwhile: isControlled
      ? `The operator's control plane reads the flavor of the first Gateway when it starts. Do not restart the operator before all pods run \`${to}\`.`
      : null,
    back: `Set the flavor back to \`${from}\`. The operator rolls the pods again.`,
  }),
  'restart-operator': ({ from, to }) => ({
    title: 'Restart the operator',
    text: [
      'Its control planes are instances of the ingress controller in its own process, and each of them reads the flavor when it starts and does not notice a change (Kong/kong-operator#1369). After the restart the status of the GatewayClass shows the features of the new flavor.',
    ],
    meanwhile: 'The Gateways keep their current routes.',
    back: `${noWayBack(from, to, 'control plane')}.`,
  }),
  'create-second-gateway': ({ gateways, from, to }) => ({
    title: `Create a second Gateway with \`${to}\` next to the old one`,
    text: [
      `Create a copy of ${quoted(gateways)} under another name, with \`KONG_ROUTER_FLAVOR=${to}\` and its own control plane (with a GatewayConfiguration: a second GatewayClass and Gateway). Its control plane starts with the new flavor.`,
      `An in-place rollout would never finish: the control plane continues to create routes for \`${from}\`, and a new pod rejects them and never becomes ready (Kong/kong-operator#1369).`,
    ],
    meanwhile: null,
    back: 'Remove it. It received no requests.',
  }),
  'attach-routes': () => ({
    title: 'Attach the routes to it, and shift the traffic',
    text: [
      'List both Gateways in the `parentRefs` of Gateway API routes until the old one is removed. An Ingress belongs to one class and moves with its class. Then change DNS or the load balancer.',
    ],
    meanwhile: eitherRouter,
    back: 'Shift the traffic back: the old Gateway still runs unchanged.',
  }),
  'remove-first-gateway': () => ({
    title: 'Remove the old Gateway, and keep the new flavor in the files',
    text: ['`kong-routes plan … --apply` writes the setting to the files that you copied.'],
    meanwhile: null,
    back: sameInReverse,
  }),
};
