/** Releases and values of Helm charts. */

export { helmGateways } from './helm-gateways.js';
export { moveFlavor } from './move-flavor.js';
