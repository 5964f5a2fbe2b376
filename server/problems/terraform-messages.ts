/** What a person reads about HCL, Terraform's resources and their conversion. */

import { listed } from '../text/index.js';
import type { Severity } from './codes.js';
import type { JsonFault } from './json-fault.js';
import { jsonMessages } from './json-messages.js';
import type {
  ApplyStep,
  Expected,
  Found,
  HclProblemArguments,
  TerraformFixArguments,
  TerraformNoteArguments,
  TerraformProblemArguments,
  TerraformRefusalArguments,
  Wanted,
} from './terraform-problem.js';

interface Kind<Arguments> {
  readonly severity: Severity;
  readonly title: string;
  readonly message: (args: Arguments) => string;
}

type Kinds<Table> = { readonly [Code in keyof Table]: Kind<Table[Code]> };

const expected: Readonly<Record<Expected, string>> = {
  expression: 'a value',
  equals: 'an equals sign (`=`)',
  'body-item': 'an argument (`name = value`) or a block',
  'opening-brace': 'the opening brace of the block, on the same line',
  'line-end': 'the end of the line',
  separator: 'a comma or the closing bracket',
  'key-value-separator': 'an equals sign (`=`) or a colon after the key',
  'attribute-name': 'a name after the dot',
  colon: 'a colon (`:`)',
  in: '`in`',
  'variable-name': 'a variable name',
  'function-name': 'a function name after `::`',
  'line-feed': 'a line feed after this carriage return',
  'no-closing-brace': 'an argument or a block. This closing brace has no opening one',
};

const json: Readonly<Record<JsonFault, string>> = {
  ...jsonMessages,
  comment: 'JSON has no comments. Use a property named `//`.',
};

const unreadable = 'Terraform cannot read the file.';

export const hclMessages: Kinds<HclProblemArguments> = {
  'hcl-invalid-escape': {
    severity: 'error',
    title: 'An escape that HCL does not have',
    message: ({ sequence }) =>
      `\`${sequence}\` is not an escape in a quoted string. Write the backslash twice, or use a heredoc. ${unreadable}`,
  },
  'hcl-newline-in-string': {
    severity: 'error',
    title: 'A quoted string without an end',
    message: () => `The quoted string has no closing quote on its line. ${unreadable}`,
  },
  'hcl-unclosed-string': {
    severity: 'error',
    title: 'A quoted string without an end',
    message: () => `The quoted string has no closing quote. ${unreadable}`,
  },
  'hcl-unclosed-heredoc': {
    severity: 'error',
    title: 'A heredoc without an end',
    message: ({ marker, atEnd }) =>
      atEnd
        ? `The heredoc ends with the file. Add a line break after \`${marker}\`. ${unreadable}`
        : `No line contains \`${marker}\` alone, which would end the heredoc. ${unreadable}`,
  },
  'hcl-heredoc-start': {
    severity: 'error',
    title: 'A malformed start of a heredoc',
    message: () =>
      `A heredoc starts with \`<<\` or \`<<-\` and a name without quotes or spaces, at the end of the line. ${unreadable}`,
  },
  'hcl-heredoc-on-next-line': {
    severity: 'error',
    title: 'A heredoc on the line after the equals sign',
    message: () => `The heredoc must start on the line of the equals sign. ${unreadable}`,
  },
  'hcl-unclosed-comment': {
    severity: 'error',
    title: 'A comment without an end',
    message: () => `The comment has no end (\`*/\`). ${unreadable}`,
  },
  'hcl-unclosed-bracket': {
    severity: 'error',
    title: 'A bracket that is not closed',
    message: ({ bracket }) => `This \`${bracket}\` is not closed. ${unreadable}`,
  },
  'hcl-unclosed-interpolation': {
    severity: 'error',
    title: 'A template sequence that is not closed',
    message: ({ opening }) =>
      `This \`${opening}\` has no closing brace. For the characters themselves, write \`${opening[0]}${opening}\`. ${unreadable}`,
  },
  'hcl-unclosed-block': {
    severity: 'error',
    title: 'A block that is not closed',
    message: ({ type }) => `The block \`${type}\` has no closing brace. ${unreadable}`,
  },
  'hcl-unexpected': {
    severity: 'error',
    title: 'A syntax error',
    message: (args) => `Expected ${expected[args.expected]}. ${unreadable}`,
  },
  'hcl-single-quotes': {
    severity: 'error',
    title: 'Single quotes',
    message: () => `HCL has no single quotes. Use double quotes. ${unreadable}`,
  },
  'hcl-attribute-redefined': {
    severity: 'error',
    title: 'An argument that is set twice',
    message: ({ name }) => `\`${name}\` is set already in this block. Terraform accepts an argument once.`,
  },
  'hcl-template-in-label': {
    severity: 'error',
    title: 'A template in a label',
    message: () => `A label cannot contain \`\${ … }\`. ${unreadable}`,
  },
  'hcl-single-line-block': {
    severity: 'error',
    title: 'A block in one line with more than one argument',
    message: () =>
      `A block in one line holds one argument at most. Put each argument on a line of its own. ${unreadable}`,
  },
  'hcl-number': {
    severity: 'error',
    title: 'A malformed number',
    message: () => `This is not a number. ${unreadable}`,
  },
  'hcl-directive': {
    severity: 'error',
    title: 'A template directive that does not exist',
    message: ({ keyword }) =>
      `${keyword === '' ? '`%{`' : `\`${keyword}\``} is not a template directive. For the characters themselves, write \`%%{\`. ${unreadable}`,
  },
  'hcl-unbalanced-directive': {
    severity: 'error',
    title: 'A template directive without its partner',
    message: ({ keyword }) => `\`%{ ${keyword} }\` has no partner in this template. ${unreadable}`,
  },
  'hcl-for-key': {
    severity: 'error',
    title: 'A `for` with a wrong result',
    message: ({ wanted }) =>
      wanted
        ? '`{for …}` needs a key: `key => value`.'
        : '`[for …]` has neither a key (`=>`) nor a group (`...`).',
  },
  'hcl-json': {
    severity: 'error',
    title: 'Invalid JSON',
    message: ({ error }) => `${json[error]} ${unreadable}`,
  },
  'hcl-too-deep': {
    severity: 'error',
    title: 'A file that is nested too deeply',
    message: () => 'This is nested too deeply for Kong Routes.',
  },
};

