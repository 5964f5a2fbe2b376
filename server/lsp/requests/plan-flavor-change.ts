/** `kongRoutes/planFlavorChange`: the plan of a change of the router flavor, as a page. */

import type { CancellationToken } from 'vscode-languageserver';
import { type At, bodyOf, markdownOf, style } from '../../pages/index.js';
import { changedFiles, type Plan, pageOf } from '../../plan/index.js';
import { refusalWords } from '../../problems/index.js';
import type { PlanPage, PlanParams, PlanResult } from '../../protocol/index.js';
import { planFor, titleText } from '../planning.js';
import type { RequestHandler } from '../request-handler.js';

export const planFlavorChangeRequest: RequestHandler = {
  register: (session) =>
    session.connection.onRequest(
      'kongRoutes/planFlavorChange',
      async (params: PlanParams, cancelled: CancellationToken): Promise<PlanResult | null> => {
        const plan = await planFor(session, params, cancelled);
        if (plan === null) return null;
        return 'refused' in plan
          ? { refused: refusalWords(plan.refused), page: null }
          : { refused: null, page: pageOfPlan(plan) };
      },
    ),
};

/** The line and the character count from 1, as URIs of lines do. */
const uriOf = ({ uri, range: { start } }: At) => `${uri}#L${start.line + 1},${start.character + 1}`;

function pageOfPlan(plan: Plan): PlanPage {
  const blocks = pageOf(plan);
  return {
    title: titleText(plan),
    body: bodyOf(blocks, uriOf),
    style,
    markdown: markdownOf(blocks),
    changes: changedFiles(plan).reduce((sum, { edits }) => sum + edits.length, 0),
    decisions: plan.summary.decisions.length,
  };
}
