/** Gateways as files declare them: where the router flavor, the version and other settings are written. */

export { gatewayFileGlob, mayConfigureGateways, mayDeclareGateways } from './candidate.js';
export { judgeAgreement, judgeSettings, type RouteTable, unknownVersion } from './checks/index.js';
export { findGateways } from './find-gateways.js';
export { moveFlavor } from './helm/index.js';
export { type DeclaredController, findControllers, type Manifest, manifestsIn } from './kubernetes/index.js';
export {
  type DeclaredGateway,
  type Found,
  type GatewaySet,
  nameOf,
  type Setting,
  type WrittenFlavor,
} from './model/index.js';
export { defaultFlavor, parseFlavor } from './settings/index.js';
export {
  at,
  entry,
  isTerraform,
  items,
  textOf,
  type YamlEntry,
  type YamlNode,
  yamlDocuments,
} from './sources/index.js';
export { moduleFile } from './terraform/index.js';
