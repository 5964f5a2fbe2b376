/** `kongRoutes/runningFlavors`: what the gateways of a workspace folder run with. */

import { foundIn, Places, placeText, runningFlavors } from '../../plan/index.js';
import type { RunningFlavor, RunningFlavorsParams } from '../../protocol/index.js';
import { ready } from '../planning.js';
import type { RequestHandler } from '../request-handler.js';

export const runningFlavorsRequest: RequestHandler = {
  register: (session) =>
    session.connection.onRequest(
      'kongRoutes/runningFlavors',
      async ({ folder }: RunningFlavorsParams): Promise<RunningFlavor[]> => {
        const { workspace, files } = session;
        await ready(session);
        const root = files.spelled(folder);
        const running = runningFlavors(foundIn(workspace.found(), root), new Places(root, files.files()));
        return running.map(({ flavor, gateways, at }) => ({ flavor, gateways, place: placeText(at) }));
      },
    ),
};
