/** `kongRoutes/planTables`: the routes of a folder in both forms. */

import type { CancellationToken } from 'vscode-languageserver';
import { bothTables } from '../../plan/index.js';
import { refusalWords } from '../../problems/index.js';
import type { PlanParams, PlanTablesResult } from '../../protocol/index.js';
import { planFor } from '../planning.js';
import type { RequestHandler } from '../request-handler.js';

export const planTablesRequest: RequestHandler = {
  register: (session) =>
    session.connection.onRequest(
      'kongRoutes/planTables',
      async (params: PlanParams, cancelled: CancellationToken): Promise<PlanTablesResult | null> => {
        const plan = await planFor(session, params, cancelled);
        if (plan === null) return null;
        return 'refused' in plan
          ? { refused: refusalWords(plan.refused), tables: [] }
          : { refused: null, tables: bothTables(plan) };
      },
    ),
};
