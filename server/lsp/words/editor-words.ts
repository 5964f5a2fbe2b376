/** Texts that only an editor shows: titles of actions and lenses, notes on completion items, hints, and log lines. */

import { inlineCode } from '../../text/index.js';

export const actionTitles = {
  validate: 'Validate this route on the running Gateway',
  /** @param isAlone the route is not evaluated before others because of the conversion */
  toExpression: (isAlone: boolean): string =>
    `Convert to expression${isAlone ? '' : ' (evaluated before all routes with traditional fields)'}`,
  toFields: 'Convert to traditional fields',
  toFieldsWithRegex: 'Convert to traditional fields, with `==` as the regex path `~…$`',
  keepExpression: 'Keep the expression',
  keepFields: 'Keep the fields',
  join: 'Join the fields and the expression',
  convertAll: (count: number, to: 'expressions' | 'traditional'): string =>
    `Convert all ${count} ${to === 'expressions' ? 'traditional' : 'expression'} routes in this file`,
} as const;

export const confirmTitles = { convert: 'Convert Anyway' } as const;

export const lensTitles = {
  preview: 'Preview in flavor …',
  expressions: 'Convert to expression',
  traditional: 'Convert to traditional fields',
} as const;

export const completionNotes = {
  usedByOthers: 'used by another route',
  wholePathRegex: 'a regex for the whole path',
  routerFlavor: 'router flavor of the Gateway',
  noEffect: (flavors: string): string => `no effect under ${flavors}`,
} as const;

/** Labels of snippets in an expression. */
export const snippetLabels = {
  pathPrefix: 'path starts with',
  methodAndPath: 'method and path',
  twoMethods: 'one of two methods',
  hostAndPath: 'host and path',
  subdomain: 'subdomain of a host',
  anyHeaderValue: 'any value of a header',
  headerAbsentOrDifferent: 'header absent or different',
  network: 'client in a network',
  serverSubdomain: 'subdomain of a server name',
} as const;

const negation = 'True if the expression inside is false, including when a field is absent.';

export const expressionHovers = {
  negation,
  negationPiece: `\`!( … )\`\n\n${negation}`,
  group: '`( … )`\n\nKong evaluates this part first.',
  regex:
    'The regex matches anywhere in the value; `^` and `$` anchor it. Kong uses the Rust crate `regex`: no look-around, no back-references.',
  bothSubsystems: 'HTTP and stream routes',
} as const;

export const flavorHovers = {
  unreadKey: (chart: string | null, key: string): string =>
    `This key has no effect: ${chart === null ? 'Kong' : `chart \`${chart}\``} reads \`${key}\`.`,
  mustAgree: 'Must be the same',
  unknownFlavor: 'an unknown flavor',
} as const;

export const manifestHovers = {
  rejectedByController: (reasons: string): string => `rejected by the controller\n\n${reasons}`,
  route: (name: string, service: string): string =>
    `Route ${inlineCode(name)} of service ${inlineCode(service)}`,
  rejectedByKong: (answer: string): string => `**Kong rejects it**: ${answer}`,
  /** @param kind of the objects on which an annotation has an effect in these flavors */
  effect: (kind: string, flavors: 'all' | 'none' | 'traditional' | 'expressions'): string =>
    ({
      all: `Has an effect on ${kind} objects in every flavor.`,
      none: `Has **no effect** on ${kind} objects.`,
      traditional: `On ${kind} objects it has an effect in \`traditional\` and \`traditional_compatible\`, and **none under \`expressions\`**.`,
      expressions: `On ${kind} objects it has an effect under \`expressions\`, and **none in the traditional flavors**.`,
    })[flavors],
} as const;

export const notConverted = (route: string, reason: string): string =>
  `Route \`${route}\` was not converted: ${reason}`;

/** Of a route with a fault of its file in it. */
export const notWellFormed =
  'This route is not well-formed, so Kong cannot read the file. How each flavor reads the route is shown when the file is well-formed.';

export const withoutExpression = 'accepted, and matched field by field (no expression)';

export const hintTooltips = {
  group: (operator: string): string =>
    `Kong reads this as one part of the \`${operator}\`, although there are no parentheses.`,
  /** @param ranks one for each part of the route */
  rank: (ranks: readonly number[], of: number): string =>
    ranks.length === 1
      ? `Position ${ranks[0]} of ${of} in the evaluation order. Routes with the same position are ordered by route id.`
      : `Kong splits this route. Its parts have positions ${ranks.join(', ')} of ${of} in the evaluation order.`,
} as const;

export const routeTestFailures = {
  fileNotRead: 'the file cannot be read',
  notRead: (path: string): string => `${path} cannot be read`,
  noRouteFiles: "the file names no route files: add 'routes'",
  differentGateways: 'different Gateways read the route files: name fewer of them',
} as const;

export const comparedSides = { before: 'the routes', after: 'the same routes' } as const;

export const progressTitles = { plan: 'Planning the router flavor change' } as const;

export const serverLines = {
  tooManyFiles: 'The workspace has too many files. Some were not searched for Gateways.',
  documentChanged: 'The document has changed.',
} as const;
