/** The Gateway of a document: its values, where each is set, and which other gateways there are. */

import { type Hover, type Location, MarkupKind, type Position } from 'vscode-languageserver';
import { formatVersionAt } from '../../documents/index.js';
import type { DeclaredGateway, Found } from '../../gateways/index.js';
import type { DocumentGateway, GatewayChoice, GatewayPlace } from '../../protocol.js';
import { type Place, uriKey } from '../../text/index.js';
import {
  describeReason,
  type FlavorReason,
  type GatewayOfDocument,
  gatewayLabel,
  isOpen,
  linePlace,
  linkTo,
  nameAndLine,
  referenceTo,
  type Snapshot,
  type Sources,
} from '../../workspace/index.js';
import { locationOf, rangeOf } from '../ranges.js';

/** What an editor shows of it. @param folder URI of the workspace folder of the document */
export function documentGateway(
  snapshot: Snapshot,
  { gateways }: Found,
  folder: string | null,
): DocumentGateway | null {
  if (snapshot.document.kind === null) return declaringDocument(snapshot, gateways);
  const { gateway, flavorReason, versionReason, calculationReason, pairing, sources } = snapshot;
  const likely = new Set(pairing.gateways);
  // The one that it is for already is no choice.
  const own = likely.size === 1 ? pairing.gateways[0] : undefined;
  const reasons = [flavorReason, versionReason, calculationReason];
  return {
    hasRoutes: true,
    label: `${gateway.flavor} · ${gateway.version.join('.')}`,
    details: details(snapshot, sources),
    isOpen: isOpen(flavorReason) || isOpen(versionReason),
    isSet: reasons.some(({ kind }) => kind === 'set' || kind === 'entry') || pairing.entry !== null,
    places: [...placesOf(flavorReason, 'flavor', snapshot), ...placesOf(versionReason, 'version', snapshot)],
    gateways: [...new Set([...likely, ...gateways])]
      .filter((choice) => choice !== own)
      .map((choice) => choiceOf(choice, folder)),
  };
}

/** Of a file that declares gateways itself. */
function declaringDocument(snapshot: Snapshot, all: readonly DeclaredGateway[]): DocumentGateway | null {
  const key = uriKey(snapshot.text.uri);
  const isHere = (place: Place | null) => place !== null && uriKey(place.uri) === key;
  // Values of a chart and files of variables are not where the Gateway itself is declared.
  const gateways = all.filter(({ place, flavor, version }) =>
    [place, flavor.place, version.place].some(isHere),
  );
  if (gateways.length === 0) return null;
  const values = gateways.map(valuesOf);
  return {
    hasRoutes: false,
    label: new Set(values).size === 1 ? values[0]! : `${gateways.length} gateways`,
    details: gateways
      .map((gateway, i) => `**${gatewayLabel(gateway) || gateway.name}** \`${values[i]}\``)
      .join('\n\n'),
    isOpen: gateways.some(({ flavor }) => flavor.value === null),
    isSet: false,
    places: gateways.map((gateway) =>
      placed('flavor', gateway.flavor.place ?? gateway.place, gateway, snapshot),
    ),
    gateways: [],
  };
}

const valuesOf = ({ flavor, version }: DeclaredGateway) =>
  `${flavor.value ?? '?'} · ${version.value?.join('.') ?? '?'}`;

function choiceOf(gateway: DeclaredGateway, folder: string | null): GatewayChoice {
  const reference = referenceTo(gateway, folder ?? 'file:///');
  return {
    label: gatewayLabel(gateway) || gateway.name,
    description: `${valuesOf(gateway)}, ${reference.slice(0, reference.lastIndexOf('#'))}`,
    reference,
  };
}

/** Two paragraphs of Markdown, and a third where priorities are not as usual. */
function details(
  { gateway, flavorReason, versionReason, calculationReason }: GatewayOfDocument,
  sources: Sources,
): string {
  const paragraph = (title: string, what: string, value: string, reason: FlavorReason) =>
    `**${title}** \`${value}\`  \n${describeReason(reason, what, sources, linkTo)}`;
  const paragraphs = [
    paragraph('Router flavor', 'router flavor', gateway.flavor, flavorReason),
    paragraph('Gateway version', 'version', gateway.version.join('.'), versionReason),
  ];
  if (gateway.calculation === 'strict') {
    const what = 'route_match_calculation';
    paragraphs.push(paragraph(what, what, gateway.calculation, calculationReason));
  }
  return paragraphs.join('\n\n');
}

/** Where a value is set, or where the gateways are that leave it open. */
function placesOf(
  reason: FlavorReason,
  value: GatewayPlace['value'],
  snapshot: Snapshot,
): readonly GatewayPlace[] {
  const place = (gateway: DeclaredGateway) =>
    placed(value, gateway[value].place ?? gateway.place, gateway, snapshot);
  if (reason.kind === 'gateway') return [place(reason.gateway)];
  if (!('open' in reason) || !reason.open) return [];
  switch (reason.open.kind) {
    case 'ambiguous':
      return reason.open.gateways.map(place);
    case 'unknown':
      return [place(reason.open.gateway)];
    case 'missing':
      return [];
  }
}

function placed(
  value: GatewayPlace['value'],
  place: Place,
  gateway: DeclaredGateway,
  { text, sources }: Snapshot,
): GatewayPlace {
  const label = [nameAndLine(linePlace(place, sources)), gatewayLabel(gateway)].filter(Boolean).join(', ');
  return { value, label, ...locationOf(place, text, sources) };
}

/** On `_format_version`, which stands for the file as a whole: where its flavor is set. */
export function definition(snapshot: Snapshot, position: Position): Location[] | null {
  if (!formatVersionAt(snapshot.document, snapshot.text.offsetAt(position))) return null;
  return placesOf(snapshot.flavorReason, 'flavor', snapshot).map(({ uri, range }) => ({
    uri,
    range,
  }));
}

/** On `_format_version`: which Gateway the file is for. */
export function documentHover(snapshot: Snapshot, position: Position): Hover | null {
  const { document, text, sources } = snapshot;
  const span = formatVersionAt(document, text.offsetAt(position));
  if (!span) return null;
  const contents = { kind: MarkupKind.Markdown, value: details(snapshot, sources) };
  return { contents, range: rangeOf(text, span) };
}
