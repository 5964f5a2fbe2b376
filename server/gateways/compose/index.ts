/** Compose files, with their environment files. */

export { composeGateways } from './compose-gateways.js';
