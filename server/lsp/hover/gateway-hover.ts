/** The Gateway of a document in words: its values, and where each is set. */

import { type Hover, MarkupKind, type Position } from 'vscode-languageserver';
import { formatVersionAt } from '../../documents/index.js';
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
  const { document, text, sources } = snapshot;
  const span = formatVersionAt(document, text.offsetAt(position));
  if (!span) return null;
  const contents = { kind: MarkupKind.Markdown, value: gatewayDetails(snapshot, sources) };
  return { contents, range: rangeOf(text, span) };
}

/** Two paragraphs of Markdown, and a third where priorities are not as usual. */
export function gatewayDetails(
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
