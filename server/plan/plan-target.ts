/** What a plan leads from and to: a router flavor, and perhaps a version of the Gateway. */

import { type GatewayVersion, parseGatewayVersion } from '../../grammar/index.js';
import { hasFlavors, type RouterFlavor, routerFlavors } from '../routes/index.js';

export interface Target {
  readonly flavor: RouterFlavor;
  /** `null` where the version stays what it is. */
  readonly version: GatewayVersion | null;
  /** The version as it was asked for: it is what is written into the tags of images. */
  readonly versionText: string | null;
}

/** Names that are no values of `router_flavor` and are written for one; Kong's own documentation has the first two. */
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
export function parseTarget(text: string): Target | { readonly refused: string } {
  const [name = '', versionText, ...rest] = text.trim().split('@');
  const alone = versionText === undefined ? parseGatewayVersion(name) : null;
  if (alone && !hasFlavors(alone)) return { flavor: 'traditional', version: alone, versionText: name };
  const flavor = routerFlavors.find((one) => one === name);
  if (alone) {
    return {
      refused: `'${name}' needs a router flavor: write traditional_compatible@${name}, or another one of ${routerFlavors.join(', ')}`,
    };
  }
  if (!flavor) {
    const hint = meant[name] ? `; did you mean ${meant[name]}?` : '';
    return {
      refused: `'${name}' is not a router flavor: write one of ${routerFlavors.join(', ')}, followed by @ and a version if that changes too (expressions@3.9)${hint}`,
    };
  }
  if (versionText === undefined) return { flavor, version: null, versionText: null };
  const version = rest.length === 0 ? parseGatewayVersion(versionText) : null;
  if (!version) {
    return {
      refused: `'${[versionText, ...rest].join('@')}' is not a Gateway version: write ${flavor}@3.9 or ${flavor}@3.4.1`,
    };
  }
  if (!hasFlavors(version) && flavor !== 'traditional') {
    return {
      refused: `Gateway ${versionText} has no router flavor ${flavor}: flavors were added in 3.0. Write ${versionText} for its only router`,
    };
  }
  return { flavor, version, versionText };
}

/** Why a plan cannot lead to a target; `null` where it can. */
export function whyNotTo({ version, versionText }: Target): string | null {
  if (!version || hasFlavors(version)) return null;
  return `Gateway ${versionText} has no router flavors: a plan can start from it, but must lead to 3.0 or later`;
}

export const targetText = ({ flavor, versionText }: Target): string =>
  versionText === null ? flavor : `${flavor}@${versionText}`;
