/** The settings of gateways that a change of the flavor or of the version asks for. */

import type { GatewayVersion } from '../../grammar/index.js';
import type { DeclaredGateway, Found, Setting } from '../gateways/index.js';
import type { SettingReason, UnknownValue } from '../problems/index.js';
import { isInEffect } from '../routes/index.js';
import type { Place } from '../text/index.js';
import type { Places } from './line-places.js';
import type { SettingChange, UnreadSetting } from './plan-model.js';
import type { Target } from './plan-target.js';
import { wholeLines } from './whole-lines.js';

/** A gateway whose version must rise although the user did not ask for it. */
export interface NeededVersion {
  readonly gateway: DeclaredGateway;
  readonly versionText: string;
  readonly why: SettingReason;
}

/**
 * One entry for each place: gateways that get their value from the same one (a variable, a YAML anchor) change
 * together.
 */
export function settingChanges(
  gateways: readonly DeclaredGateway[],
  to: Target,
  needed: readonly NeededVersion[],
  places: Places,
): SettingChange[] {
  const changes = gateways.flatMap((gateway) => {
    const version = versionChange(gateway, to, needed, places);
    const flavor = flavorChange(gateway, to, places);
    return [...(version ? [version] : []), ...(flavor ? [flavor] : [])];
  });
  return mergeByPlace(changes);
}

function flavorChange(gateway: DeclaredGateway, to: Target, places: Places): SettingChange | null {
  const { flavor, insertion } = gateway;
  if (flavor.value === to.flavor) return null;
  const common = { gateways: [gateway.name], ids: [gateway.id], what: 'flavor', new: to.flavor } as const;
  if (flavor.origin.kind === 'unknown') {
    return byHand(common, flavor, notInFiles('flavor', flavor.origin.why), places);
  }
  if (flavor.place) {
    const change = replacement(common, flavor.place, to.flavor, places);
    return { ...change, why: whyVariable(flavor) };
  }
  if (insertion) {
    return replacement(common, insertion.place, insertion.text.replace('%s', to.flavor), places);
  }
  return byHand(common, flavor, { code: 'nowhere-to-write', args: {} }, places);
}

/** What a file gives a variable does not count where the process has it from somewhere else. */
const whyVariable = ({ origin }: Setting<unknown>): SettingReason | null =>
  origin.kind === 'variable' ? { code: 'variable-may-be-set-again', args: { name: origin.name } } : null;

function versionChange(
  gateway: DeclaredGateway,
  to: Target,
  needed: readonly NeededVersion[],
  places: Places,
): SettingChange | null {
  const { version } = gateway;
  const need = needed.find((one) => one.gateway === gateway);
  const wanted = to.versionText ?? need?.versionText ?? null;
  if (wanted === null || (version.value && isSameVersion(version.value, wanted))) return null;
  const common = { gateways: [gateway.name], ids: [gateway.id], what: 'version', new: wanted } as const;
  const why = need?.why ?? null;
  if (version.origin.kind === 'unknown') {
    return byHand(common, version, notInFiles('version', version.origin.why), places);
  }
  if (version.value === null || version.place === null) {
    return byHand(common, version, { code: 'no-version-to-replace', args: {} }, places);
  }
  return { ...replacement(common, version.place, wanted, places), why: why ?? whyVariable(version) };
}

const isSameVersion = (version: GatewayVersion, text: string) => version.join('.') === text;

const notInFiles = (setting: 'flavor' | 'version', source: UnknownValue): SettingReason => ({
  code: 'value-not-in-files',
  args: { setting, source },
});

type Common = Pick<SettingChange, 'gateways' | 'ids' | 'what' | 'new'>;

function replacement(common: Common, place: Place, newText: string, places: Places): SettingChange {
  const { start, end } = place.span;
  const text = places.textOf(place.uri);
  const edit = { span: place.span, newText };
  return {
    ...common,
    how: start === end ? 'insert' : 'replace',
    at: places.at(place.uri, place.span),
    old: start === end ? null : text.slice(start, end),
    newText,
    lines: wholeLines(text, edit),
    why: null,
    edit,
  };
}

function byHand(
  common: Common,
  { place, text }: Setting<unknown>,
  why: SettingReason,
  places: Places,
): SettingChange {
  const at = place && places.at(place.uri, place.span);
  return { ...common, how: 'by-hand', at, old: text, newText: null, lines: null, why, edit: null };
}

function mergeByPlace(changes: readonly SettingChange[]): SettingChange[] {
  const merged = new Map<string, SettingChange>();
  for (const [index, change] of changes.entries()) {
    const { start } = change.at?.range ?? {};
    const isPlace = change.edit !== null && start;
    const key = isPlace
      ? `${change.what} ${change.at!.uri} ${change.edit!.span.start} ${change.newText}`
      : `${index}`;
    const known = merged.get(key);
    merged.set(
      key,
      known
        ? { ...known, gateways: [...known.gateways, ...change.gateways], ids: [...known.ids, ...change.ids] }
        : change,
    );
  }
  return [...merged.values()];
}

/** Flavors that are written where nothing looks for them; only in files of the gateways that change. */
export function unreadSettings({ written }: Found, places: Places): UnreadSetting[] {
  return written.flatMap(({ key, keyPlace, unread }) =>
    unread
      ? [{ at: places.at(keyPlace.uri, keyPlace.span), key, chart: unread.chart, reads: unread.key }]
      : [],
  );
}

/**
 * Data planes that do not know mixed tables next to a control plane that makes some
 * (Kong/kong `kong/clustering/compat/init.lua`, `check_mixed_route_entities`: nothing is sent below 3.7.0).
 */
export function tooOldDataPlanes(
  gateways: readonly DeclaredGateway[],
  to: Target,
  isMixed: boolean,
): NeededVersion[] {
  if (to.flavor !== 'expressions' || to.versionText !== null || !isMixed) return [];
  const wanted = newest(gateways.filter(({ role }) => role === 'control_plane')) ?? newest(gateways);
  if (!wanted || !sendsMixedTables(wanted)) return [];
  return gateways
    .filter(({ role, version }) => role === 'data_plane' && version.value && !sendsMixedTables(version.value))
    .map((gateway) => ({
      gateway,
      versionText: wanted.join('.'),
      why: { code: 'no-mixed-tables-for-data-plane', args: {} },
    }));
}

const sendsMixedTables = (version: GatewayVersion): boolean =>
  isInEffect('mixed-table-to-data-plane', { flavor: 'expressions', version });

const newest = (gateways: readonly DeclaredGateway[]): GatewayVersion | null =>
  gateways
    .flatMap(({ version }) => (version.value ? [version.value] : []))
    .sort((a, b) => compareVersions(b, a))[0] ?? null;

/** @returns below 0 if the first one is older; missing numbers count as 0 */
export function compareVersions(a: GatewayVersion, b: GatewayVersion): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
