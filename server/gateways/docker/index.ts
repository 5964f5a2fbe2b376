/** Dockerfiles. */

export { type BuiltImage, readDockerfile } from './dockerfile.js';
export { dockerfileGateways } from './dockerfile-gateways.js';
export { dockerWord } from './dockerfile-word.js';
