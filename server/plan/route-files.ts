/** The files of routes of a workspace, each with the gateways that read it. */

import { readDocument } from '../documents/index.js';
import type { Settings } from '../protocol/index.js';
import type { SourceFile } from '../text/index.js';
import { formatOf, gatewayOf, type Workspace } from '../workspace/index.js';
import type { PlanRouteFile } from './plan-input.js';

/** @returns `null` if it holds none of Kong's */
export function routeFileOf(
  { uri, text }: SourceFile,
  workspace: Workspace,
  settings: Settings,
): PlanRouteFile | null {
  const document = readDocument(text, formatOf(uri, ''), { name: uri, siblings: workspace.siblingsOf(uri) });
  if (document.kind === null && document.unread.length === 0) return null;
  const pairing = workspace.gatewaysOf(uri, settings);
  return { uri, document, known: gatewayOf(document, settings, pairing), gateways: pairing.gateways };
}
