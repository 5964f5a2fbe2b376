/** The Gateway of a document in words: its values, and where each is set. */

import { type Hover, MarkupKind, type Position } from 'vscode-languageserver';
import { openFields } from '../../checks/index.js';
import { formatVersionAt } from '../../documents/index.js';
import { openRoutesWords } from '../../problems/index.js';
import {
  describeReason,
  type FlavorReason,
  type GatewayOfDocument,
  linkTo,
  type Snapshot,
  type Sources,
} from '../../workspace/index.js';
import { rangeOf } from '../ranges.js';

/** On `_format_version`: which Gateway the file is for. */
export function gatewayHover(snapshot: Snapshot, position: Position): Hover | null {
  const { document, text } = snapshot;
  const span = formatVersionAt(document, text.offsetAt(position));
  if (!span) return null;
  const contents = { kind: MarkupKind.Markdown, value: detailsOf(snapshot) };
  return { contents, range: rangeOf(text, span) };
}

/** The Gateway of a document, and how many of its routes are checked in part. */
export function detailsOf(snapshot: Snapshot): string {
  const open = snapshot.analysis.each(openFields).filter((fields) => fields.length > 0);
  const inPart = open.length > 0 ? [openRoutesWords(open.length, [...new Set(open.flat())])] : [];
  return [gatewayDetails(snapshot, snapshot.sources), ...inPart].join('\n\n');
}

/** Two paragraphs of Markdown, and a third where priorities are not as usual. */
function gatewayDetails(
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
