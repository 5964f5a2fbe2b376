/** `kongRoutes/curl`: the shell command that creates a route. */

import { curlAt } from '../../curl/index.js';
import type { CurlParams, CurlResult } from '../../protocol/index.js';
import type { RequestHandler } from '../request-handler.js';

export const curlRequest: RequestHandler = {
  register: (session) =>
    session.connection.onRequest(
      'kongRoutes/curl',
      async ({ uri, position, form }: CurlParams): Promise<CurlResult | null> => {
        const snapshot = await session.snapshotOfFile(uri);
        return snapshot && curlAt(snapshot, position, form);
      },
    ),
};
