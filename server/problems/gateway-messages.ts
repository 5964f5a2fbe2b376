/** Problems of Gateways and of their settings. */

import { sentenceCase } from '../text/index.js';
import type { Disagreement, GatewayProblemArguments } from './gateway-problem.js';
import { matchingChangeWords } from './matching-messages.js';
import { orderChangeWords } from './order-words.js';
import type { ProblemKinds } from './problem-kind.js';
import { setReasonWords } from './set-reason.js';

/** What happens when Gateways have different settings, and how to correct it. */
const disagreements: Readonly<Record<Disagreement, string>> = {
  'controller-style':
    'The controller writes routes for the flavor of whichever Gateway answers first; the others reject them (`expression: unknown field`) or match them differently. Give all of them the same flavor, then restart the controller.',
  style:
    'Gateways that do not run `expressions` reject or ignore a route with an `expression`. Give all of them the same flavor.',
  router:
    'They accept the same routes, but order and match them differently: the same request can get different answers. Give all of them the same flavor.',
  'hybrid-router':
    'The control plane validates routes for its own flavor, but the data plane orders and matches them by another. Give both the same flavor.',
  'mixed-routes':
    'Before Gateway 3.7, `expressions` rejects routes with traditional fields. Upgrade all of them to 3.7 or later, or give every route an `expression`.',
  major:
    'From Gateway 3.0 on a regex path starts with `~`, before it does not: the same routes match differently. Give all of them the same version.',
};

const flavors = 'traditional, traditional_compatible, expressions';

const positions = { first: 'before', second: 'after', undecided: 'before or after' } as const;

const appliesBy = {
  chart: ", the chart's default",
  kong: ", Kong's default",
  value: ', which another value sets',
} as const;

