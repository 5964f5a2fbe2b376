/** Whether Kong accepts what was probably meant: nothing else is offered. */

import { accept } from '../flavors/index.js';
import { type Gateway, readRoute } from '../routes/index.js';
import type { Judged } from './advice.js';

/** @param fields the fields of the route that are to be others */
export function isAccepted({ data, gateway }: Pick<Judged, 'data' | 'gateway'>, fields: object): boolean {
  const { protocols } = data;
  const changed = { ...(protocols === undefined ? {} : { protocols }), ...fields };
  const { problems } = accept(readRoute(changed), changed, gateway);
  return problems.every(({ path }) => !Object.keys(fields).includes(String(path[0])));
}

/** Whether a path is a regex: by `~` since 3.0 (Kong/kong#9027), before by its characters. */
export const isRegexIn = (path: string, { version }: Gateway): boolean =>
  (version[0] ?? 0) >= 3 ? path.startsWith('~') : !/^[a-zA-Z0-9.\-_~/%]*$/.test(path);
