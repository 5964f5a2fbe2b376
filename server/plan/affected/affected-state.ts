/** What decK files and declarative configurations contain in addition to routes. */

import type { Span } from '../../../grammar/index.js';
import { at, entry, textOf, type YamlNode } from '../../gateways/index.js';
import { defaultProtocols, hasFlavors, isRejected, matchFields } from '../../routes/index.js';
import type { SourceFile } from '../../text/index.js';
import type { Affected, PlannedFile } from '../plan-model.js';
import type { AffectedInput } from './affected-input.js';

export function affectedState(
  file: SourceFile,
  read: (file: SourceFile) => readonly YamlNode[],
  input: AffectedInput,
): Affected[] {
  const planned = input.plannedFiles.get(file.uri);
  if (!planned) return [];
  const roots = read(file);
  return [
    ...roots.flatMap((root) => [
      ...deckDefaults(root, planned, input),
      ...formatVersion(root, planned, input),
      ...workspace(root, input),
      ...konnect(root, input),
    ]),
    ...mtlsAuth(file, planned, input),
  ];
}

/** Whether routes of the file have an `expression` after the change. */
const hasExpressions = ({ routes }: PlannedFile, { to }: AffectedInput): boolean =>
  to.flavor === 'expressions' &&
  routes.some(({ successors, isExpression }) =>
    successors ? successors.some((data) => 'expression' in data) : isExpression,
  );

/** decK merges them into every route (Kong/go-database-reconciler `pkg/file/builder.go`). */
function deckDefaults(root: YamlNode, file: PlannedFile, input: AffectedInput): Affected[] {
  const defaults = at(root, '_info', 'defaults', 'route');
  const { to, places } = input;
  const clashing =
    to.flavor === 'expressions'
      ? hasExpressions(file, input)
        ? [...matchFields, 'regex_priority']
        : []
      : ['expression', 'priority'];
  return clashing.flatMap((key): Affected[] => {
    const found = entry(defaults, key);
    if (!found || (key === 'regex_priority' && textOf(found.value) === '0')) return [];
    const refused =
      to.flavor === 'expressions'
        ? 'also applies to routes with an `expression`, which Kong then rejects'
        : `is not a field of a route under \`${to.flavor}\`: Kong rejects every route`;
    return [
      {
        code: 'deck-defaults',
        at: places.at(found.uri, found.keySpan),
        text: `The default \`${key}\` in \`_info.defaults.route\` ${refused}. Move it into the routes that need it.`,
        needsPerson: true,
      },
    ];
  });
}

/** Kong/kong `kong/db/declarative/migrations/route_path.lua`; decK leaves paths as they are. */
function formatVersion(
  root: YamlNode,
  { isDeck, routes, formatEdit }: PlannedFile,
  { places, from, to }: AffectedInput,
): Affected[] {
  const found = entry(root, '_format_version');
  const version = textOf(found?.value);
  if (!found || (version !== '1.1' && version !== '2.1')) return [];
  const at = places.at(found.uri, found.keySpan);
  if (isDeck) {
    if (!isRejected('deck-format-1.1', to)) return [];
    const then = formatEdit
      ? 'The plan changes it to 3.0 together with the paths. `deck file convert --from kong-gateway-2.x --to kong-gateway-3.x` does the same for the rest of the file.'
      : 'Change it to 3.0 together with the paths: in format 3.0 a regex path starts with `~`.';
    return [
      {
        code: 'format-version',
        at,
        text: `Format ${version}: decK does not sync it to Gateway ${to.version.join('.')}. ${then}`,
        needsPerson: formatEdit === null,
      },
    ];
  }
  if (!hasFlavors(from.version)) {
    return [
      {
        code: 'format-version',
        at,
        text: `Format ${version}: Gateway ${from.version.join('.')} reads the paths as written, and ${to.version.join('.')} rewrites them when it loads the file (it puts \`~\` before paths that were regexes because of their characters). The file can stay unchanged. This plan compares the rewritten paths.`,
        needsPerson: routes.some(({ notWritten }) => notWritten !== null),
      },
    ];
  }
  const needsPerson = routes.some(({ notWritten }) => notWritten !== null);
  return [
    {
      code: 'format-version',
      at,
      text: `Format ${version}: Kong rewrites the paths when it loads the file (it puts \`~\` before paths that look like regexes). This plan compares the rewritten paths. Routes are not converted to traditional fields until the file has format 3.0.`,
      needsPerson,
    },
  ];
}

