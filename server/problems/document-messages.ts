/** Problems of a file as a whole: its syntax, its format, its plugins, and keys outside of routes. */

import type { DocumentProblemArguments, TemplateNotation, UnreadReason } from './codes.js';
import type { ProblemKinds } from './problem-kind.js';
import { syntaxMessage } from './syntax-messages.js';

const actions: Readonly<Record<TemplateNotation, string>> = { braces: '`{{ … }}`', erb: '`<% … %>`' };

/** What an item of a list is instead of a mapping, and what Kong says of it (`kong/db/schema/init.lua`). */
const itemShapes = {
  list: { is: 'a list', kong: 'unknown field' },
  scalar: { is: 'a single value', kong: 'expected a record' },
  empty: { is: 'empty', kong: 'required field missing' },
} as const;

/** What is not read, with what to do about it. */
const unread: Readonly<Record<UnreadReason, (what: string) => string>> = {
  template: () =>
    'This is a template: its output here is not known before it is rendered, and is not checked. Check the rendered file.',
  encrypted: (what) =>
    `${what || 'This'} is encrypted: its routes are not checked. Check the decrypted file.`,
  command: (what) =>
    `This command sends data from elsewhere (${what}), which is not checked. Check the file that contains it.`,
  form: () =>
    'Kong Routes cannot read a Kong configuration in this form: its routes are not checked. Put it into a separate file, or into a block scalar (`|`).',
  kubernetes: (what) => `Kong Routes recognizes ${what} but does not read it: its routes are not checked.`,
  'manifest-template': (what) =>
    `This is a template of a Kubernetes object (${what}): its routes are not known before it is rendered, and are not checked. Check the output, for example of \`helm template\`.`,
  program: (what) =>
    `Kong Routes recognizes a route in this program (\`${what}\`) but does not read it: the route is not checked.`,
  openapi: () =>
    'Kong Routes does not read OpenAPI descriptions: the routes that decK generates from this one are not checked. Check the output of `deck file openapi2kong`.',
  terraform: (what) => `Kong Routes recognizes ${what} but does not read it: its routes are not checked.`,
};

