/** Hover over a setting of the router flavor: what it means, for which gateways it counts, and for which routes. */

import { type Hover, MarkupKind } from 'vscode-languageserver';
import type { GatewayVersion } from '../../../grammar/index.js';
import { type DeclaredGateway, nameOf, parseFlavor } from '../../gateways/index.js';
import { kindWords, setReasonWords } from '../../problems/index.js';
import { inlineCode, type Place, plainText } from '../../text/index.js';
import { linePlace, linkTo, linkToFile, type Snapshot } from '../../workspace/index.js';
import { type FlavorSetting, flavorSettingAt, partnersOf, valuesOf } from '../flavor-setting.js';
import { rangeOf } from '../ranges.js';
import { flavorHovers } from '../words/editor-words.js';
import { describeFlavor } from '../words/flavor-words.js';

export function flavorHover(snapshot: Snapshot, offset: number): Hover | null {
  const setting = flavorSettingAt(snapshot, offset);
  if (!setting) return null;
  const value = describeSetting(setting, snapshot);
  return { contents: { kind: MarkupKind.Markdown, value }, range: rangeOf(snapshot.text, setting.span) };
}

function describeSetting(setting: FlavorSetting, snapshot: Snapshot): string {
  return [
    title(setting, snapshot),
    ...unread(setting),
    ...setting.gateways.map((gateway) => describeGateway(gateway, snapshot)),
    ...setting.overriding.map((gateway) => describeOverride(gateway, snapshot)),
    ...describePartners(setting, snapshot),
  ].join('\n\n');
}

/** What is written, and what it means. */
function title(setting: FlavorSetting, snapshot: Snapshot): string {
  const { written, gateways } = setting;
  const [first] = gateways;
  const isOne = gateways.every(({ flavor }) => flavor.text === first?.flavor.text);
  const text = written?.text ?? (isOne ? (first?.flavor.text ?? null) : null);
  const key = written?.key ?? 'router_flavor';
  const from = valuesOf(setting).map((place) => link(place, snapshot));
  const line = [
    inlineCode(text === null ? key : `${key}: ${text}`),
    ...(from.length > 0 ? [`value from ${from.join(', ')}`] : []),
  ].join(' · ');
  const flavor = parseFlavor(text?.trim() ?? null);
  return flavor ? `${line}\n\n${describeFlavor(flavor, versionOf(gateways))}` : line;
}

/** The version that all of them have. */
function versionOf([first, ...rest]: readonly DeclaredGateway[]): GatewayVersion | null {
  const version = first?.version.value ?? null;
  return rest.every((other) => String(other.version.value) === String(version)) ? version : null;
}

function unread({ written }: FlavorSetting): string[] {
  if (!written?.unread) return [];
  const { chart, key } = written.unread;
  return [flavorHovers.unreadKey(chart, key)];
}

function describeGateway(gateway: DeclaredGateway, snapshot: Snapshot): string {
  const { sources, settings } = snapshot;
  const { value } = gateway.version;
  const routes = sources.routesOf(gateway, settings).map(({ uri }) => linkToFile(uri));
  return [
    `Used by ${named(gateway, snapshot)}`,
    ...(value ? [`Gateway ${value.join('.')}`] : []),
    ...(routes.length > 0 ? [`routes in ${routes.join(', ')}`] : []),
  ].join(' · ');
}

const describeOverride = (gateway: DeclaredGateway, snapshot: Snapshot): string =>
  `Overridden: ${describeFlavorOf(gateway, snapshot)}.`;

function describePartners(setting: FlavorSetting, snapshot: Snapshot): string[] {
  return partnersOf(setting, snapshot.sources).map(({ set, gateway }) => {
    const bound = set.kind === 'overlays' ? 'Variant' : flavorHovers.mustAgree;
    return `${bound}: ${describeFlavorOf(gateway, snapshot)} (${plainText(setReasonWords(set.why))}).`;
  });
}

/** ``Deployment `kong` in kong.yaml:4 runs `expressions`, set in kong.yaml:21``. */
function describeFlavorOf(gateway: DeclaredGateway, snapshot: Snapshot): string {
  const { value, text, place } = gateway.flavor;
  const runs = value ?? text;
  const at = place ? `, set in ${link(place, snapshot)}` : '';
  const what = runs === null ? flavorHovers.unknownFlavor : inlineCode(runs);
  return `${named(gateway, snapshot)} runs ${what}${at}`;
}

const named = (gateway: DeclaredGateway, snapshot: Snapshot): string =>
  kindWords[gateway.kind] === ''
    ? link(gateway.place, snapshot)
    : `${nameOf(gateway)} in ${link(gateway.place, snapshot)}`;

const link = (place: Place, { sources }: Snapshot): string => linkTo(linePlace(place, sources));
