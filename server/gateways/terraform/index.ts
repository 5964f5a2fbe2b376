/** Gateways that Terraform installs or starts. */

export { isTerraform, moduleFile } from './module-files.js';
export { terraformGateways } from './terraform-gateways.js';
