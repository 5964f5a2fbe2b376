/** The sentences about the steps of a flavor change: DB-less, with a database, and with a control plane. */

import { count, listed } from '../text/index.js';
import { controllerStepMessages } from './plan-controller-messages.js';
import {
  type ByHand,
  type CheckArguments,
  type PlanCheck,
  type PlanStep,
  type SettingReason,
  type SettingReasonArguments,
  type StepArguments,
  type StepWords,
  tablesFolder,
} from './plan-step.js';
import { unknownValueWords } from './unknown-value.js';

type Words<Arguments, Result> = { readonly [Code in keyof Arguments]: (args: Arguments[Code]) => Result };

/** `a`, `b` and `c`, each as code. */
export const quotedNames = (names: readonly string[]): string =>
  listed([...new Set(names)].map((name) => `\`${name}\``));

const unchanged = 'Nothing has changed yet.';

/** Kong/kong `kong/init.lua`, `parse_declarative_config`: one rejected route, and the node does not start. */
const rejectedStart =
  'Kong does not start if the new router rejects a route: `error parsing declarative config file`.';

/** What clients see while Gateways restart. */
function whileRestarting({ isGapless, sensitive }: { isGapless: boolean; sensitive: number }): string {
  if (!isGapless) return 'Requests fail while Kong restarts.';
  if (sensitive === 0) return 'Either router answers requests, and both answer them the same way.';
  return sensitive === 1
    ? 'Either router answers requests. For the route that is evaluated in a different order or matches different requests, the answer depends on which replica a request reaches. Keep this phase short.'
    : `Either router answers requests. For the ${sensitive} routes that are evaluated in a different order or match different requests, the answer depends on which replica a request reaches. Keep this phase short.`;
}

/** Kong/kong `kong/router/atc.lua`, `add_atc_matcher`; `kong/router/traditional.lua`, `marshall_route`. */
const strayRoute = (flavor: string) =>
  flavor === 'traditional'
    ? 'its router cannot be built (`could not categorize route`), and Kong does not start.'
    : 'the router leaves it out (`could not find expression` in the log), and its requests are answered with 404.';

/** What is rejected while control plane and data planes run different flavors. */
function rejectedBetween({ from, to }: { from: string; to: string }): string {
  if (to === 'expressions') {
    return 'Until the control plane runs the new flavor, no route with an `expression` can be created (`unknown field`). If you changed the control plane first, every data plane with the old flavor would reject its configuration: `priority: unknown field`.';
  }
  if (from === 'expressions') {
    return 'From now on no route with an `expression` can be created (`unknown field`).';
  }
  return to === 'traditional'
    ? 'Until the control plane runs the new flavor, it rejects regexes that only PCRE supports.'
    : 'From now on the control plane rejects regexes that the engine does not support (look-around, backreferences).';
}

function newForm(
  { from, version, router, files, converted }: StepArguments['rewrite-stored-routes'],
  meanwhile: string,
  back: string,
): StepWords {
  const accepts = `${router === 'today' ? "Today's router" : `\`${from}\` of the new version`} also accepts the new form, so you can test it before anything else changes.`;
  const text =
    files === 0
      ? `Convert every route with an \`expression\` to traditional fields. \`${from}\` ${version} accepts both.`
      : converted === 0
        ? `Rewrite the routes in the table above by hand. ${accepts}`
        : `Rewrite ${count(converted, 'route')} as shown above (\`kong-routes plan … --apply\` writes ${converted === 1 ? 'it' : 'them'}). ${accepts}`;
  return {
    title: `Write the routes in their new form, still under \`${from}\``,
    text: [text],
    meanwhile,
    back,
  };
}