const wanted: Readonly<Record<Wanted, string>> = {
  string: 'a string',
  number: 'a number',
  'whole-number': 'a whole number',
  bool: '`true` or `false`',
  strings: 'a list of strings: `["…"]`',
  headers: 'a map of lists: `{ name = ["value"] }`',
  'strings-of-header': 'a list of strings for each header: `["…"]`',
  nets: 'a list of objects: `[{ ip = "…", port = … }]`',
  net: 'an object: `{ ip = "…", port = … }`',
  service: 'an object: `{ id = … }`',
};

const found: Readonly<Record<Found, string>> = {
  string: 'a string',
  number: 'a number',
  bool: 'a boolean',
  list: 'a list',
  object: 'an object',
  null: 'null',
};

export const terraformMessages: Kinds<TerraformProblemArguments> = {
  'terraform-argument-of-other-resource': {
    severity: 'error',
    title: 'An argument of the other resource type',
    message: ({ argument, resource, other }) =>
      `\`${resource}\` has no argument \`${argument}\`. Use the resource \`${other}\`. Terraform: An argument named "${argument}" is not expected here.`,
  },
  'terraform-argument-unknown': {
    severity: 'warning',
    title: 'An argument that the resource does not have',
    message: ({ argument, resource, meant }) =>
      `\`${resource}\` has no argument \`${argument}\` in the provider versions that Kong Routes knows.${meant === null ? '' : ` Did you mean \`${meant}\`?`}`,
  },
  'terraform-argument-missing': {
    severity: 'error',
    title: 'An argument that is missing',
    message: ({ argument, resource }) => `\`${resource}\` requires the argument \`${argument}\`.`,
  },
  'terraform-argument-not-block': {
    severity: 'error',
    title: 'A block where an argument is expected',
    message: ({ argument, resource }) =>
      `In \`${resource}\`, \`${argument}\` is an argument. Write \`${argument} = …\`. Terraform: Blocks of type "${argument}" are not expected here.`,
  },
  'terraform-block-not-argument': {
    severity: 'error',
    title: 'An argument where a block is expected',
    message: ({ block, resource }) =>
      `In \`${resource}\`, \`${block}\` is a block. Write \`${block} { … }\`. Terraform: An argument named "${block}" is not expected here.`,
  },
  'terraform-value-type': {
    severity: 'error',
    title: 'A value of the wrong type',
    message: (args) =>
      `\`${args.argument}\` must be ${wanted[args.wanted]}. This is ${found[args.found]}, which Terraform does not convert.`,
  },
  'terraform-value-range': {
    severity: 'error',
    title: 'A number out of range',
    message: ({ argument, least, most }) =>
      `\`${argument}\` must be between ${least} and ${most}. The provider rejects the plan.`,
  },
  'terraform-value-not-listed': {
    severity: 'error',
    title: 'A value that the provider does not accept',
    message: ({ argument, allowed }) =>
      `\`${argument}\` must be one of ${allowed.map((value) => `\`${value}\``).join(', ')}. The provider rejects the plan.`,
  },
  'terraform-value-null': {
    severity: 'error',
    title: 'A null in a list',
    message: ({ argument }) => `An item of \`${argument}\` is null, which the provider does not accept.`,
  },
  'terraform-attribute-unknown': {
    severity: 'warning',
    title: 'An attribute that the argument does not have',
    message: ({ argument, attribute }) =>
      `\`${argument}\` has no attribute \`${attribute}\`. Terraform ignores or rejects it.`,
  },
  'terraform-resource-duplicate': {
    severity: 'error',
    title: 'Two resources with one name',
    message: ({ resource, name }) =>
      `The module has another \`${resource}\` named \`${name}\`. Terraform accepts a name once per type.`,
  },
  'terraform-import-placeholder': {
    severity: 'error',
    title: 'An id that must be filled in',
    message: () => 'Replace this with the id of the route before the next plan.',
  },
};

