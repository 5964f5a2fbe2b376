/** Options about the controller that reads Kubernetes manifests. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ControllerName, Version } from '../kubernetes/index.js';
import { type AskedController, parseController, parseGates } from '../manifests/index.js';
import { usageFailures } from './failure-words.js';

export interface ControllerOptions {
  readonly controller?: { readonly name: ControllerName; readonly version: Version };
  readonly featureGates?: ReadonlyMap<string, boolean>;
  readonly ingressClass?: string;
}

export const controllerOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--controller <name[@version]>',
        'controller that reads the Kubernetes manifests: kic, kic@3.4.12 or operator',
      ).argParser((text) => {
        const controller = parseController(text);
        if (controller) return controller;
        throw new InvalidArgumentError(usageFailures.notAController);
      }),
    )
    .addOption(
      new Option(
        '--feature-gates <gates>',
        'feature gates of the controller, such as RewriteURIs=true (default: none)',
      ).argParser((text) => {
        const gates = parseGates(text);
        if (gates) return gates;
        throw new InvalidArgumentError(usageFailures.notGates);
      }),
    )
    .option('--ingress-class <class>', 'Ingress class that the controller reads (default: kong)');

/** The requested settings of the controller; the rest is detected. */
export const askedController = ({
  controller,
  featureGates,
  ingressClass,
}: ControllerOptions): AskedController => ({
  ...controller,
  ...(featureGates && { featureGates }),
  ...(ingressClass !== undefined && { ingressClass }),
});
