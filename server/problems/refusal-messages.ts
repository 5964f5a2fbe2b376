/** Why something cannot be done, and what to know about what was done: the sentences. */

import { inOneLine } from './kong-answer.js';
import { messageOf } from './messages.js';
import type {
  FormReading,
  Note,
  NoteArguments,
  Refusal,
  RefusalArguments,
  RunningFlavor,
} from './refusal.js';
import { applyStep, terraformNotes, terraformRefusals, unknownWords } from './terraform-messages.js';
import type { TerraformNote } from './terraform-problem.js';
import { verificationWords } from './verification.js';

type Words<Arguments> = { readonly [Code in keyof Arguments]: (args: Arguments[Code]) => string };

const flavorNames = 'traditional, traditional_compatible, expressions';

const readings: Readonly<Record<FormReading, string>> = {
  number: 'a number',
  boolean: 'a boolean',
  string: 'a string',
  list: 'a list',
  mapping: 'a mapping',
};

const runningFlavor = ({ flavor, place }: RunningFlavor) => `${flavor} (${place})`;

const inForm = (field: string, why: string) => `a form cannot represent \`${field}\` exactly: ${why}`;

/** Each refusal of an edit is sentences of its own; all others follow a colon. */
export const refusalMessages: Words<RefusalArguments> = {
  'expression-file': () => 'This file contains only the expression of its route.',
  'route-encoded': () =>
    'This route is inside an escaped or encoded string. Edit it by hand, or write the string as a block scalar (`|`).',
  'route-aliased': () =>
    'This route is an alias of a route that is defined elsewhere. Edit it there, or replace the alias with a copy.',
  'route-not-well-formed': () => 'This route is not well-formed. Correct it first.',
  'key-repeated': ({ key }) => `\`${key}\` is set twice in this route. Remove one of them first.`,
  'key-merged': ({ key }) =>
    `\`${key}\` is merged into this route by \`<<\` and cannot be removed here. Remove it from the merged mapping, or write the route out in full.`,
  'anchor-in-use': ({ anchor }) =>
    `The anchor \`&${anchor}\` in this route is used elsewhere as \`*${anchor}\`. First move the anchor to the place that uses it.`,
  'file-not-recognized-after': () =>
    'After this change the file could not be recognized as a Kong file. Add a `_format_version` first.',
  'merged-key-returns': ({ key }) =>
    `Without its own \`${key}\` this route would inherit the one that \`<<\` merges in. Remove it from the merged mapping, or write the route out in full.`,
  'aliases-change-too': () =>
    'Other routes use this route through an alias and would change with it. Write them out in full first.',
  'edit-unsafe': () => 'This route is written in a way that cannot be edited safely. Edit it by hand.',
  'copy-unsafe': () => 'This route is written in a way that cannot be copied safely. Copy it by hand.',
  'copies-unsafe': () => 'Copies of this route cannot be written safely. Write them by hand.',
  'route-left-empty': () => 'This would leave the route empty. Remove the route instead.',
  'value-computed': () => 'A reference or a function makes this value. Edit it where it is defined.',
  'expression-computed': () =>
    'A reference or a function makes this expression. Format it where it is defined.',

  'expression-not-read': () => 'the expression cannot be read',
  'second-condition': ({ field, header }) =>
    `a second condition for ${header === null ? `\`${field}\`` : `the header \`${header}\``}: a traditional route has one list, and any of its values may match`,
  'sni-without-protocol': ({ protocol }) =>
    `\`tls.sni\` without \`net.protocol != "${protocol}" || …\`: a traditional route ignores \`snis\` for requests without TLS`,
  'or-between-fields': () =>
    '`||` between different fields: the fields of a traditional route must all match',
  'path-equality': () =>
    '`==` on `http.path`: a traditional path is a prefix, or the regex path `~…$`, which is ordered as a regex',
  'header-all-values': ({ term }) =>
    `\`${term}\`: a traditional route compares headers as \`any(lower( … ))\`: one matching value is enough, and case is ignored`,
  'no-traditional-form': ({ term }) => `\`${term}\` cannot be written as a traditional field`,

  'already-in-style': ({ style }) =>
    style === 'expression' ? 'it already has an expression' : 'it already has traditional fields',
  'mixed-route': () => 'it has both an expression and traditional fields; remove one of them first',
  'no-expression': () => 'it has no expression',
  'expressions-not-in-version': ({ version }) =>
    `Gateway ${version} has no routes with an \`expression\`: they were added in 3.0. Convert it after the upgrade`,
  'kong-answer': ({ kong }) => inOneLine(kong),
  'rejected-already': ({ kong }) => `Kong already rejects the route: ${inOneLine(kong)}`,
  'rejected-after': ({ what, kong }) => `Kong would reject the converted ${what}: ${inOneLine(kong)}`,
  'left-out-of-router': ({ version, expression, problem }) =>
    `Gateway ${version} accepts the route but leaves it out of its router, because the engine rejects \`${expression}\`${problem === null ? '' : `: ${messageOf(problem)}`}`,
  'not-judged': ({ problem }) => messageOf(problem),
  'stream-expression-ignored': () =>
    'before Gateway 3.4, stream routes always use the traditional router, which ignores `expression`',
  'paths-of-several-priorities': () =>
    'its paths have different lengths and therefore different priorities; give it a `priority` first',
  'paths-migrated': ({ format }) =>
    `Kong rewrites the paths of a file of format ${format}; change the format to 3.0 first`,
  placeholders: () => 'it has placeholders (`{{ … }}`); fill them in first',
  'default-inherited': ({ key }) =>
    `its \`${key}\` comes from \`_info.defaults.route\` and cannot be removed from the route; move it into the routes first`,
  'default-returns': ({ key }) =>
    `without its own \`${key}\` it would inherit the one in \`_info.defaults.route\`; move that into the routes first`,
  'split-and-referenced': ({ routes, by }) =>
    `it becomes ${routes} routes, but the file refers to \`${by}\` elsewhere: a plugin would apply to only one of them`,
  'not-verified': ({ verification }) => verificationWords(verification),
  'two-resource-types': () => 'its resource has arguments of two types: keep one of them',
  'resource-arguments-of-two-types': () => 'its arguments are of two resource types',
  'split-resource-referenced': ({ routes, referring, address }) =>
    `it becomes ${routes} routes, but \`${referring}\` refers to \`${address}\` and would apply to only one of them`,
  'document-next-to-resources': () =>
    'its Kong document is in a Terraform file that has route resources: move it into a file of its own',
  'split-in-place': () => 'it becomes several routes: write a resource for each',
  'unknown-part-elsewhere': () =>
    'a part whose value only Terraform knows is not written in the route itself',
  terraform: ({ refusal, instead }) => {
    const why = (terraformRefusals[refusal.code] as (args: unknown) => string)(refusal.args);
    if (instead.length === 0) return why;
    return `${why} Instead: ${instead.map((step, i) => `${i + 1}. ${applyStep(step)}`).join(' ')}`;
  },

  'file-not-well-formed': () => 'the file is not well-formed; correct it first',
  'fields-unknown': ({ fields }) => unknownWords(fields),
  'not-a-name': () => 'Kong accepts letters, digits, ., -, _ and ~ in a name.',
  'not-declared': ({ entity, name }) => `No file of this Gateway declares the ${entity} ${name}.`,
  'declared-twice': ({ entity, name }) =>
    `The ${entity} ${name} is declared more than once. Rename one of them by hand.`,
  'name-in-use': ({ entity, name }) => `There is already a ${entity} ${name}.`,
  'name-not-editable': ({ file }) =>
    `${file} uses this name in a place where Kong Routes does not rename. Rename it by hand.`,
  'setting-admin-api': ({ refusal }) => `the setting kongRoutes.adminApi: ${refusalWords(refusal)}`,
  'number-without-json': ({ field }) => `\`${field}\` contains a number that JSON cannot represent`,
  'form-without-fields': () => 'a form needs at least one field, but the route has none',
  'form-name': ({ field }) =>
    `a form cannot represent \`${field}\`: names may contain only letters, digits, _ and -, and must not be numbers`,
  'form-null': ({ field }) => inForm(field, 'Kong has no such field, and would read null as a string'),
  'form-empty-string': ({ field }) => inForm(field, 'Kong reads an empty string as null'),
  'form-control-characters': ({ field }) => inForm(field, 'it contains control characters'),
  'form-surrogate': ({ field }) => inForm(field, 'it contains half of a surrogate pair'),
  'form-empty': ({ field, kind }) => inForm(field, `an empty ${kind} is not sent`),
  'form-reading': ({ field, value, read }) =>
    inForm(
      field,
      `Kong would read ${typeof value === 'string' ? `the ${value}` : value.written} as ${readings[read]}`,
    ),

  'admin-url-scheme': ({ scheme }) => `the URL of an Admin API must use http or https, not ${scheme}`,
  'admin-url-start': () => 'the URL must start with http:// or https://, such as http://localhost:8001',
  'admin-url-invalid': () => 'not a valid URL',
  'admin-url-credentials': () =>
    'the URL must not contain a user name or password; the token is given separately',
  'admin-url-query': () => 'the URL of an Admin API must not contain ? or #',

  'nothing-to-plan': () => 'no file in this folder declares a Gateway or contains Kong routes',
  'flavor-not-running': ({ flavor, running }) =>
    `no Gateway in this folder runs ${flavor}: ${running.map(runningFlavor).join(', ')}`,
  'several-flavors': ({ running }) =>
    `the Gateways in this folder run different flavors, ${running.map(runningFlavor).join(' and ')}: choose one with --from`,
  'target-without-flavor': ({ version }) =>
    `'${version}' needs a router flavor: write traditional_compatible@${version}, or another one of ${flavorNames}`,
  'target-not-a-flavor': ({ name, meant }) =>
    `'${name}' is not a router flavor: write one of ${flavorNames}, followed by @ and a version if that changes too (expressions@3.9)${meant === null ? '' : `; did you mean ${meant}?`}`,
  'target-not-a-version': ({ flavor, version }) =>
    `'${version}' is not a Gateway version: write ${flavor}@3.9 or ${flavor}@3.4.1`,
  'target-flavor-before-3': ({ flavor, version }) =>
    `Gateway ${version} has no router flavor ${flavor}: flavors were added in 3.0. Write ${version} for its only router`,
  'target-before-3': ({ version }) =>
    `Gateway ${version} has no router flavors: a plan can start from it, but must lead to 3.0 or later`,

  'fix-in-other-files': () => 'its fix also changes other files: apply it in an editor',
  'fix-mixes-operators': () =>
    'after this fix, `&&` and `||` would be mixed without parentheses: add the parentheses first',
  'fixes-do-not-terminate': () => 'its fixes do not terminate',

  'no-routes': () => 'the document has no Kong routes',
  'not-a-router': ({ name }) => `'${name}' is not a router: write a flavor such as expressions@3.9`,
  'side-not-well-formed': ({ name }) => `${name} is not well-formed`,
};