export const stepMessages: Words<StepArguments, StepWords> = {
  'rewrite-rejected-routes': ({ routes, to, version }) => ({
    title: `Rewrite or remove ${count(routes, 'route')}`,
    text: [
      routes === 1
        ? `One route cannot be converted to a form that \`${to}\` ${version} accepts, or must be converted by hand. The table above shows which route and why. Rewrite or remove it first: if Kong rejects one route, it rejects the whole configuration.`
        : `${routes} routes cannot be converted to a form that \`${to}\` ${version} accepts, or must be converted by hand. The table above shows which routes and why. Rewrite or remove them first: if Kong rejects one route, it rejects the whole configuration.`,
    ],
    meanwhile: null,
    back: unchanged,
  }),
  'validate-routes': ({ from, to, form }) =>
    form === 'same'
      ? {
          title: `Validate the routes with \`${to}\``,
          text: ['Both routers accept these files unchanged. This step changes nothing that runs.'],
          meanwhile: null,
          back: unchanged,
        }
      : {
          title: `Write the routes in both forms, and validate the new form with \`${to}\``,
          text: [
            `This writes the routes in both forms: unchanged to \`${tablesFolder}/${from}/\`, converted to \`${tablesFolder}/${to}/\`. This step changes nothing that runs.`,
          ],
          meanwhile: null,
          back: `${unchanged} Remove \`${tablesFolder}\`.`,
        },
  'change-version': (args) => {
    const { wanted, fromVersion, from, to, rises, hasFlavors, isDatabase, planes, outdated } = args;
    const flavor = rises ? from : to;
    const why = !hasFlavors
      ? `Gateway ${fromVersion} has no flavors. In Gateway 3 its router is \`router_flavor = traditional\`: set it together with the new version (\`KONG_ROUTER_FLAVOR=traditional\`), so that only one thing changes at a time. Without this setting Kong runs \`traditional_compatible\`.`
      : from === to
        ? `The flavor stays \`${flavor}\`.`
        : rises
          ? `The flavor stays \`${flavor}\`, so that only one thing changes at a time.`
          : `The flavor is \`${flavor}\` already.`;
    const mixed = args.needsMixedTables
      ? ' From 3.7 on `expressions` also accepts traditional fields. The steps below rely on this.'
      : '';
    const of = { control: ': the control plane', data: ': the data planes' };
    return {
      title: `${rises ? 'Upgrade' : 'Go'} to Gateway ${wanted}${planes === null ? '' : of[planes]}`,
      text: [
        `${why}${mixed}`,
        // Kong/developer.konghq.com `app/gateway/upgrade/lts-upgrade-28-34.md`, `reference.md`.
        ...(hasFlavors
          ? []
          : [
              'Kong recommends upgrading from the LTS version 2.8 to the LTS version 3.4, and from there to 3.10 and 3.14. Upgrade an older 2.x to 2.8 first. With a database, `kong migrations up` rewrites the stored paths as this plan rewrites the paths in the files.',
            ]),
        ...(isDatabase
          ? [
              'A new minor version migrates its database: run `kong migrations up` before you start the new nodes, and `kong migrations finish` when no old node runs any more.',
            ]
          : []),
        ...(outdated
          ? [
              `${quotedNames(outdated.gateways)}: ${settingReasonWords(outdated.why)}. The control plane logs \`unable to send updated configuration to data plane: … does not support mixed mode route\`, and the data plane keeps its last configuration.`,
            ]
          : []),
      ],
      meanwhile:
        planes === 'data'
          ? 'A data plane may be older than its control plane, but its minor version must never be newer.'
          : null,
      back: isDatabase
        ? 'Before `kong migrations finish`, go back to the old image. After it, restore the backup of the database.'
        : 'Go back to the old image.',
    };
  },
  'change-flavor': ({ from, to, isGapless, sensitive }) => ({
    title: `Change the flavor to \`${to}\``,
    text: [
      `${rejectedStart}${isGapless ? ' Replicas that still run the old flavor continue to answer.' : ''}`,
    ],
    meanwhile: whileRestarting({ isGapless, sensitive }),
    back: `Set the flavor back to \`${from}\` and restart. The routes can stay unchanged.`,
  }),
  'change-routes-and-flavor': ({ from, to }) => ({
    title: `Change the routes and the flavor to \`${to}\`, in one restart`,
    text: [
      'Neither router accepts the routes of the other (before 3.7 `expressions` has no traditional fields), so the conversions (`kong-routes plan … --apply`) and the flavor must change together.',
      rejectedStart,
    ],
    meanwhile:
      'A container that restarts for another reason between the change of the file and the change of the flavor rejects the routes. Requests fail while Kong restarts.',
    back: `Restore the old files and \`${from}\`, in one restart.`,
  }),
  'rewrite-files': ({ isGapless, ...form }) =>
    newForm(
      form,
      isGapless
        ? 'The old and the new form route requests the same way, except for the differences listed above.'
        : 'Requests fail while Kong restarts. If the Admin API is enabled, `curl -F config=@<file> $ADMIN/config` loads the routes without a restart.',
      `Restore the old files from version control, and run the same commands. \`${form.from}\` accepted them before.`,
    ),
  'rewrite-stored-routes': (form) =>
    newForm(
      form,
      'decK changes one route after another. Until it has finished, routes that still have an `expression` are evaluated before all other routes.',
      `Run \`deck gateway sync\` with the dump: \`${form.from}\` accepts both forms.`,
    ),
  'save-stored-routes': () => ({
    title: 'Save the stored routes',
    text: [
      'The database may contain routes that are in no file. They are changed or lost like the others. If the dump contains more than the files, add the missing routes to the files before you continue.',
    ],
    meanwhile:
      'From now on nobody else may change routes: not through the Admin API, Kong Manager or another pipeline.',
    back: unchanged,
  }),
  'restart-nodes': ({ from, to, nodes, ...restart }) => ({
    title: `Restart the nodes with \`${to}\`${nodes > 1 ? ', one after the other' : ''}`,
    text: [
      to === 'expressions'
        ? 'The stored routes stay unchanged: `expressions` also accepts traditional fields.'
        : from === 'expressions'
          ? `\`${to}\` cannot use a stored route that still has an \`expression\`: ${strayRoute(to)}`
          : 'The stored routes stay unchanged, and both routers read their fields the same way.',
    ],
    meanwhile: `${whileRestarting(restart)}${
      to === 'expressions'
        ? ' A node with the new flavor can store routes with an `expression`, but a node with the old flavor ignores the `expression`. Do not create such routes until all nodes run the new flavor.'
        : ''
    }`,
    back: `Restart with \`${from}\`. ${
      to === 'expressions'
        ? 'As long as no route has an `expression`, both flavors accept the stored routes.'
        : 'Both flavors accept the routes in their new form.'
    }`,
  }),

  'set-control-plane': ({ from, to }) => ({
    title: `Set the control plane to \`${to}\``,
    text: [
      'No file in this folder declares the control plane. Konnect needs no setting: it sends a data plane only what that data plane accepts (P243 to P245). For your own control plane, set the flavor of its data planes by hand.',
    ],
    meanwhile: rejectedBetween({ from, to }),
    back: `Set the flavor back to \`${from}\`.`,
  }),
  'restart-control-plane': ({ from, to, isLast }) => ({
    title: `Restart the control plane with \`${to}\``,
    text: [
      to === 'expressions'
        ? 'Every data plane now accepts `priority`. After the restart the control plane sends each route with its `priority`, and routes with an `expression` can be created.'
        : from === 'expressions'
          ? "It stops sending `priority`, so that data planes of both flavors accept what it sends. Restart it first, because a data plane that does not run `expressions` rejects every configuration from a control plane that does: `in 'priority': unknown field`."
          : isLast
            ? 'Its own router handles no traffic, but it decides which routes can be created. No data plane uses the `expressions` engine any more, so routes that only `traditional` accepts can now be created.'
            : 'Its own router handles no traffic, but it decides which routes can be created. Restart it first, so that no route can be created that a data plane with the new engine would reject. Such a data plane would reject the whole configuration.',
    ],
    meanwhile: `While it restarts, the data planes keep their current routes.${isLast ? '' : ` ${rejectedBetween({ from, to })}`}`,
    back:
      to === 'expressions'
        ? `Restart it with \`${from}\`, before you change any data plane back.`
        : `Restart it with \`${from}\`, after you have changed the data planes back.`,
  }),
  'restart-data-planes': ({ from, to, isFirst, sensitive }) => ({
    title: `Restart the data planes with \`${to}\`, one after the other`,
    text: [
      to === 'expressions'
        ? 'Restart them first: a control plane with the old flavor sends only fields that `expressions` accepts.'
        : 'A data plane that starts with another flavor validates all routes again. If it rejects one route, it keeps the configuration that it has stored.',
    ],
    meanwhile:
      [
        isFirst ? rejectedBetween({ from, to }) : '',
        sensitive === 1
          ? 'For one route the answer depends on which data plane a request reaches: old and new data planes order or match it differently.'
          : sensitive > 1
            ? `For ${sensitive} routes the answer depends on which data plane a request reaches: old and new data planes order or match them differently.`
            : '',
      ]
        .filter(Boolean)
        .join(' ') || null,
    back: isFirst
      ? `Restart them with \`${from}\`. The control plane must run the old flavor again before that.`
      : `Restart them with \`${from}\`.`,
  }),

  'start-replicas': ({ gateways, to, isSame, storage }) => {
    const reads =
      storage === 'files'
        ? isSame
          ? '. It reads the same files, because both routers accept them'
          : `. It reads the new routes in \`${tablesFolder}/${to}/\`. From now on make every change of a route in both places`
        : `, with its own database (\`kong migrations bootstrap\`)${storage === 'hybrid' ? ' and its own control plane and data planes, because the flavor is set on both' : ''}`;
    return {
      title: `Start new replicas with \`${to}\` next to the old ones`,
      text: [
        `Create a copy of ${gateways.length > 0 ? quotedNames(gateways) : 'the Gateway'} under another name, with \`KONG_ROUTER_FLAVOR=${to}\` and without traffic${reads}.`,
      ],
      meanwhile: null,
      back: 'Remove the new replicas. They received no requests.',
    };
  },
  'shift-traffic': () => ({
    title: 'Shift the traffic',
    text: [
      'Start with a few percent, at the component in front of Kong: the load balancer, the selector of the Service, or DNS.',
    ],
    meanwhile: 'Either router answers requests, each with its own routes.',
    back: 'Shift the traffic back: the old replicas still run unchanged.',
  }),
  'remove-replicas': ({ isSame }) => ({
    title: isSame ? 'Remove the old replicas' : 'Remove the old replicas, and keep the new routes',
    text: [
      '`kong-routes plan … --apply` writes the changes of this plan to the files of the workspace, so that they match what runs.',
    ],
    meanwhile: null,
    back: 'Restore the files from version control, and follow the same steps in the opposite direction.',
  }),

  ...controllerStepMessages,
};

