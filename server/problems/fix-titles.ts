/** The titles of fixes: of expressions, of routes and of the settings of gateways. */

import type { ExpressionFix } from '../../grammar/index.js';
import type { RouterFlavor } from '../protocol/index.js';
import { listed } from '../text/index.js';
import { expressionFixTitle } from './expression-messages.js';

interface FixArguments {
  /** The route gets `strip_path: false`. */
  'strip-path-off': Record<never, never>;
  /** The route gets another `priority` or `regex_priority`, so that it is evaluated before or after others. */
  'set-order': {
    readonly place: 'before' | 'after';
    readonly field: 'priority' | 'regex_priority';
    readonly value: number;
    /** Names of routes. */
    readonly others: readonly string[];
  };
  'write-setting': { readonly value: string };
  /** To the key of the chart that is read. */
  'move-setting': { readonly reads: string };
  /** `gateway` is the name of one that has this flavor. */
  'agree-on-flavor': { readonly flavor: RouterFlavor; readonly gateway: string };
}

type OtherFix = {
  [Code in keyof FixArguments]: { readonly code: Code; readonly args: FixArguments[Code] };
}[keyof FixArguments];

/** What a fix does: a code and the arguments of its title. */
export type FixKind = Pick<ExpressionFix, 'code' | 'args'> | OtherFix;

const titles: { readonly [Code in keyof FixArguments]: (args: FixArguments[Code]) => string } = {
  'strip-path-off': () => 'Set `strip_path: false`: the service receives the whole path',
  'set-order': ({ place, field, value, others }) =>
    `Evaluate ${place} ${listed(others.map((name) => `\`${name}\``))}: \`${field}: ${value}\``,
  'write-setting': ({ value }) => `Write \`${value}\``,
  'move-setting': ({ reads }) => `Move the value to \`${reads}\`, which the chart reads`,
  'agree-on-flavor': ({ flavor, gateway }) => `Set the router flavor to \`${flavor}\`, as in ${gateway}`,
};

const isOther = (fix: FixKind): fix is OtherFix => fix.code in titles;

/** For a menu. */
export const fixTitle = (fix: FixKind): string =>
  isOther(fix) ? (titles[fix.code] as (args: OtherFix['args']) => string)(fix.args) : expressionFixTitle(fix);
