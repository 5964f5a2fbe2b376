/** Problems of the settings of gateways, each by itself and together. */

export { judgeAgreement, type RouteTable } from './set-checks.js';
export { judgeSettings, unknownVersion } from './setting-checks.js';