export const checkMessages: Words<CheckArguments, string> = {
  'none-listed': () => 'A new plan lists none of them.',
  'no-errors': () => '`kong-routes check` reports no errors.',
  'parse-successful': () => 'Kong answers `parse successful`.',
  'gateway-runs': ({ gateway, flavor }) => `\`${gateway}\` runs \`${flavor}\`.`,
  'admin-api-returns': ({ flavor }) => `The Admin API returns \`${flavor}\` (\`$ADMIN\` is its URL).`,
  'admin-api-routes': ({ routes }) =>
    `The Admin API returns ${count(routes, 'route')}${routes > 1000 ? ' (a page contains 1000; follow `next`)' : ''}.`,
  'no-route-left-out': () =>
    'The log contains no `could not find expression`, `could not add route` or `expecting a … route`: such a route is stored but matches no requests.',
  'version-returned': ({ version }) => `The Admin API returns ${version}.`,
  'diff-empty': () => '`deck gateway diff` shows nothing to create, update or delete.',
  'routes-in-files': ({ routes }) => `The files of this plan contain ${count(routes, 'route')}.`,
  'no-stored-expression': () => 'No stored route has an `expression` any more (0).',
  'data-planes-agree': () =>
    'All data planes report the same `config_hash`, and it is not all zeros. A data plane that rejects its configuration keeps the old hash.',
  'new-gateway-runs': ({ flavor }) => `The new Gateway returns \`${flavor}\`.`,
  'new-gateway-routes': ({ routes }) => `It has ${count(routes, 'route')}.`,
  'answers-alike': () =>
    'It answers a request for each kind of route in the same way as the old Gateway. Start with the routes that the table above lists as evaluated in a different order or matching different requests.',
  'not-found-alike': () => 'The share of 404 responses is the same as before.',
  'not-found-and-services-alike': () =>
    'The share of 404 responses and of requests to each service is the same on both sides.',
  'routes-today': () => 'The number of routes in the Gateway today, to compare with later.',
  'objects-today': () => 'The number of objects that they are created from.',
  'controller-has-configured': () =>
    'The controller has configured the Gateways: there are as many routes as before, and its log contains no `unknown field` (an event `KongConfigurationApplyFailed` reports the same).',
  'routes-have-expressions': () => 'The routes have an `expression` now.',
  'pods-run-unready': () => 'The new pods are running but not ready.',
  'pods-ready': () => 'The new pods are ready.',
  'class-shows-features': () => 'The GatewayClass shows the features of the new flavor.',
};

