/** What a declared gateway is. */

export type {
  DeclaredGateway,
  Found,
  GatewaySet,
  Origin,
  Setting,
  WrittenFlavor,
} from './declared-gateway.js';
export { nameOf, versionText } from './gateway-name.js';
