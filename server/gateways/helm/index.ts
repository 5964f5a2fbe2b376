/** Releases and values of Helm charts. */

export { chartNamed } from './chart.js';
export { helmGateways } from './helm-gateways.js';
export { moveFlavor } from './move-flavor.js';
export { type Layer, type Release, runningRelease } from './release.js';
export { flavorsInValues } from './values-flavors.js';
