/** What is wrong with the settings of gateways, each by itself. */

import { type GatewayVersion, isAtLeast } from '../../../grammar/index.js';
import type { GatewayProblem, GatewayProblemArguments } from '../../problems/index.js';
import type { Place } from '../../text/index.js';
import { type DeclaredGateway, type Found, type Origin, type Setting, versionText } from '../model/index.js';
import { likelyFlavor } from './likely-flavor.js';

/** In the order of the gateways; what several gateways have of one place is told once. */
export function judgeSettings({ gateways, written }: Found): GatewayProblem[] {
  const problems = gateways.flatMap((gateway) => [
    ...flavorProblems(gateway),
    ...calculationProblems(gateway),
    ...unreadFile(gateway),
  ]);
  for (const { key, keyPlace, unread } of written) {
    if (!unread) continue;
    const args = { key, chart: unread.chart, reads: unread.key, applies: appliesIn(keyPlace, gateways) };
    problems.push({ code: 'flavor-unread', args, place: keyPlace, related: [], gateways: [] });
  }
  return joined(problems);
}

/** What the release runs whose values have a place. */
function appliesIn(
  { uri }: Place,
  gateways: readonly DeclaredGateway[],
): GatewayProblemArguments['flavor-unread']['applies'] {
  const release = gateways.find(
    ({ kind, place, insertion }) => kind === 'helm-release' && (insertion?.place.uri ?? place.uri) === uri,
  );
  const flavor = release?.flavor.value ?? null;
  if (!release || flavor === null) return null;
  const { kind } = release.flavor.origin;
  return { flavor, by: kind === 'chart-default' ? 'chart' : kind === 'kong-default' ? 'kong' : 'value' };
}

function flavorProblems({ id, flavor, version }: DeclaredGateway): GatewayProblem[] {
  const place = writtenAt(flavor);
  if (place === null || flavor.text === null) return [];
  const about = { place, related: [], gateways: [id] };
  // Kong passes over settings that it does not know (Kong/kong `kong/conf_loader/init.lua`, `load`: only what has a
  // default is taken over).
  if (version.value && !isAtLeast(version.value, '3.0')) {
    return [{ code: 'flavor-not-in-version', args: { version: versionText(version.value) }, ...about }];
  }
  if (flavor.value === 'traditional') return [{ code: 'flavor-deprecated', args: {}, ...about }];
  if (flavor.value !== null || isFilledInLater(flavor.text)) return [];
  const text = asKongSays(flavor.text);
  return [{ code: 'flavor-unknown', args: { text, meant: likelyFlavor(flavor.text) }, ...about }];
}

/**
 * Kong/kong `kong/init.lua` (`init_worker`) loads the declarative configuration where `database` is `off`. A Gateway that
 * does not set `database` may get it from elsewhere: nothing is claimed about it.
 */
function unreadFile({ id, database, declarativeConfig }: DeclaredGateway): GatewayProblem[] {
  if (declarativeConfig === null || database === null || database === 'off') return [];
  return [
    {
      code: 'declarative-file-unread',
      args: { database },
      place: declarativeConfig,
      related: [],
      gateways: [id],
    },
  ];
}

function calculationProblems(gateway: DeclaredGateway): GatewayProblem[] {
  const { calculation, version } = gateway;
  const place = writtenAt(calculation);
  if (place === null || calculation.text === null) return [];
  const about = { place, related: [], gateways: [gateway.id] };
  if (version.value && !knowsCalculation(version.value, version.origin)) {
    const args = { gateway: `${editionOf(version.origin)} ${versionText(version.value)}` };
    return [{ code: 'calculation-not-in-version', args, ...about }];
  }
  if (calculation.value !== null || isFilledInLater(calculation.text)) return [];
  return [{ code: 'calculation-unknown', args: { text: asKongSays(calculation.text) }, ...about }];
}

/** Where it is, if somebody wrote it: a chart's own default is nobody's mistake. */
const writtenAt = ({ place, origin }: Setting<unknown>): Place | null =>
  origin.kind === 'written' || origin.kind === 'variable' ? place : null;

/** A reference to a vault (Kong/kong `kong/pdk/vault.lua`), a variable or a template. */
export const isFilledInLater = (text: string): boolean => /\$[{(]|\{\{|^\s*\{vault:\/\/.*\}\s*$/.test(text);

/** An empty value is none, which is not among those allowed (Kong/kong `kong/conf_loader/parse.lua`, `check_and_parse`). */
const asKongSays = (text: string): string => (text.trim() === '' ? 'nil' : text.trim());

/**
 * The versions that have `route_match_calculation` (changelog of Kong Gateway 3.11.0.0, and of the patch releases that
 * it came to), all of them of Kong Gateway Enterprise. Where the tag of an image does not say which patch it is, it is
 * the newest.
 */
function knowsCalculation(version: GatewayVersion, origin: Origin): boolean {
  if (isOpenSource(origin)) return false;
  const patches = ['3.4.3.19', '3.8.1.2', '3.9.1.2', '3.10.0.3'];
  const [major, minor] = version;
  const own = patches.find((patch) => patch.startsWith(`${major}.${minor}.`));
  return own === undefined ? isAtLeast(version, '3.11') : isAtLeast(version, own);
}

/** Docker Hub's `kong` and `kong/kong`; what another registry calls so may be either edition. */
const isOpenSource = (origin: Origin): boolean =>
  origin.kind === 'image' &&
  /^(?:docker\.io\/)?(?:library\/)?kong(?:\/kong)?:\d+\.\d+(?:\.\d+)?(?![.\d])/.test(origin.image);

const editionOf = (origin: Origin): string =>
  isOpenSource(origin) ? 'The open-source Gateway' : 'Kong Gateway';

/** What is the same of one place concerns all of its gateways. */
export function joined(problems: readonly GatewayProblem[]): GatewayProblem[] {
  const byPlace = new Map<string, GatewayProblem>();
  for (const problem of problems) {
    const { code, args, place } = problem;
    const key = JSON.stringify([code, args, place.uri, place.span]);
    const known = byPlace.get(key);
    const gateways = [...new Set([...(known?.gateways ?? []), ...problem.gateways])];
    byPlace.set(key, { ...(known ?? problem), gateways });
  }
  return [...byPlace.values()];
}