export const gatewayMessages: ProblemKinds<GatewayProblemArguments> = {
  'flavor-unknown': {
    severity: 'error',
    title: 'A router flavor that Kong does not have',
    message: ({ text, meant }) =>
      meant
        ? `Kong does not start with this router flavor: write \`${meant}\`. Kong: router_flavor has an invalid value: '${text}' (${flavors})`
        : `Kong does not start with this router flavor. Kong: router_flavor has an invalid value: '${text}' (${flavors})`,
  },
  'flavor-unread': {
    severity: 'warning',
    title: 'A router flavor that nothing reads',
    message: ({ key, chart, reads, applies }) => {
      const instead = applies ? `, and the Gateway runs \`${applies.flavor}\`${appliesBy[applies.by]}` : '';
      if (chart === null)
        return `Kong does not read \`${key}\`, and this setting has no effect. Write \`${reads}\`.`;
      return `Chart \`${chart}\` does not read \`${key}\`${instead}. It reads \`${reads}\`.`;
    },
  },
  'flavor-not-in-version': {
    severity: 'warning',
    title: 'A router flavor for a Gateway without flavors',
    message: ({ version }) =>
      `Gateway ${version} has no \`router_flavor\`: it ignores this setting and always uses the traditional router.`,
  },
  'flavor-deprecated': {
    severity: 'hint',
    title: 'A deprecated router flavor',
    message: () =>
      '`traditional` is deprecated since Gateway 3.0, and the next major version removes it. `traditional_compatible` accepts the same fields.',
  },
  'declarative-file-unread': {
    severity: 'warning',
    title: 'A declarative file that a Gateway with a database does not read',
    message: ({ database }) =>
      `Kong does not read this file: \`declarative_config\` has an effect only if \`database\` is \`off\`, but here it is \`${database}\`.`,
  },
  'calculation-unknown': {
    severity: 'warning',
    title: 'A route_match_calculation that Kong does not have',
    message: ({ text }) =>
      `\`${text}\` is not a valid value of \`route_match_calculation\`: write \`original\` or \`strict\`.`,
  },
  'calculation-not-in-version': {
    severity: 'warning',
    title: 'A route_match_calculation for a Gateway without this setting',
    message: ({ gateway }) =>
      `${gateway} has no \`route_match_calculation\`: it ignores this setting and computes priorities as \`original\` does.`,
  },
  'calculation-without-effect': {
    severity: 'warning',
    title: 'A route_match_calculation that this flavor ignores',
    message: ({ flavor, gateway }) =>
      `Under \`${flavor}\`, ${gateway} ignores \`route_match_calculation\`: the setting does not change the order of routes.`,
  },
  'gateway-version-unknown': {
    severity: 'warning',
    title: 'A Gateway version that Kong Routes has no rules for',
    message: ({ version, is, nearest }) =>
      is === 'newer'
        ? `Kong Routes has no rules for Gateway ${version}, which is newer than ${nearest}. It applies the rules of ${nearest}, which may be wrong for ${version}.`
        : `Kong Routes has no rules for Gateway ${version}, which is older than ${nearest}. It applies the rules of ${nearest}, which may be wrong for ${version}.`,
  },
  'gateway-end-of-life': {
    severity: 'hint',
    title: 'A Gateway version that no longer receives fixes',
    message: ({ end }) =>
      end.kind === 'support-ended'
        ? `Kong's full support for Gateway ${end.line} ended on ${end.day}.`
        : `${end.release} (${end.day}) was the last release of the open-source Gateway ${end.line}. The last open-source line is ${end.newest}.`,
  },
  'gateways-disagree': {
    severity: 'warning',
    title: 'Gateways whose settings must agree but differ',
    message: ({ kind, gateway, runs, others, why }) => {
      const all = others.map((other) => `${other.gateway} runs ${other.runs}`).join(', ');
      return `${sentenceCase(gateway)} runs ${runs}, but ${all}, and ${setReasonWords(why)}. ${disagreements[kind]}`;
    },
  },
  'data-plane-flavor': {
    severity: 'error',
    title: 'A data plane that rejects what its control plane sends',
    message: ({ flavor, controlPlaneFlavor, kong }) =>
      `The control plane runs \`${controlPlaneFlavor}\`. A data plane that runs \`${flavor}\` rejects every configuration from it that has a route: give both the same flavor. Kong: bad config received from control plane … ${kong}`,
  },
  'data-plane-version': {
    severity: 'error',
    title: 'A data plane that its control plane does not serve',
    message: ({ isNewer, kong }) =>
      isNewer
        ? `A control plane does not serve data planes that are newer than itself: upgrade the control plane first. Kong: ${kong}`
        : `A control plane serves only data planes of its own major version: upgrade the data plane. Kong: ${kong}`,
  },
  'data-plane-routes': {
    severity: 'error',
    title: 'A data plane that does not receive routes of this kind',
    message: ({ version, kong }) =>
      `Before Gateway 3.7, \`expressions\` accepts only routes with an \`expression\`, and some routes have none: a data plane of version ${version} receives no routes until it is upgraded. Kong: ${kong}`,
  },
  'route-refused-elsewhere': {
    severity: 'warning',
    title: 'A route that another Gateway rejects',
    message: ({ gateway, runs, kong }) =>
      `${sentenceCase(gateway)} also reads this route, and rejects it under ${runs}. Kong: ${kong}`,
  },
  'route-reordered': {
    severity: 'information',
    title: 'A route that another Gateway evaluates in a different order',
    message: ({ gateway, runs, others, more }) => {
      const [first, ...rest] = others;
      const count = rest.length + more;
      const other = count > 0 ? `\`${first!.route}\` (and ${count} more)` : `\`${first!.route}\``;
      return `${sentenceCase(gateway)} also reads this route. Under ${runs}, it is evaluated ${positions[first!.there]} ${other}, not ${positions[first!.here]}: ${orderChangeWords(first!.why)}.`;
    },
  },
  'route-matches-differently': {
    severity: 'information',
    title: 'A route that matches different requests in another Gateway',
    message: ({ gateway, runs, differences: all }) =>
      `${sentenceCase(gateway)} also reads this route. Under ${runs}, it matches different requests. ${all.map((one) => `${sentenceCase(matchingChangeWords(one))}.`).join(' ')}`,
  },
  'rolling-update-mixes': {
    severity: 'information',
    title: 'A rolling update that runs two flavors at the same time',
    message: ({ gateway, flavor, from, controlled }) =>
      controlled
        ? `A rolling update of ${gateway} runs \`${flavor}\` next to \`${from}\` until the last replica is replaced. The controller continues to write routes for the flavor that it found when it started, so new replicas may never become ready. To change the flavor, replace all replicas at once, then restart the controller.`
        : `A rolling update of ${gateway} runs \`${flavor}\` next to \`${from}\` until the last replica is replaced. To change the flavor, replace all replicas at once.`,
  },
};
