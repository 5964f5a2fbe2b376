/** What a declared gateway is. */

export type {
  DeclaredGateway,
  Found,
  GatewayKind,
  GatewaySet,
  Origin,
  Setting,
  WrittenFlavor,
} from './declared-gateway.js';
export { kindWords, nameOf, versionText } from './gateway-name.js';
