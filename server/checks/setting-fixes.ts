/** What can be done about the problems of gateways' settings. */

import { type DeclaredGateway, moveFlavor, nameOf } from '../gateways/index.js';
import type { FixKind, GatewayProblem } from '../problems/index.js';
import { type RouterFlavor, routeMatchCalculations, routerFlavors } from '../routes/index.js';
import { type Place, uriKey } from '../text/index.js';
import type { Sources } from '../workspace/index.js';

/** Fixes for a setting. */
export interface SettingFix {
  readonly kind: FixKind;
  readonly place: Place;
  readonly newText: string;
  /** Where there is no doubt what was meant. */
  readonly isPreferred: boolean;
}

/**
 * Fixes for a problem without anything left to decide: Kong does not start with the written value, and one value is near
 * it. Every other fix changes what a gateway runs with.
 */
export function safeSettingFix(problem: GatewayProblem, sources: Sources): SettingFix | null {
  const [first] = problem.code === 'flavor-unknown' ? settingFixes(problem, sources) : [];
  return first?.isPreferred ? first : null;
}

/** Every fix of a problem of a setting, the likeliest first. */
export function settingFixes(problem: GatewayProblem, sources: Sources): SettingFix[] {
  const { gateways, written } = sources.found();
  const own = gateways.find(({ id }) => id === problem.gateways[0]);
  switch (problem.code) {
    case 'flavor-unknown': {
      const { meant } = problem.args;
      const first = routerFlavors.filter((flavor) => flavor === meant);
      const rest = routerFlavors.filter((flavor) => flavor !== meant);
      return [...first, ...rest].flatMap((flavor) => {
        const edit = own && flavorEdit(own, flavor);
        return edit ? [{ kind: write(flavor), ...edit, isPreferred: meant !== null }] : [];
      });
    }
    case 'flavor-deprecated': {
      const edit = own && flavorEdit(own, 'traditional_compatible');
      return edit ? [{ kind: write('traditional_compatible'), ...edit, isPreferred: false }] : [];
    }
    case 'flavor-unread': {
      const { chart, reads } = problem.args;
      if (chart === null)
        return [{ kind: write(reads), place: problem.place, newText: reads, isPreferred: true }];
      const file = sources.source(problem.place.uri);
      const one = written.find(({ keyPlace }) => isSame(keyPlace, problem.place));
      const move = file && one && moveFlavor(file, one);
      if (!move) return [];
      const { span, newText } = move;
      const kind: FixKind = { code: 'move-setting', args: { reads } };
      return [{ kind, place: { uri: file.uri, span }, newText, isPreferred: true }];
    }
    case 'calculation-unknown':
      return routeMatchCalculations.map((calculation) => ({
        kind: write(calculation),
        place: problem.place,
        newText: calculation,
        isPreferred: false,
      }));
    case 'gateways-disagree':
    case 'data-plane-flavor':
      return own ? agreementFixes(own, problem.gateways.slice(1), gateways) : [];
    default:
      return [];
  }
}

const write = (value: string): FixKind => ({ code: 'write-setting', args: { value } });

/** One for each flavor that the others have. */
function agreementFixes(
  own: DeclaredGateway,
  otherIds: readonly string[],
  gateways: readonly DeclaredGateway[],
): SettingFix[] {
  const byFlavor = new Map<RouterFlavor, DeclaredGateway>();
  for (const other of gateways) {
    const flavor = other.flavor.value;
    if (!otherIds.includes(other.id) || flavor === null || flavor === own.flavor.value) continue;
    if (!byFlavor.has(flavor)) byFlavor.set(flavor, other);
  }
  return [...byFlavor].flatMap(([flavor, other]) => {
    const edit = flavorEdit(own, flavor);
    const args = { flavor, gateway: nameOf(other, [own, other]) };
    return edit ? [{ kind: { code: 'agree-on-flavor', args }, ...edit, isPreferred: false }] : [];
  });
}

/** @returns `null` if no file of the workspace has a place for it */
function flavorEdit(
  { flavor, insertion }: DeclaredGateway,
  value: RouterFlavor,
): { place: Place; newText: string } | null {
  if (insertion) return { place: insertion.place, newText: insertion.text.replace('%s', value) };
  const isWritten = flavor.origin.kind === 'written' || flavor.origin.kind === 'variable';
  return isWritten && flavor.place ? { place: flavor.place, newText: value } : null;
}

const isSame = (a: Place, b: Place) =>
  uriKey(a.uri) === uriKey(b.uri) && a.span.start === b.span.start && a.span.end === b.span.end;
