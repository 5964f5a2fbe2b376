/** The files of routes of a workspace, each with the gateways that read it. */

import { readDocument } from '../documents/index.js';
import type { Settings } from '../protocol.js';
import type { SourceFile } from '../text/index.js';
import { formatOf, gatewayOf, isTerraform, type Workspace } from '../workspace/index.js';
import type { PlanRouteFile } from './make-plan.js';

/** @returns `null` for what holds none of Kong's */
export function routeFileOf(
  { uri, text }: SourceFile,
  workspace: Workspace,
  settings: Settings,
): PlanRouteFile | null {
  if (!/\.(?:ya?ml|json)$/i.test(uri) && !isTerraform(uri)) return null;
  const document = readDocument(text, formatOf(uri, ''), { name: uri, siblings: workspace.siblingsOf(uri) });
  if (document.kind === null) return null;
  const pairing = workspace.gatewaysOf(uri, settings);
  return { uri, document, known: gatewayOf(document, settings, pairing), gateways: pairing.gateways };
}