export const refusalWords = ({ code, args }: Refusal): string =>
  (refusalMessages[code] as (args: unknown) => string)(args);

/** As a part of a list of notes, without a full stop. */
const noteOfTerraform = ({ code, args }: TerraformNote): string =>
  (terraformNotes[code] as (args: unknown) => string)(args).replace(/\.$/, '');

export const noteMessages: Words<NoteArguments> = {
  'paths-of-gateway-3': () => 'from 3.0 on a regex path starts with `~`, and a prefix must be normalized',
  'idle-fields-removed': () => 'removes fields that have no effect there',
  'route-split': ({ routes, asInRouter, names }) =>
    `becomes ${routes} routes${asInRouter ? ", as in Kong's router" : ''}, one for each path length${names.length > 0 ? `: ${names.join(', ')}` : ''}`,
  'equality-as-regex': () => '`==` on `http.path` becomes a regex path, which is ordered as a regex',
  'traditional-priority': ({ instead }) =>
    `its position in the evaluation order changes: it gets the priority of a traditional route instead of ${instead}`,
  'priority-raised': ({ is, was }) =>
    `its \`priority\` becomes ${is} instead of ${was}, so that it is still evaluated before the converted routes`,
  'priority-lowered': ({ is, instead }) =>
    `its \`priority\` is ${is} instead of ${instead}, so that it is still evaluated after the routes with an expression`,
  'resource-type-changed': ({ resource }) =>
    `becomes \`${resource}\`, the resource type that has its arguments`,
  terraform: ({ note }) => noteOfTerraform(note),
  'curl-left-out': ({ keys }) =>
    `Not included, because this command creates only the route: ${keys.join(', ')}.`,
  'curl-defaults': ({ keys }) => `Not included, because the defaults of the file set it: ${keys.join(', ')}.`,
  'curl-paths-migrated': ({ format }) =>
    `The paths are rewritten as Kong rewrites paths of format ${format}.`,
  'curl-placeholders': () => 'The command contains placeholders: fill them in first.',
};

export const noteWords = ({ code, args }: Note): string =>
  (noteMessages[code] as (args: unknown) => string)(args);
