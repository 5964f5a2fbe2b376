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
    return [
      {
        code: 'deck-defaults',
        at: places.at(found.uri, found.keySpan),
        about:
          to.flavor === 'expressions'
            ? { code: 'deck-default-on-expression', args: { field: key } }
            : { code: 'deck-default-unknown', args: { field: key, flavor: to.flavor } },
        more: null,
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
    return [
      {
        code: 'format-version',
        at,
        about: {
          code: 'format-not-synced',
          args: { format: version, to: to.version.join('.'), isPlanned: formatEdit !== null },
        },
        more: null,
        needsPerson: formatEdit === null,
      },
    ];
  }
  if (!hasFlavors(from.version)) {
    return [
      {
        code: 'format-version',
        at,
        about: {
          code: 'format-rewritten-by-new',
          args: { format: version, from: from.version.join('.'), to: to.version.join('.') },
        },
        more: null,
        needsPerson: routes.some(({ notWritten }) => notWritten !== null),
      },
    ];
  }
  const needsPerson = routes.some(({ notWritten }) => notWritten !== null);
  return [
    {
      code: 'format-version',
      at,
      about: { code: 'format-rewritten', args: { format: version } },
      more: null,
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
      about: { code: 'workspace-collisions', args: { workspace: textOf(found.value) ?? '' } },
      more: null,
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
  const about: Affected['about'] = { code: 'konnect-default-protocols', args: {} };
  return [{ code: 'konnect', at: places.at(found.uri, found.keySpan), about, more: null, needsPerson: true }];
}

function konnectSync(root: YamlNode, { from, to, places }: AffectedInput): Affected[] {
  const found = entry(root, '_konnect');
  if (!found) return [];
  const code = to.flavor === 'expressions' ? 'konnect-expressions' : 'konnect-traditional';
  const about: Affected['about'] = { code, args: {} };
  if (from.flavor !== 'expressions' && to.flavor !== 'expressions') return [];
  return [
    { code: 'konnect', at: places.at(found.uri, found.keySpan), about, more: null, needsPerson: false },
  ];
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
        about: { code: 'mtls-auth-asks-everyone', args: {} },
        more: null,
        needsPerson: true,
      },
    ];
  }
  if (from.flavor !== 'expressions' || to.flavor === 'expressions') return [];
  return [
    {
      code: 'mtls-auth',
      at: places.at(file.uri, span),
      about: { code: 'mtls-auth-uses-snis', args: {} },
      more: null,
      needsPerson: false,
    },
  ];
}
