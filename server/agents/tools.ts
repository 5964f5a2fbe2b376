/**
 * The tools that agents get, over MCP and in VS Code: each is a command of `kong-routes` that writes no file, with its JSON as
 * the answer. The names and schemas are also in `package.json` (`languageModelTools`), which a test compares with these.
 */

/** The part of JSON Schema that inputs of tools are described in. */
export type InputSchema =
  | { readonly type: 'string'; readonly description: string; readonly enum?: readonly string[] }
  | { readonly type: 'boolean'; readonly description: string }
  | {
      readonly type: 'array';
      readonly description: string;
      readonly items: { readonly type: 'string' };
      readonly minItems?: number;
    };

export interface AgentTool {
  readonly name: string;
  readonly title: string;
  /** What it answers, for a model that has to choose. */
  readonly description: string;
  readonly properties: Readonly<Record<string, InputSchema>>;
  readonly required: readonly string[];
  /** The command for inputs that fit the schema. */
  readonly command: (input: Input) => ToolCommand;
}

export interface ToolCommand {
  /** Arguments of `kong-routes`. */
  readonly args: readonly string[];
  readonly stdin?: string;
}

export type Input = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

const paths: InputSchema = {
  type: 'array',
  description:
    'Files, directories or globs with Kong routes: decK or DB-less files, Admin API routes, Kubernetes manifests, Terraform.',
  items: { type: 'string' },
};
const text: InputSchema = {
  type: 'string',
  description: 'Content of one file, instead of paths.',
};
const fileName: InputSchema = {
  type: 'string',
  description: 'With text: file name, which determines the format. Default: kong.yaml.',
};
const flavor: InputSchema = {
  type: 'string',
  description: 'router_flavor of the Gateway. Default: detected from nearby files.',
  enum: ['traditional', 'traditional_compatible', 'expressions'],
};
const gateway: InputSchema = {
  type: 'string',
  description: 'Version of Kong Gateway, such as 3.9. Default: detected from nearby files, else 3.9.',
};