export const documentMessages: ProblemKinds<DocumentProblemArguments> = {
  'document-syntax': {
    severity: 'error',
    title: 'The file cannot be read',
    message: ({ fault }) => syntaxMessage(fault),
  },
  'document-too-deep': {
    severity: 'warning',
    title: 'Data that is nested too deeply',
    message: ({ levels }) =>
      `Kong Routes reads ${levels} levels of mappings and lists. It did not read what is nested here more deeply.`,
  },
  'document-encoding': {
    severity: 'warning',
    title: 'A file that is not UTF-8',
    message: ({ encoding }) =>
      `This file is encoded in ${encoding}: its routes are not checked. Save it as UTF-8.`,
  },
  'document-line-ends': {
    severity: 'warning',
    title: 'Lines that end with a carriage return alone',
    message: () =>
      'Lines of this file end with a carriage return (CR) alone: its routes are not checked. Save it with LF or CRLF line ends.',
  },
  'key-repeated': {
    severity: 'warning',
    title: 'A key that is written twice',
    message: ({ key }) =>
      `\`${key}\` is already set in this mapping. Kong keeps only the last value, and drops the one before it.`,
  },
  'document-template': {
    severity: 'information',
    title: 'A template',
    message: ({ notation }) =>
      `This file is valid only after it is rendered. Kong Routes read it without its actions (${actions[notation]}), and values that contain an action are not checked.`,
  },
  'routes-not-read': {
    severity: 'warning',
    title: 'Routes that were recognized but not read',
    message: ({ reason, what }) => unread[reason](what),
  },
  'format-version-not-read': {
    severity: 'warning',
    title: 'A format that this Gateway does not read',
    message: ({ format, version, by }) =>
      by === 'deck'
        ? `decK does not sync a file of format ${format} to Gateway ${version}: change it to "3.0", and put \`~\` before each regex path. decK: cannot apply '${format}' config format version to Kong version 3.0 or above`
        : `Gateway ${version} does not load a declarative file of format ${format} (decK does sync such a file). Kong: _format_version: expected one of: 1.1, 2.1`,
  },
  'format-version-form': {
    severity: 'error',
    title: 'A format version that Kong does not read',
    message: ({ written, why }) =>
      why === 'number'
        ? `\`_format_version\` must be a string, not a number. Write \`"${written}"\`. Kong: expected a string`
        : `There is no format ${JSON.stringify(written)}. For Gateway 3.x, write \`"3.0"\`. Kong: expected one of: 1.1, 2.1, 3.0`,
  },
  'plugin-condition-not-in-version': {
    severity: 'error',
    title: 'A plugin condition before Gateway 3.14',
    message: ({ version }) =>
      `In Gateway ${version}, plugins have no \`condition\`. It was added in 3.14. Kong: condition: unknown field`,
  },
  'plugin-condition-language': {
    severity: 'warning',
    title: 'A plugin condition in the language of another Gateway version',
    message: ({ version, reads }) =>
      reads === 'cel'
        ? `Gateway ${version} reads a \`condition\` as CEL, but this is a router expression, the language of conditions in 3.14: \`http.path ^= "/a"\` becomes \`http.path.startsWith("/a")\`.`
        : `Gateway ${version} reads a \`condition\` as a router expression, but this is CEL, the language of conditions from 3.15 on.`,
  },
  'konnect-not-synced': {
    severity: 'error',
    title: 'Routes that Konnect does not send to the data plane',
    message: ({ version }) =>
      `Konnect sends no configuration to data planes of version ${version} that run \`expressions\`: this is supported from 3.6 on. Konnect: P243`,
  },

  'list-expected': {
    severity: 'error',
    title: 'A value that is not a list',
    message: ({ key, found }) =>
      `\`${key}\` must be a list, not a ${found}: each item starts with \`-\`, and its name is in \`name\`. Kong Routes did not read the value. Kong: expected an array`,
  },
  'item-not-mapping': {
    severity: 'error',
    title: 'An item that is not a mapping',
    message: ({ key, found }) =>
      `Each item of \`${key}\` must be a mapping. This one is ${itemShapes[found].is}. Kong Routes did not read it. Kong: ${itemShapes[found].kong}`,
  },
  'field-misplaced': {
    severity: 'error',
    title: 'A route field outside of a route',
    message: ({ field, owner, belongs }) =>
      belongs === 'file'
        ? `A service has no \`${field}\`: it is a top-level key of the file. Kong: unknown field`
        : `${owner === 'file' ? 'A file' : 'A service'} has no \`${field}\`: it is a route field. Move it into the route. Kong: unknown field`,
  },
  'key-misspelt': {
    severity: 'error',
    title: 'A misspelt key',
    message: ({ key, owner, meant }) =>
      `${owner === 'file' ? 'A file' : 'A service'} has no \`${key}\`. Write \`${meant}\`. Kong: unknown field`,
  },
  'service-not-declared': {
    severity: 'error',
    title: 'A service that the file does not declare',
    message: ({ service, meant }) =>
      `This file declares no service \`${service}\`.${meant === null ? '' : ` Did you mean \`${meant}\`?`} A Gateway without a database rejects the file. Kong: invalid reference 'service: ${service}' (no such entry in 'services')`,
  },
  'service-not-found': {
    severity: 'warning',
    title: 'A service that decK does not find in the file',
    message: ({ service, meant }) =>
      `This file declares no service \`${service}\`.${meant === null ? '' : ` Did you mean \`${meant}\`?`} decK rejects the file unless another file of the same run declares the service. A Gateway without a database rejects the file in any case: it reads only a name as text.`,
  },
  'route-repeated': {
    severity: 'warning',
    title: 'A name or id that another route already has',
    message: ({ field, value, within }) =>
      within === 'gateway'
        ? `Another route in this file has the same ${field}, \`${value}\`, and goes to the same Gateway, which rejects the second one. Kong: UNIQUE violation detected on '{${field}="${value}"}'`
        : within === 'files'
          ? `A route in another file has the same ${field}, \`${value}\`. decK rejects files of one run that repeat it.`
          : `Another route in this file has the same ${field}, \`${value}\`. decK rejects the file, and a Gateway without a database loads only one of the two routes or also rejects the file.`,
  },
};
