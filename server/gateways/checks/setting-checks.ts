/** What is wrong with the settings of gateways, each by itself. */

import type { GatewayVersion } from '../../../grammar/index.js';
import type { GatewayProblem, GatewayProblemArguments, UnknownVersion } from '../../problems/index.js';
import {
  endOfLifeOf,
  hasFlavors,
  isInEffect,
  knowledgeOf,
  newestLine,
  oldestLine,
  type RouterFlavor,
  routerFlavors,
} from '../../routes/index.js';
import { append, type Place } from '../../text/index.js';
import { type DeclaredGateway, type Found, type Origin, type Setting, versionText } from '../model/index.js';
import { likelyFlavor } from './likely-flavor.js';

/**
 * In the order of the gateways; a place that several gateways share is reported once.
 *
 * @param today `YYYY-MM-DD`; `null` if it does not matter which versions have come to their end
 */
export function judgeSettings({ gateways, written }: Found, today: string | null = null): GatewayProblem[] {
  const problems = gateways.flatMap((gateway) => [
    ...flavorProblems(gateway),
    ...calculationProblems(gateway),
    ...versionProblems(gateway, today),
    ...unreadFile(gateway),
  ]);
  const judged = new Set(gateways.flatMap(({ flavor: { place } }) => (place ? [placeKey(place)] : [])));
  for (const { key, keyPlace, place, text, unread } of written) {
    if (!unread) {
      if (!judged.has(placeKey(place))) append(problems, unknownFlavor(place, text));
      continue;
    }
    const args = { key, chart: unread.chart, reads: unread.key, applies: appliesIn(keyPlace, gateways) };
    problems.push({ code: 'flavor-unread', args, place: keyPlace, related: [], gateways: [] });
  }
  return joined(problems);
}

const placeKey = ({ uri, span }: Place): string => `${uri} ${span.start}`;

/** A flavor of a key for which no gateway is known: Kong has no such flavor either way. */
function unknownFlavor(place: Place, text: string | null): GatewayProblem[] {
  if (text === null || text.trim() === '' || isFilledInLater(text)) return [];
  if (routerFlavors.some((flavor) => flavor === text.trim())) return [];
  const args = { text: asKongWrites(text), meant: likelyFlavor(text) };
  return [{ code: 'flavor-unknown', args, place, related: [], gateways: [] }];
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
  // default is used).
  if (version.value && !hasFlavors(version.value)) {
    return [{ code: 'flavor-not-in-version', args: { version: versionText(version.value) }, ...about }];
  }
  if (flavor.value === 'traditional') return [{ code: 'flavor-deprecated', args: {}, ...about }];
  if (flavor.value !== null || isFilledInLater(flavor.text)) return [];
  const text = asKongWrites(flavor.text);
  return [{ code: 'flavor-unknown', args: { text, meant: likelyFlavor(flavor.text) }, ...about }];
}

/**
 * Kong/kong `kong/init.lua` (`init_worker`) loads the declarative configuration where `database` is `off`. If no file
 * sets `database`, another source may set it: nothing is reported then.
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
  const { value: flavor } = gateway.flavor;
  if (flavor !== null && calculation.value === 'strict' && !hasCalculation(flavor, version)) {
    const named = version.value === null ? 'Kong Gateway' : `Kong Gateway ${versionText(version.value)}`;
    return [{ code: 'calculation-without-effect', args: { flavor, gateway: named }, ...about }];
  }
  if (calculation.value !== null || isFilledInLater(calculation.text)) return [];
  return [{ code: 'calculation-unknown', args: { text: asKongWrites(calculation.text) }, ...about }];
}

/** Its place, if a file sets it: the default of a chart is not a mistake. */
const writtenAt = ({ place, origin }: Setting<unknown>): Place | null =>
  origin.kind === 'written' || origin.kind === 'variable' ? place : null;

/** A reference to a vault (Kong/kong `kong/pdk/vault.lua`), a variable or a template. */
export const isFilledInLater = (text: string): boolean => /\$[{(]|\{\{|^\s*\{vault:\/\/.*\}\s*$/.test(text);

/** An empty value is none, which is not among those allowed (Kong/kong `kong/conf_loader/parse.lua`, `check_and_parse`). */
const asKongWrites = (text: string): string => (text.trim() === '' ? 'nil' : text.trim());

/** A version that is not known, or that has come to its end. */
function versionProblems({ id, version }: DeclaredGateway, today: string | null): GatewayProblem[] {
  const { value, place, origin } = version;
  if (value === null || place === null) return [];
  const about = { place, related: [], gateways: [id] };
  const unknown = unknownVersion(value);
  if (unknown) return [{ code: 'gateway-version-unknown', args: unknown, ...about }];
  const end = today === null ? null : endOfLifeOf(value, isOpenSource(origin), today);
  return end ? [{ code: 'gateway-end-of-life', args: { end }, ...about }] : [];
}

/** @returns `null` for a version that the rules were made for */
export function unknownVersion(version: GatewayVersion): UnknownVersion | null {
  const is = knowledgeOf(version);
  if (is === 'known') return null;
  return { version: versionText(version), is, nearest: (is === 'newer' ? newestLine : oldestLine).line };
}

/** Where the tag of an image does not say which patch it is, it is the newest; all that have it are Enterprise. */
const knowsCalculation = (version: GatewayVersion, origin: Origin): boolean =>
  !isOpenSource(origin) &&
  isInEffect('route-match-calculation', { flavor: 'traditional_compatible', version, isEnterprise: true });

const hasCalculation = (flavor: RouterFlavor, { value }: Setting<GatewayVersion>): boolean =>
  isInEffect('route-match-calculation', {
    flavor,
    version: value ?? newestLine.line.split('.').map(Number),
    isEnterprise: true,
  });

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