/** In the order in which they are listed. */
export const agentTools: readonly AgentTool[] = [
  {
    name: 'kong_routes_check',
    title: 'Check Kong routes',
    description:
      'Reports what Kong Gateway would reject in routes and what is likely a mistake, with the place of each problem. Call it after every change of a file with Kong routes. It also reports what was not read or not checked.',
    properties: { paths, text, fileName, flavor, gateway },
    required: [],
    command: (input) => reading('check', input),
  },
  {
    name: 'kong_routes_translate',
    title: 'Show how each router flavor reads Kong routes',
    description:
      'Shows for each route whether each router flavor accepts it, the expressions that the router builds from it, and their priorities. With a controller: the Kong routes that it creates from Kubernetes manifests.',
    properties: {
      paths,
      text,
      fileName,
      gateway,
      controller: {
        type: 'string',
        description:
          'The controller that reads Kubernetes manifests, optionally with its version: kic@3.5, operator@2.3.',
      },
    },
    required: [],
    command: (input) => reading('translate', input, option('controller', input.controller)),
  },
  {
    name: 'kong_routes_match',
    title: 'Find the Kong route that a request matches',
    description:
      'Shows which route a request matches, what the service receives, and for every other route the term that did not match. The request is a URL, a curl command, a HAR entry or a line of an access log.',
    properties: {
      paths,
      text,
      fileName,
      request: {
        type: 'string',
        description: 'The request, such as: curl -H "host: example.com" http://localhost/orders',
      },
      flavor,
      gateway,
      eachFlavor: { type: 'boolean', description: 'Answer for each router flavor.' },
    },
    required: ['request'],
    command: (input) =>
      reading(
        'match',
        input,
        option('request', input.request),
        '--trace',
        ...(input.eachFlavor === true ? ['--each-flavor'] : []),
      ),
  },
  {
    name: 'kong_routes_compare',
    title: 'Prove whether two sets of Kong routes route requests the same way',
    description:
      'Compares two sets of routes, or one set under two routers. Proves that every request matches the same route, or shows an example of each kind of request that does not, with the reason. Call it before you propose a change of routes.',
    properties: {
      before: { type: 'string', description: 'File or directory, also of a git revision: HEAD:kong.yaml.' },
      after: {
        type: 'string',
        description: 'The same after the change. Leave it out to compare two routers.',
      },
      from: {
        type: 'string',
        description: 'Router before the change: a flavor, optionally with a version: traditional@3.4.',
      },
      to: { type: 'string', description: 'Router after the change: expressions@3.9.' },
    },
    required: ['before'],
    command: ({ before, after, from, to }) => ({
      args: [
        'compare',
        '--format=json',
        ...option('from', from),
        ...option('to', to),
        '--',
        ...[before, after].flatMap(pathOf),
      ],
    }),
  },
  {
    name: 'kong_routes_plan',
    title: 'Plan a change of the Kong router flavor or version',
    description:
      'Plans a change of router_flavor or of the Gateway version for a directory: a verdict for each route, the settings, decisions that a person must make, and the steps. Writes nothing.',
    properties: {
      directory: { type: 'string', description: 'Directory with the files of routes and Gateways.' },
      to: {
        type: 'string',
        description: 'Router after the change: a flavor, optionally with a version: expressions@3.9.',
      },
      from: { type: 'string', description: 'Router before the change. Default: detected from the files.' },
    },
    required: ['directory', 'to'],
    command: ({ directory, from, to }) => ({
      args: [
        'plan',
        '--format=json',
        ...option('from', from),
        ...option('to', to),
        '--',
        ...pathOf(directory),
      ],
    }),
  },
  {
    name: 'kong_routes_matrix',
    title: 'Show which Gateway versions accept Kong routes',
    description:
      'Shows for each router flavor and each supported Gateway version whether it accepts the routes, rejects them, or accepts them with different matching or order.',
    properties: { paths, text, fileName },
    required: [],
    command: (input) => reading('matrix', input),
  },
  {
    name: 'kong_routes_expression',
    title: 'Check expressions of the Kong router',
    description:
      'Checks whether Kong accepts each expression, with the place and reason of each problem. One answer per expression, in order.',
    properties: {
      expressions: {
        type: 'array',
        description: 'Expressions, without YAML.',
        items: { type: 'string' },
        minItems: 1,
      },
      subsystem: {
        type: 'string',
        description: 'stream for routes of TCP, TLS and UDP. Default: http.',
        enum: ['http', 'stream'],
      },
      gateway,
    },
    required: ['expressions'],
    command: ({ expressions, subsystem, gateway }) => ({
      args: ['expression', `--subsystem=${String(subsystem ?? 'http')}`, ...option('gateway', gateway)],
      stdin: (expressions as readonly string[]).map((text) => `${JSON.stringify(text)}\n`).join(''),
    }),
  },
];

/** A command that reads files, or a text in the place of one. */
function reading(name: string, input: Input, ...more: readonly (string | readonly string[])[]): ToolCommand {
  const { paths, text, fileName, flavor, gateway } = input;
  const isText = typeof text === 'string';
  return {
    args: [
      name,
      '--format=json',
      ...option('flavor', flavor),
      ...option('gateway', gateway),
      ...more.flat(),
      ...(isText ? [`--stdin-filename=${String(fileName ?? 'kong.yaml')}`, '-'] : ['--', ...pathsOf(paths)]),
    ],
    ...(isText && { stdin: text }),
  };
}

/** As one argument: a value that begins with a dash is a value all the same. */
const option = (name: string, value: Input[string]): string[] =>
  value === undefined ? [] : [`--${name}=${String(value)}`];

const pathsOf = (value: Input[string]): string[] => (Array.isArray(value) ? value.flatMap(pathOf) : []);

/** `-` would be standard input, which a tool has none of. */
const pathOf = (path: unknown): string[] => (typeof path === 'string' ? [path === '-' ? './-' : path] : []);
