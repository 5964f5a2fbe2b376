/** What a plan cannot settle by itself, and whether clients will notice. */

import type { PlanDowntime } from '../problems/index.js';
import type {
  Affected,
  At,
  Decision,
  Part,
  PlannedTable,
  SettingChange,
  UnreadSetting,
} from './plan-model.js';

export function decisionsOf({
  tables,
  settings,
  unread,
  affected,
}: {
  readonly tables: readonly PlannedTable[];
  readonly settings: readonly SettingChange[];
  readonly unread: readonly UnreadSetting[];
  readonly affected: readonly Affected[];
}): Decision[] {
  const routes = tables.flatMap(({ files }) => files.flatMap((file) => file.routes));
  /** Two routes that change places are reported once. */
  const listed = new Set<string>();
  const isListed = (one: At, other: At): boolean => {
    listed.add(`${keyOf(one)} ${keyOf(other)}`);
    return listed.has(`${keyOf(other)} ${keyOf(one)}`);
  };
  return [
    ...routes.flatMap(({ name, at, refusals, notWritten, verdict }): Decision[] => {
      if (verdict === 'inexpressible') {
        return [{ about: { code: 'route-not-expressible', args: { route: name, reasons: refusals } }, at }];
      }
      return notWritten === null
        ? []
        : [{ about: { code: 'convert-by-hand', args: { route: name, reason: notWritten } }, at }];
    }),
    ...routes.flatMap(({ name, at, matching }) =>
      matching
        .filter(({ rare }) => !rare)
        .map(
          ({ change }): Decision => ({
            about: { code: 'route-matches-differently', args: { route: name, change } },
            at,
          }),
        ),
    ),
    ...routes.flatMap(({ name, at, order, moreOrder }): Decision[] => {
      const common = order.filter((other) => !other.rare && !isListed(at, other.at));
      if (common.length === 0) return [];
      const others = common.slice(0, 3).map((one) => one.name);
      const more = common.length - others.length + moreOrder;
      return [{ about: { code: 'route-reordered', args: { route: name, others, more } }, at }];
    }),
    ...settings.flatMap(({ how, gateways, what, new: wanted, why, at }): Decision[] =>
      how === 'by-hand' && why !== null
        ? [{ about: { code: 'set-by-hand', args: { gateways, what, wanted, why } }, at }]
        : [],
    ),
    ...unread.map(
      ({ at, ...key }): Decision => ({ about: { code: 'flavor-without-effect', args: key }, at }),
    ),
    ...affected
      .filter(({ needsPerson }) => needsPerson)
      .map(({ about, more, at }): Decision => ({ about: { code: 'affected', args: { about, more } }, at })),
  ];
}

const keyOf = ({ uri, range }: At) => `${uri}:${range.start.line}:${range.start.character}`;

/** The worst of the parts. */
export function downtimeOf(parts: readonly Part[]): PlanDowntime {
  const kinds = parts.filter(({ steps }) => steps.length > 0).map(({ downtime }) => downtime);
  return (['two-tables', 'restart'] as const).find((one) => kinds.includes(one)) ?? 'none';
}
