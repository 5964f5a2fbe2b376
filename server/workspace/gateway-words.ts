/** Why each property of a document's Gateway has its value, in words. */

import type { DeclaredGateway, Setting } from '../gateways/index.js';
import { kindWords, unknownValueWords } from '../problems/index.js';
import { nameOf, type Place } from '../text/index.js';
import type { FlavorReason, Open } from './document-gateway.js';
import type { PairingWay } from './pairing.js';
import type { Sources } from './workspace.js';

/** A place as people name it: where `uri` is, counted from zero. `null` for a file that is gone. */
export interface LinePlace {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

/** Formats a place: `docker-compose.yml:94`, with or without a link. */
export type WritePlace = (place: LinePlace) => string;

export function linePlace({ uri, span }: Place, sources: Sources): LinePlace {
  const before = (sources.source(uri)?.text ?? '').slice(0, span.start).split(/\r\n|\n|\r/);
  return { uri, line: before.length - 1, character: before.at(-1)!.length };
}

/** `service kong`; empty for what its file names well enough. */
export const gatewayLabel = ({ kind, name }: DeclaredGateway): string =>
  kindWords[kind] && `${kindWords[kind]} ${name}`;

const comma = (...parts: readonly string[]) => parts.filter(Boolean).join(', ');

/** Where a setting of a Gateway comes from: `docker-compose.yml:94, service kong`. */
export function settingSource(
  { place, origin }: Setting<unknown>,
  gateway: DeclaredGateway,
  sources: Sources,
  write: WritePlace,
): string {
  const label = gatewayLabel(gateway);
  const at = write(linePlace(place ?? gateway.place, sources));
  switch (origin.kind) {
    case 'written':
    case 'image':
      return comma(at, label);
    case 'variable':
      return comma(at, `variable ${origin.name}`, label);
    case 'chart-default':
      return `default of chart ${origin.chart}: ${comma(at, label)}`;
    case 'operator-default':
      return `the operator's default: ${comma(at, label)}`;
    case 'kong-default':
      return `Kong's default, not set in ${comma(at, label)}`;
    case 'unknown':
      return `${unknownValueWords(origin.why)}: ${comma(at, label)}`;
  }
}

/** Why a value cannot be detected from the files of a Gateway. */
function describeOpen(open: Open, what: string, sources: Sources, write: WritePlace): string {
  switch (open.kind) {
    case 'missing':
      return `kongRoutes.gateways refers to ${open.reference}, which no file declares`;
    case 'ambiguous': {
      const names = open.gateways.map((gateway) =>
        comma(gatewayLabel(gateway), write(linePlace(gateway.place, sources))),
      );
      return `its Gateways have different values for ${what}: ${names.join('; ')}`;
    }
    case 'unknown': {
      const { gateway, setting } = open;
      const source = comma(write(linePlace(setting.place ?? gateway.place, sources)), gatewayLabel(gateway));
      if (setting.origin.kind === 'unknown')
        return `the ${what} comes from ${unknownValueWords(setting.origin.why)}: ${source}`;
      if (setting.text !== null) return `${setting.text} is not a valid ${what}: ${source}`;
      return `the ${what} is not set: ${source}`;
    }
  }
}

const ways: Readonly<Record<PairingWay, string>> = {
  set: 'assigned by kongRoutes.gateways',
  mount: 'which reads this file',
  folder: 'in the same folder',
  controller: 'which the controller configures',
};

/**
 * @param what the value is, such as `router flavor`
 * @param isShort for a title: without the way of pairing
 */
export function describeReason(
  reason: FlavorReason,
  what: string,
  sources: Sources,
  write: WritePlace,
  isShort = false,
): string {
  switch (reason.kind) {
    case 'set':
      return isShort ? 'set explicitly' : 'set for this file';
    case 'entry':
      return 'set in kongRoutes.gateways';
    case 'gateway': {
      const source = settingSource(reason.setting, reason.gateway, sources, write);
      return isShort ? source : `${source}, ${ways[reason.way]}`;
    }
    case 'no-flavors':
      return 'Gateway 2.x has one router and no flavors';
    case 'expression-file':
      return 'the only flavor with expressions';
    case 'expression-found':
    case 'default': {
      const open = reason.open && describeOpen(reason.open, what, sources, write);
      const why =
        reason.kind === 'expression-found'
          ? isShort
            ? 'a route has an expression'
            : 'a route in it has an `expression`'
          : what === 'router flavor' && "Kong's default";
      const assumed = `assumed${isShort ? '' : ' for this file'}${why ? `: ${why}` : ''}`;
      return [assumed, open].filter(Boolean).join('; ');
    }
  }
}

/** Whether the reason is more than "set explicitly" or "not set anywhere". */
export const isInformative = (reason: FlavorReason): boolean => reason.kind === 'gateway' || isOpen(reason);

/** Whether Gateways were found that do not determine the value. */
export const isOpen = (reason: FlavorReason): boolean => 'open' in reason && reason.open !== null;

/** For Markdown: a link that opens the place. */
export const linkTo: WritePlace = ({ uri, line, character }) => {
  const name = nameOf(uri).replace(/[[\]\\`*_<]/g, '\\$&');
  const target = uri.replace(/[()]/g, (bracket) => (bracket === '(' ? '%28' : '%29'));
  return `[${name}:${line + 1}](${target}#L${line + 1},${character + 1})`;
};

/** The same for a whole file. */
export const linkToFile = (uri: string): string => `[${nameOf(uri)}](${uri.replaceAll(')', '%29')})`;

/** For plain text. */
export const nameAndLine: WritePlace = ({ uri, line }) => `${nameOf(uri)}:${line + 1}`;
