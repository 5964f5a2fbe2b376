/** The open documents, each read once per version, and the Gateway that each is for. */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { parseGatewayVersion } from '../grammar/index.js';
import { type DocumentFormat, type RouteDocument, readDocument, rereadDocument } from './documents/index.js';
import type { Settings } from './protocol.js';
import type { Gateway } from './routes/gateway.js';
import { defaultSettings } from './settings.js';

/** One version of a document, read. Features get this and nothing else. */
export interface Snapshot {
  /** The text with its line breaks: every offset becomes a position here. */
  readonly text: TextDocument;
  readonly document: RouteDocument;
  readonly gateway: Gateway;
  /** Why the flavor is what it is. */
  readonly flavorReason: FlavorReason;
}

export type FlavorReason =
  /** `kongRoutes.routerFlavor` or `--flavor`. */
  | 'set'
  /** A route of the document has an `expression`. */
  | 'expression-found'
  /** None has: the default of Kong since 3.0. */
  | 'default';

/** The Gateway that a document is for. An unreadable version is the default one. */
export function gatewayOf(
  document: RouteDocument,
  settings: Settings,
): Pick<Snapshot, 'gateway' | 'flavorReason'> {
  const version =
    parseGatewayVersion(settings.gatewayVersion) ?? parseGatewayVersion(defaultSettings.gatewayVersion)!;
  const calculation = settings.routeMatchCalculation;
  if (settings.routerFlavor !== 'auto') {
    return { gateway: { flavor: settings.routerFlavor, version, calculation }, flavorReason: 'set' };
  }
  const isDefault = typeof document.deck?.routeDefaults.expression === 'string';
  return isDefault || document.routes.some(({ body }) => body.entries.some(hasExpression))
    ? { gateway: { flavor: 'expressions', version, calculation }, flavorReason: 'expression-found' }
    : { gateway: { flavor: 'traditional_compatible', version, calculation }, flavorReason: 'default' };
}

const hasExpression = ({ key, value }: RouteDocument['routes'][number]['body']['entries'][number]) =>
  key === 'expression' && !(value.kind === 'scalar' && value.value === null);

/** Told by the language of an editor, else by the name of the file. */
export function formatOf(uri: string, languageId: string): DocumentFormat {
  if (languageId === 'json' || languageId === 'jsonc') return 'json';
  return languageId !== 'yaml' && /\.jsonc?$/i.test(uri) ? 'json' : 'yaml';
}

/** A document that is not open, read once. */
export function readSnapshot(text: TextDocument, settings: Settings): Snapshot {
  const document = readDocument(text.getText(), formatOf(text.uri, text.languageId));
  return { text, document, ...gatewayOf(document, settings) };
}

/** The text of a file; `null` where it cannot be read or is not text. */
export async function readTextFile(uri: string): Promise<string | null> {
  try {
    const bytes = await readFile(fileURLToPath(uri));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

export class Workspace {
  readonly #read = new Map<string, { readonly version: number; readonly document: RouteDocument }>();

  /** Reads a version of a document, keeping what the edit since the last one did not touch. */
  snapshot(text: TextDocument, settings: Settings): Snapshot {
    const document = this.#documentOf(text);
    return { text, document, ...gatewayOf(document, settings) };
  }

  forget(uri: string): void {
    this.#read.delete(uri);
  }

  #documentOf(text: TextDocument): RouteDocument {
    const known = this.#read.get(text.uri);
    if (known?.version === text.version) return known.document;
    const format = formatOf(text.uri, text.languageId);
    const document =
      known?.document.format === format
        ? rereadDocument(known.document, text.getText())
        : readDocument(text.getText(), format);
    this.#read.set(text.uri, { version: text.version, document });
    return document;
  }
}
