/** What a plan leads from and to: a router flavor, and perhaps a version of the Gateway. */

import { type GatewayVersion, parseGatewayVersion } from '../../grammar/index.js';
import type { PlanRefusal } from '../problems/index.js';
import { hasFlavors, type RouterFlavor, routerFlavors } from '../routes/index.js';

export interface Target {
  readonly flavor: RouterFlavor;
  /** `null` if the version stays what it is. */
  readonly version: GatewayVersion | null;
  /** The version as it was asked for: image tags get this text. */
  readonly versionText: string | null;
}

/** Names that are not values of `router_flavor` and are written for one; Kong's own documentation has the first two. */
const meant: Readonly<Record<string, RouterFlavor>> = {
  traditional_compat: 'traditional_compatible',
  compatible: 'traditional_compatible',
  expression: 'expressions',
  atc: 'expressions',
};

/**
 * Reads `expressions` or `expressions@3.9`; of Gateway 2.x, which has one router, `2.8` or `traditional@2.8`.
 *
 * @returns or why it is neither, in one line
 */
export function parseTarget(text: string): Target | { readonly refused: PlanRefusal } {
  const [name = '', versionText, ...rest] = text.trim().split('@');
  const alone = versionText === undefined ? parseGatewayVersion(name) : null;
  if (alone && !hasFlavors(alone)) return { flavor: 'traditional', version: alone, versionText: name };
  const flavor = routerFlavors.find((one) => one === name);
  if (alone) {
    return { refused: { code: 'target-without-flavor', args: { version: name } } };
  }
  if (!flavor) {
    return { refused: { code: 'target-not-a-flavor', args: { name, meant: meant[name] ?? null } } };
  }
  if (versionText === undefined) return { flavor, version: null, versionText: null };
  const version = rest.length === 0 ? parseGatewayVersion(versionText) : null;
  if (!version) {
    const args = { flavor, version: [versionText, ...rest].join('@') };
    return { refused: { code: 'target-not-a-version', args } };
  }
  if (!hasFlavors(version) && flavor !== 'traditional') {
    return { refused: { code: 'target-flavor-before-3', args: { flavor, version: versionText } } };
  }
  return { flavor, version, versionText };
}

/** Why a plan cannot lead to a target; `null` if it can. */
export function whyNotTo({ version, versionText }: Target): PlanRefusal | null {
  if (!version || hasFlavors(version)) return null;
  return { code: 'target-before-3', args: { version: versionText ?? version.join('.') } };
}

export const targetText = ({ flavor, versionText }: Target): string =>
  versionText === null ? flavor : `${flavor}@${versionText}`;