export const terraformNotes: {
  readonly [Code in keyof TerraformNoteArguments]: (args: TerraformNoteArguments[Code]) => string;
} = {
  'terraform-id-missing': ({ address }) =>
    `Fill in the id of the route in the \`import\` block for \`${address}\` before the next plan.`,
  'terraform-value-written-out': ({ field }) =>
    `\`${field}\` was a reference or a function call. The result contains its current value.`,
  'terraform-part-unknown': ({ field }) =>
    `\`${field}\` contains a part whose value only Terraform knows. Check the position of the route in the evaluation order: its priority was computed without that part.`,
  'terraform-root-unknown': () =>
    '`import` blocks are allowed in the root module only. Confirm that no other module calls this one.',
  'terraform-resource-added': ({ address }) =>
    `\`${address}\` is new: Kong splits the route by the length of its paths.`,
};

export const terraformRefusals: {
  readonly [Code in keyof TerraformRefusalArguments]: (args: TerraformRefusalArguments[Code]) => string;
} = {
  'terraform-no-other-type': ({ resource }) =>
    `The provider has no other resource type for the routes of \`${resource}\`.`,
  'terraform-json': () => 'The resource is written in JSON. Only the native syntax is converted.',
  'terraform-repeated': ({ by }) =>
    `The resource has \`${by}\`. A \`removed\` block cannot name single instances, so one apply cannot keep the routes.`,
  'terraform-child-module': () =>
    'Another module calls this module, and `import` blocks are allowed in the root module only.',
  'terraform-value-unknown': ({ field }) => `The value of \`${field}\` is only known when Terraform runs.`,
  'terraform-value-assumed': ({ field }) =>
    `\`${field}\` depends on the default of a variable, which may be overridden.`,
  'terraform-syntax': () => 'The resource is not valid HCL. Correct it first.',
  'terraform-name-taken': ({ address }) => `The module already has a resource \`${address}\`.`,
  'terraform-moved': ({ address }) =>
    `A \`moved\` block refers to \`${address}\`. Remove it once it has been applied.`,
  'terraform-version': ({ required }) =>
    `\`required_version = "${required}"\` excludes Terraform 1.7, which is the first with \`removed\` blocks.`,
  'terraform-refused': ({ field }) => `Terraform rejects the value of \`${field}\`. Correct it first.`,
};

export function applyStep(step: ApplyStep): string {
  switch (step.step) {
    case 'create':
      return `Write a resource \`${step.resource}.${step.name}\` with the converted route and another route name.`;
    case 'apply':
      return 'Run `terraform apply`.';
    case 'refer':
      return `Replace each reference to \`${step.from}\` with \`${step.to}\`.`;
    case 'delete':
      return `Delete the resource \`${step.address}\`.`;
  }
}

export const terraformFixTitles: {
  readonly [Code in keyof TerraformFixArguments]: (args: TerraformFixArguments[Code]) => string;
} = {
  'double-backslash': ({ sequence }) => `Write \`\\${sequence}\``,
  'use-heredoc': () => 'Write the string as a heredoc',
  'join-heredoc': () => 'Start the heredoc on the line of the equals sign',
  'change-resource-type': ({ to }) => `Change the resource type to \`${to}\`, and every reference to it`,
  'fix-resource': ({ name }) => `Correct everything that Terraform rejects in \`${name}\``,
  'insert-equals': ({ argument }) => `Write \`${argument} = { … }\``,
  'rename-argument': ({ to }) => `Change to \`${to}\``,
  'wrap-in-list': () => 'Write it as a list',
  'rename-resource': ({ to }) => `Rename this resource to \`${to}\``,
};

/** A comment above an id that is to be filled in. */
export const idComment = (address: string): string =>
  `The id of the route, as \`terraform state show ${address}\` prints it.`;

/** Why a route as a whole is not checked. @param fields those that are not known */
export const unknownWords = (fields: readonly string[]): string =>
  `How Kong reads this route is not known before Terraform runs: ${listed(fields.map((field) => `\`${field}\``))} ${fields.length === 1 ? 'depends' : 'depend'} on it.`;

/** What is left to do after a conversion without a state. */
export const fillInId = (route: string): string =>
  `Fill in the id of route \`${route}\` in its \`import\` block before the next plan of Terraform.`;
