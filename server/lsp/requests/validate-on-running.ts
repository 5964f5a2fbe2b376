/** `kongRoutes/validateOnRunning`: the verdict of running gateways on one route. */

import type { CancellationToken } from 'vscode-languageserver';
import { routeAt, routeLabel } from '../../documents/index.js';
import type { ValidateParams, ValidateResult } from '../../protocol/index.js';
import { askNodes, questionOf, validatedMarkdown, validatedNode, workspaceOf } from '../../running/index.js';
import { exchangeFor, fileOf, withProgress } from '../asking-gateways.js';
import type { RequestHandler } from '../request-handler.js';
import type { Session } from '../session.js';

export const validateOnRunningRequest: RequestHandler = {
  register: (session) =>
    session.connection.onRequest(
      'kongRoutes/validateOnRunning',
      (params: ValidateParams, cancelled: CancellationToken) => validate(session, params, cancelled),
    ),
};

/** @returns `null` if there is no such document */
async function validate(
  session: Session,
  { uri, position, nodes }: ValidateParams,
  cancelled: CancellationToken,
): Promise<ValidateResult | null> {
  const snapshot = await session.snapshotOfFile(uri);
  if (!snapshot) return null;
  const { document, analysis, text } = snapshot;
  const route = routeAt(document, text.offsetAt(position));
  if (!route) return { route: null, nodes: [], markdown: '' };
  return withProgress(session, cancelled, async (signal) => {
    const workspace = workspaceOf([fileOf(snapshot)]);
    const asking = { exchangeFor: exchangeFor(session), signal, workspace };
    const asked = await askNodes(nodes, questionOf(document, route), asking);
    const validated = asked.map((node) => validatedNode(analysis.of(route).data, node));
    const label = routeLabel(route);
    return { route: label, nodes: validated, markdown: validatedMarkdown(label, validated) };
  });
}
