/** The open documents, each read once per version, and the gateways that the files of the workspace declare. */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type DocumentFormat,
  mayBeKongs,
  type RouteDocument,
  readDocument,
  rereadDocument,
} from './documents/index.js';
import { type GatewayOfDocument, gatewayOf } from './gateway-of.js';
import {
  addressKey,
  type DeclaredGateway,
  type Found,
  findGateways,
  folderOf,
  mayDeclareGateways,
  type Pairing,
  pair,
  type SourceFile,
} from './gateways/index.js';
import type { Settings } from './protocol.js';

/** One version of a document, read. Features get this and nothing else. */
export interface Snapshot extends GatewayOfDocument {
  /** The text with its line breaks: every offset becomes a position here. */
  readonly text: TextDocument;
  readonly document: RouteDocument;
  readonly pairing: Pairing;
  readonly settings: Settings;
  /** The files that its reasons have places in, and all others. */
  readonly sources: Sources;
}

/** The files of the workspace: where the texts come from that places are in, and what else is known of them. */
export interface Sources {
  /** @param uri of a place, or as an editor writes it */
  source(uri: string): SourceFile | undefined;
  /** All files; the same array until one of them changes. */
  files(): readonly SourceFile[];
  /** The gateways of the workspace; the same object until a file changes that may declare one. */
  found(): Found;
  /** Which gateways read a file. */
  gatewaysOf(uri: string, settings: Pick<Settings, 'gateways'>): Pairing;
  /** All files of routes. */
  routeFiles(): readonly RouteFile[];
  /** `YYYY-MM-DD`; `null` where nobody tells it, and nothing is said of what has come to its end. */
  today(): string | null;
  /** The files of routes that a gateway reads. */
  routesOf(gateway: DeclaredGateway, settings: Pick<Settings, 'gateways'>): readonly RouteFile[];
}

export interface RouteFile {
  readonly uri: string;
  readonly document: RouteDocument;
}

/** Told by the language of an editor, else by the name of the file. */
export function formatOf(uri: string, languageId: string): DocumentFormat {
  if (languageId === 'kong-expression') return 'expression';
  if (languageId === 'json' || languageId === 'jsonc') return 'json';
  if (languageId === 'yaml') return 'yaml';
  return /\.kong-expr$/i.test(uri) ? 'expression' : /\.jsonc?$/i.test(uri) ? 'json' : 'yaml';
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

/** The files that gateways are looked for in (`WorkspaceFiles`, or what a search found). */
export interface FileSource {
  /** The same array, and in it the same objects, for as long as nothing changes. */
  files(): readonly SourceFile[];
  /** Addresses of the workspace folders. */
  folders(): readonly string[];
  /** `YYYY-MM-DD` */
  today?(): string;
}

const noFiles: FileSource = { files: () => [], folders: () => [] };

export class Workspace implements Sources {
  readonly #files: FileSource;
  readonly #read = new Map<string, { readonly version: number; readonly document: RouteDocument }>();
  #seen: readonly SourceFile[] = [];
  #candidates: readonly SourceFile[] = [];
  #found: Found = findGateways([]);
  #byKey: ReadonlyMap<string, SourceFile> = new Map();
  /** Files of routes, as they were last read, by address. */
  readonly #routes = new Map<string, { readonly file: SourceFile; readonly document: RouteDocument }>();
  /** By document, for as long as nothing else was found. */
  readonly #pairings = new Map<
    string,
    { readonly entries: Settings['gateways']; readonly pairing: Pairing }
  >();

  constructor(files: FileSource = noFiles) {
    this.#files = files;
  }

  files(): readonly SourceFile[] {
    return this.#files.files();
  }

  today(): string | null {
    return this.#files.today?.() ?? null;
  }

  /** The same folders with other files in them. */
  having(files: readonly SourceFile[]): Workspace {
    const { today } = this.#files;
    return new Workspace({
      files: () => files,
      folders: () => this.#files.folders(),
      ...(today && { today: () => today.call(this.#files) }),
    });
  }

  found(): Found {
    const files = this.#files.files();
    if (files === this.#seen) return this.#found;
    this.#seen = files;
    this.#byKey = new Map(files.map((file) => [addressKey(file.uri), file]));
    const candidates = files.filter(mayDeclareGateways);
    const isSame =
      candidates.length === this.#candidates.length &&
      candidates.every((file, i) => file === this.#candidates[i]);
    if (!isSame) {
      this.#candidates = candidates;
      this.#found = findGateways(candidates);
    }
    this.#pairings.clear();
    return this.#found;
  }

  gatewaysOf(uri: string, { gateways: entries }: Pick<Settings, 'gateways'>): Pairing {
    const { gateways } = this.found();
    const known = this.#pairings.get(uri);
    if (known?.entries === entries) return known.pairing;
    const pairing = pair(uri, gateways, entries, this.folderOf(uri));
    this.#pairings.set(uri, { entries, pairing });
    return pairing;
  }

  routesOf(gateway: DeclaredGateway, settings: Pick<Settings, 'gateways'>): readonly RouteFile[] {
    return this.#routeFilesWhere(({ uri }) =>
      this.gatewaysOf(uri, settings).gateways.some(({ id }) => id === gateway.id),
    );
  }

  routeFiles(): readonly RouteFile[] {
    return this.#routeFilesWhere(() => true);
  }

  #routeFilesWhere(isMeant: (file: SourceFile) => boolean): readonly RouteFile[] {
    return this.#files.files().flatMap((file) => {
      if (!mayBeKongs(file.text) || !isMeant(file)) return [];
      const document = this.#routesIn(file);
      return document.kind === null ? [] : [{ uri: file.uri, document }];
    });
  }

  #routesIn(file: SourceFile): RouteDocument {
    const known = this.#routes.get(file.uri);
    if (known?.file === file) return known.document;
    const document = known
      ? rereadDocument(known.document, file.text)
      : readDocument(file.text, formatOf(file.uri, ''));
    this.#routes.set(file.uri, { file, document });
    return document;
  }

  /** Address of the workspace folder that a file is in; `null` where it is in none. */
  folderOf(uri: string): string | null {
    const path = folderOf(addressKey(uri));
    const around = this.#files.folders().filter((folder) => path.startsWith(`${addressKey(folder)}/`));
    return around.sort((a, b) => b.length - a.length)[0] ?? null;
  }

  source(uri: string): SourceFile | undefined {
    this.found();
    return this.#byKey.get(addressKey(uri));
  }

  /** Reads a version of an open document, keeping what the edit since the last one did not touch. */
  snapshot(text: TextDocument, settings: Settings): Snapshot {
    return this.#snapshot(text, this.#documentOf(text), settings);
  }

  /** A document that is not open, read once. */
  readSnapshot(text: TextDocument, settings: Settings): Snapshot {
    const document = readDocument(text.getText(), formatOf(text.uri, text.languageId));
    return this.#snapshot(text, document, settings);
  }

  forget(uri: string): void {
    this.#read.delete(uri);
    this.#pairings.delete(uri);
  }

  #snapshot(text: TextDocument, document: RouteDocument, settings: Settings): Snapshot {
    const pairing = this.gatewaysOf(text.uri, settings);
    return { text, document, pairing, settings, sources: this, ...gatewayOf(document, settings, pairing) };
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
