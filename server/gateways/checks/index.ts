/** Problems of the settings of gateways, each by itself and together. */

export { judgeAgreement, type RouteTable } from './set-checks.js';
export { judgeSettings } from './setting-checks.js';
