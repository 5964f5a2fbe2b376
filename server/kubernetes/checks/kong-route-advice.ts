/**
 * Advice on the fields of KongRoutes: they have Kong's own fields, and what Kong ignores or reads otherwise than it is
 * meant is the same there as in a declarative file. Hints are left out.
 */

import { adviseOn } from '../../advice/index.js';
import { type AnyAdvice, severityOf } from '../../problems/index.js';
import { readRoute } from '../../routes/index.js';
import { originOf } from '../kong/generated.js';
import { flavors, type ManifestProblem, problem } from '../problems/codes.js';
import type { Translation } from '../translation.js';

export function kongRouteAdvice({ traditional, settings }: Translation): ManifestProblem[] {
  const routes = traditional.services
    .flatMap((service) => service.routes)
    .filter(({ object }) => object.kind === 'KongRoute');
  return routes.flatMap((generated) =>
    flavors.flatMap((flavor) => {
      const data = generated.fields as Readonly<Record<string, unknown>>;
      const judged = {
        route: readRoute(data),
        data,
        gateway: { flavor, version: settings.gateway },
        tree: null,
      };
      return adviseOn(judged)
        .filter(({ code }) => severityOf(code) === 'warning')
        .map(({ path, code, args }) =>
          problem('kong-advises', { advice: { code, args } as AnyAdvice }, originOf(generated, path), [
            flavor,
          ]),
        );
    }),
  );
}
