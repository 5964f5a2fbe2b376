/** What is known of one route, for one Gateway. */

import {
  type Expression,
  type Language,
  type ParsedExpression,
  parseExpression,
  type ReadExpression,
  readExpression,
} from '../../grammar/index.js';
import {
  type Data,
  effectiveData,
  entryOf,
  type RouteBody,
  type RouteDocument,
  type ScalarPlaces,
  type SourcedRoute,
  type SourcedScalar,
  scalarPlaces,
} from '../documents/index.js';
import { type Acceptance, accept, type Reader } from '../flavors/index.js';
import { type Gateway, kindOf, type Route, type RouteKind, readRoute, subsystemOf } from '../routes/index.js';
import { Once } from '../text/index.js';

/** An expression of a route, with the language that its route gives it. */
export interface RouteExpression {
  readonly scalar: SourcedScalar;
  readonly text: string;
  readonly language: Language;
  /** Where its characters are written, counted from the start of the route. */
  readonly places: ScalarPlaces;
}

/**
 * Everything is computed once, at its first use. It stays valid after an edit of another route, because nothing here
 * depends on the position of the route.
 */
export class RouteAnalysis extends Once {
  readonly body: RouteBody;
  readonly gateway: Gateway;
  /** A document with the route's own text and nothing else, in which it reads as it does in its own. */
  readonly alone: RouteDocument;
  /** The route in that document: it starts at 0. */
  readonly written: SourcedRoute;

  constructor(document: RouteDocument, { start, path, body }: SourcedRoute, gateway: Gateway) {
    super();
    this.body = body;
    this.gateway = gateway;
    this.written = { start: 0, path, body };
    this.alone = documentOf(document, this.written, start);
  }

  /** What is written in it, with what its document adds. */
  get data(): { readonly [key: string]: Data } {
    return this.once(findData);
  }

  get route(): Route {
    return this.once(findRoute);
  }

  get kind(): RouteKind {
    return this.once(findKind);
  }

  get language(): Language {
    return this.once(findLanguage);
  }

  /** Its expression, whether the Gateway's flavor reads it or not; `null` if there is none that is text. */
  get expression(): RouteExpression | null {
    return this.once(findExpression);
  }

  /** Reads expressions, the route's own once for each language. */
  get read(): Reader {
    return this.once(makeReader);
  }

  /** Whether Kong accepts it. */
  get acceptance(): Acceptance {
    return this.once(findAcceptance);
  }

  /** Its expression, read and checked; `null` if there is none. */
  get readExpression(): ReadExpression | null {
    const { expression } = this;
    return expression && this.read(expression.text, expression.language);
  }

  /** Its expression, parsed and not checked: what an editor asks for with every character does not judge regexes. */
  get parsed(): ParsedExpression | null {
    return this.once(findParsed);
  }

  /** `null` if there is no expression, or one that is no more than mistakes. */
  get tree(): Expression | null {
    return this.parsed?.tree ?? null;
  }
}

/** Written out, because copying all but some properties takes longer than anything else that is done for each route. */
function documentOf(document: RouteDocument, written: SourcedRoute, start: number): RouteDocument {
  const { format, kind, formatVersion, deck, services, parts, unread, template, terraform } = document;
  // Not a slice, which would hold on to the text of the whole version.
  const text = ` ${document.text.slice(start, start + written.body.span.end)}`.slice(1);
  const routes = [written];
  const syntaxProblems: RouteDocument['syntaxProblems'] = [];
  const own = {
    format,
    kind,
    formatVersion,
    deck,
    text,
    routes,
    services,
    parts,
    unread,
    template,
    syntaxProblems,
  };
  return terraform ? { ...own, terraform } : own;
}

const findData = ({ alone, written, gateway }: RouteAnalysis) =>
  effectiveData(alone, written, gateway.version);
const findRoute = ({ data }: RouteAnalysis) => readRoute(data);
const findAcceptance = ({ route, data, gateway, read }: RouteAnalysis) => accept(route, data, gateway, read);
const findKind = ({ route }: RouteAnalysis) => kindOf(route);
const findLanguage = ({ route, gateway }: RouteAnalysis): Language => ({
  subsystem: subsystemOf(route),
  gatewayVersion: gateway.version,
});

function findExpression({ body, alone, written, language }: RouteAnalysis): RouteExpression | null {
  const scalar = entryOf(body, 'expression')?.value;
  if (scalar?.kind !== 'scalar' || typeof scalar.value !== 'string') return null;
  return { scalar, text: scalar.value, language, places: scalarPlaces(alone, written, scalar) };
}

const findParsed = ({ expression }: RouteAnalysis): ParsedExpression | null =>
  expression && parseExpression(expression.text, expression.language);

const keyOf = ({ subsystem, gatewayVersion }: Language): string => `${subsystem} ${gatewayVersion.join('.')}`;

function makeReader(analysis: RouteAnalysis): Reader {
  const { expression } = analysis;
  // Most routes are read in one language, and some have no expression.
  let known: Map<string, ReadExpression> | null = null;
  return (text, language) => {
    if (text !== expression?.text) return readExpression(text, language);
    const key = keyOf(language);
    const isOwn = key === keyOf(expression.language);
    const read =
      known?.get(key) ?? readExpression(text, language, isOwn ? (analysis.parsed ?? undefined) : undefined);
    known ??= new Map();
    known.set(key, read);
    return read;
  };
}