/** Route collisions between workspaces are found by `paths`, `hosts` and `methods`. */
function workspace(root: YamlNode, { from, to, places }: AffectedInput): Affected[] {
  const found = entry(root, '_workspace');
  if (!found || to.flavor !== 'expressions' || from.flavor === 'expressions') return [];
  return [
    {
      code: 'workspaces',
      at: places.at(found.uri, found.keySpan),
      text: `Workspace \`${textOf(found.value) ?? ''}\`: Kong Enterprise no longer detects routes with an \`expression\` that collide with routes of another workspace.`,
      needsPerson: false,
    },
  ];
}

/** Kong/developer.konghq.com `app/_data/version_errors_konnect.yml`, P243 to P245. */
function konnect(root: YamlNode, input: AffectedInput): Affected[] {
  return [...konnectSync(root, input), ...konnectProtocols(root, input)];
}

/** The documentation of Konnect and the schema of its Gateway disagree about the default. */
function konnectProtocols(root: YamlNode, { from, to, places }: AffectedInput): Affected[] {
  const found = entry(root, '_konnect');
  const isSame = String(defaultProtocols(from.version)) === String(defaultProtocols(to.version));
  if (!found || isSame) return [];
  const text =
    'From 3.14 on a new route without `protocols` has only `https`. It is not documented which default Konnect uses. Add `protocols` to the routes that have none.';
  return [{ code: 'konnect', at: places.at(found.uri, found.keySpan), text, needsPerson: true }];
}

function konnectSync(root: YamlNode, { from, to, places }: AffectedInput): Affected[] {
  const found = entry(root, '_konnect');
  if (!found) return [];
  const text =
    to.flavor === 'expressions'
      ? 'Konnect does not send routes with an `expression` to data planes of another flavor (P245) or below 3.6 (P243), nor a mixture of both kinds below 3.7 (P244). Change all data planes of the group before you add the first such route.'
      : 'Konnect sends nothing to a data plane with a traditional flavor while any route of the group has an `expression` (P245). Convert all routes before you change the first data plane.';
  if (from.flavor !== 'expressions' && to.flavor !== 'expressions') return [];
  return [{ code: 'konnect', at: places.at(found.uri, found.keySpan), text, needsPerson: false }];
}

/** The plugin asks for a certificate by the SNIs of routes, which an `expression` does not show. */
function mtlsAuth(file: SourceFile, planned: PlannedFile, input: AffectedInput): Affected[] {
  const { from, to, places } = input;
  const found = /\bname["']?\s*:\s*["']?(mtls-auth)\b/.exec(file.text);
  if (!found) return [];
  const start = found.index + found[0].length - found[1]!.length;
  const span: Span = { start, end: start + found[1]!.length };
  if (hasExpressions(planned, input)) {
    return [
      {
        code: 'mtls-auth',
        at: places.at(file.uri, span),
        text: '`mtls-auth` requests a client certificate based on the `snis` of its routes. A route with an `expression` has none, so every client is asked for a certificate.',
        needsPerson: true,
      },
    ];
  }
  if (from.flavor !== 'expressions' || to.flavor === 'expressions') return [];
  return [
    {
      code: 'mtls-auth',
      at: places.at(file.uri, span),
      text: '`mtls-auth` asks every client for a certificate because of routes with an `expression`. After the change it uses the `snis` of its routes.',
      needsPerson: false,
    },
  ];
}