export const settingReasonMessages: Words<SettingReasonArguments, string> = {
  'value-not-in-files': ({ setting, source }) =>
    `only the running process knows the value: ${setting === 'flavor' ? 'KONG_ROUTER_FLAVOR' : 'the image'} comes from ${unknownValueWords(source)}`,
  'nowhere-to-write': () => 'no file in this folder sets it, and there is no place to write it',
  'no-version-to-replace': () => 'no file in this folder sets a version that could be replaced',
  'variable-may-be-set-again': ({ name }) =>
    `the variable \`${name}\`: if it is also set elsewhere, change it there`,
  'no-mixed-tables-for-data-plane': () =>
    'data planes before 3.7 receive no configuration that contains both expressions and traditional fields',
};

export const settingReasonWords = ({ code, args }: SettingReason): string =>
  (settingReasonMessages[code] as (args: unknown) => string)(args);

export const checkWords = ({ code, args }: PlanCheck): string =>
  (checkMessages[code] as (args: unknown) => string)(args);

const byHandWords = ({ gateways, what, wanted, why }: ByHand): string =>
  `By hand for ${quotedNames(gateways)}: set the ${what === 'flavor' ? 'router flavor' : 'version'} to \`${wanted}\`; ${settingReasonWords(why)}.`;

/** @param byHand settings of the step that no edit changes */
export function stepWords({ code, args }: PlanStep, byHand: readonly ByHand[]): StepWords {
  const words = (stepMessages[code] as (args: unknown) => StepWords)(args);
  return { ...words, text: [...words.text, ...byHand.map(byHandWords)] };
}
