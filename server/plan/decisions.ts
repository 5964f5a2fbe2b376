/** What a plan cannot settle by itself, and whether clients will notice. */

import { quotedNames, settingReasonWords } from '../problems/index.js';
import { count } from '../text/index.js';
import type {
  Affected,
  At,
  Decision,
  Downtime,
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
        return [
          {
            text: `Route \`${name}\` cannot be written in a form that the new router accepts: ${refusals.join('; ')}`,
            at,
          },
        ];
      }
      return notWritten === null
        ? []
        : [{ text: `Route \`${name}\` must be converted by hand: ${notWritten}`, at }];
    }),
    ...routes.flatMap(({ name, at, matching }) =>
      matching
        .filter(({ rare }) => !rare)
        .map(({ message }) => ({ text: `Route \`${name}\` matches different requests: ${message}`, at })),
    ),
    ...routes.flatMap(({ name, at, order, moreOrder }): Decision[] => {
      const common = order.filter((other) => !other.rare && !isListed(at, other.at));
      if (common.length === 0) return [];
      const others = common.slice(0, 3).map((one) => one.name);
      const more = common.length - others.length + moreOrder;
      const rest = more > 0 ? ` and ${count(more, 'more route')}` : '';
      return [
        {
          text: `Route \`${name}\` is evaluated in a different order relative to ${quotedNames(others)}${rest}. Confirm that this is intended.`,
          at,
        },
      ];
    }),
    ...settings
      .filter(({ how }) => how === 'by-hand')
      .map(({ gateways, what, new: wanted, why, at }) => ({
        text: `Set the ${what} of ${quotedNames(gateways)} to \`${wanted}\` by hand: ${why === null ? '' : settingReasonWords(why)}`,
        at,
      })),
    ...unread.map(({ text, at }) => ({ text: `A flavor is set where it has no effect: ${text}`, at })),
    ...affected.filter(({ needsPerson }) => needsPerson).map(({ text, at }) => ({ text, at })),
  ];
}

const keyOf = ({ uri, range }: At) => `${uri}:${range.start.line}:${range.start.character}`;

const downtimes: Readonly<Record<Downtime['kind'], string>> = {
  none: 'None: some instance answers requests at every step.',
  restart:
    'Requests fail while Kong restarts. There is no downtime if you start new replicas next to the old ones.',
  'two-tables':
    'None if you start new Gateways next to the old ones, each with its own routes, as the steps describe. An in-place change would cause downtime or a rollout that never finishes, because neither router accepts the routes of the other.',
};

/** The worst of the parts. */
export function downtimeOf(parts: readonly Part[]): Downtime {
  const kinds = parts.filter(({ steps }) => steps.length > 0).map(({ downtime }) => downtime);
  const kind = (['two-tables', 'restart'] as const).find((one) => kinds.includes(one)) ?? 'none';
  return { kind, text: downtimes[kind] };
}
