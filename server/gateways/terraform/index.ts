/** Gateways that Terraform installs or starts. */

export { moduleFile } from './module-files.js';
export { terraformGateways, terraformManifests } from './terraform-gateways.js';
