/** The open documents, each read once per version, and the gateways that the files of the workspace declare. */

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentAnalysis } from '../analysis/index.js';
import { type DocumentFormat, mayHaveRoutes, type RouteDocument, readDocument } from '../documents/index.js';
import {
  type DeclaredGateway,
  type Found,
  findGateways,
  isTerraform,
  mayDeclareGateways,
} from '../gateways/index.js';
import type { Settings } from '../protocol/index.js';
import type { ModuleFile, RouteIds } from '../terraform/index.js';
import { folderOf, Once, type SourceFile, uriKey } from '../text/index.js';
import { type GatewayOfDocument, gatewayOf } from './document-gateway.js';
import { type Pairing, pair, unpaired } from './pairing.js';
import { RouteReadings } from './readings.js';
import { idsIn, isChildModule, siblingsIn, terraformFolders } from './terraform-modules.js';

/** One version of a document, read. Requests are answered from this and nothing else. */
export interface Snapshot extends GatewayOfDocument {
  /** The text with its line breaks: every offset becomes a position here. */
  readonly text: TextDocument;
  readonly document: RouteDocument;
  /** What is known of its routes, for its Gateway. */
  readonly analysis: DocumentAnalysis;
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
  /** What was found out about the files, for as long as none of them changes. */
  state(): Once;
  /** The gateways of the workspace; the same object until a file changes that may declare one. */
  found(): Found;
  /** Which gateways read a file. */
  gatewaysOf(uri: string, settings: Pick<Settings, 'gateways'>): Pairing;
  /** All files of routes; each is read when it is reached. */
  routeFiles(settings: Settings): Iterable<RouteFile>;
  /** `YYYY-MM-DD`; `null` if it is not known; then the end of support is not reported. */
  today(): string | null;
  /** The files of routes that a gateway reads. */
  routesOf(gateway: DeclaredGateway, settings: Settings): readonly RouteFile[];
  /** What is known of the module of Terraform that a file is part of, in addition to its files. */
  terraformOf(uri: string): TerraformSurroundings;
  /** A document as the files have it, without changes typed since; `null` if it is not available. */
  settled(uri: string, analysis: DocumentAnalysis): DocumentAnalysis | null;
}

/** Where a module of Terraform is. */
export interface TerraformSurroundings {
  /** The ids of its routes, of the state next to it; `null` without one. */
  readonly ids: RouteIds | null;
  /** Whether another module calls it; `null` if that is not known. */
  readonly isChild: boolean | null;
}

export interface RouteFile {
  readonly uri: string;
  readonly analysis: DocumentAnalysis;
}

/** Decided by the language of an editor, else by the name of the file. */
export function formatOf(uri: string, languageId: string): DocumentFormat {
  if (languageId === 'kong-expression') return 'expression';
  const terraform = terraformFormat(uri, languageId);
  if (terraform) return terraform;
  if (languageId === 'json' || languageId === 'jsonc') return 'json';
  if (languageId === 'yaml') return 'yaml';
  if (/\.kong-expr$/i.test(uri)) return 'expression';
  // After the name of what it becomes: `kong.yaml.j2`.
  const whole = uri.replace(/^.*[/\\]/s, '');
  const name = whole.replace(templateEnding, '');
  if (/\.(?:jsonc?|json5)$/i.test(name)) return 'json';
  return /\.ya?ml$/i.test(name) || !name.includes('.') || name !== whole ? yamlOrText(name) : 'text';
}

const templateEnding = /\.(?:j2|jinja2?|tmpl|tpl|gotmpl|ctmpl|erb|template|dist|example|sample)$/i;

/** Without an ending any file may be YAML, but for those that are known to be something else. */
const yamlOrText = (name: string): DocumentFormat =>
  /^(?:.*Makefile|.*Dockerfile|.*Containerfile|Justfile|Jenkinsfile|README|Vagrantfile)$/i.test(name)
    ? 'text'
    : 'yaml';
/** The language ids that extensions for Terraform and OpenTofu contribute. */
const terraformLanguages: ReadonlySet<string> = new Set([
  ...['terraform', 'terraform-vars', 'opentofu', 'opentofu-vars', 'hcl'],
]);

/** Without an extension a `*.tf` file is plain text, and a `*.tf.json` file is JSON in any case. */
function terraformFormat(uri: string, languageId: string): DocumentFormat | null {
  if (/\.(?:tf|tofu|tfvars)\.json$/.test(uri)) return 'hcl-json';
  return /\.(?:tf|tofu|tfvars)$/.test(uri) || terraformLanguages.has(languageId) ? 'hcl' : null;
}

/** The files that gateways are looked for in (`WorkspaceFiles`, or what a search found). */
export interface FileSource {
  /** The same array, and in it the same objects, for as long as nothing changes. */
  files(): readonly SourceFile[];
  /** URIs of the workspace folders. */
  folders(): readonly string[];
  /** `YYYY-MM-DD` */
  today?(): string;
}

const noFiles: FileSource = { files: () => [], folders: () => [] };

/** What the files of a workspace are at a time. */
class FilesState extends Once {
  readonly files: readonly SourceFile[];
  readonly byKey: ReadonlyMap<string, SourceFile>;

  constructor(files: readonly SourceFile[]) {
    super();
    this.files = files;
    this.byKey = new Map(files.map((file) => [uriKey(file.uri), file]));
  }
}

export class Workspace implements Sources {
  readonly #files: FileSource;
  readonly #readings = new RouteReadings((key) => this.#state.byKey.get(key)?.text);
  /** Keys of the URIs of open documents. */
  readonly #open = new Set<string>();
  #state = new FilesState([]);
  #candidates: readonly SourceFile[] = [];
  #found: Found = findGateways([]);
  /** By document, for as long as nothing else was found. */
  readonly #pairings = new Map<
    string,
    { readonly entries: Settings['gateways']; readonly pairing: Pairing }
  >();

  constructor(files: FileSource = noFiles) {
    this.#files = files;
  }

  files(): readonly SourceFile[] {
    return this.#current().files;
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

  /** The same files, without the gateways that they declare. */
  withoutGateways(): Sources {
    const found = findGateways([]);
    const none: Pick<Sources, 'found' | 'gatewaysOf'> = { found: () => found, gatewaysOf: () => unpaired };
    return {
      ...none,
      source: (uri) => this.source(uri),
      files: () => this.files(),
      state: () => this.state(),
      today: () => this.today(),
      routeFiles: (settings) => this.routeFiles(settings),
      routesOf: () => [],
      terraformOf: (uri) => this.terraformOf(uri),
      settled: (uri, analysis) => this.settled(uri, analysis),
    };
  }

  state(): Once {
    return this.#current();
  }

  found(): Found {
    this.#current();
    return this.#found;
  }

  source(uri: string): SourceFile | undefined {
    return this.#current().byKey.get(uriKey(uri));
  }

  gatewaysOf(uri: string, { gateways: entries }: Pick<Settings, 'gateways'>): Pairing {
    const { gateways } = this.found();
    const known = this.#pairings.get(uri);
    if (known?.entries === entries) return known.pairing;
    const pairing = pair(uri, gateways, entries, this.folderOf(uri));
    this.#pairings.set(uri, { entries, pairing });
    return pairing;
  }

  routesOf(gateway: DeclaredGateway, settings: Settings): readonly RouteFile[] {
    const isRead = ({ uri }: SourceFile) =>
      this.gatewaysOf(uri, settings).gateways.some(({ id }) => id === gateway.id);
    return [
      ...this.#routesIn(
        this.files().filter((file) => file.once(isKongs) && isRead(file)),
        settings,
      ),
    ];
  }

  routeFiles(settings: Settings): Iterable<RouteFile> {
    return this.#routesIn(this.files(), settings);
  }

  *#routesIn(files: readonly SourceFile[], settings: Settings): Generator<RouteFile> {
    for (const file of files) {
      if (!file.once(isKongs)) continue;
      const { uri, text } = file;
      const document = this.#readings.read(uri, text, formatOf(uri, ''), this.siblingsOf(uri));
      if (document.kind === null) continue;
      const { gateway } = gatewayOf(document, settings, this.gatewaysOf(uri, settings));
      yield { uri, analysis: this.#readings.analyse(uri, document, gateway) };
    }
  }

  settled(uri: string, analysis: DocumentAnalysis): DocumentAnalysis | null {
    const { document, gateway } = analysis;
    const file = this.source(uri);
    if (!file || file.text === document.text) return file ? analysis : null;
    const settled = this.#readings.find(uri, file.text, document.format, this.siblingsOf(uri));
    return settled && this.#readings.analyse(uri, settled, gateway);
  }

  /** The other files of the directory of a file of Terraform; none for any other file. */
  siblingsOf(uri: string): readonly ModuleFile[] {
    if (!isTerraform(uri)) return [];
    return siblingsIn(this.#current().once(findTerraformFolders), uri);
  }

  terraformOf(uri: string): TerraformSurroundings {
    const folder = folderOf(uriKey(uri));
    const { files } = this.#current();
    return {
      ids: idsIn(files, folder),
      isChild: isChildModule(this.#current().once(findTerraformFolders), folder),
    };
  }

  /** URI of the workspace folder that a file is in; `null` if it is in none. */
  folderOf(uri: string): string | null {
    const path = folderOf(uriKey(uri));
    const around = this.#files.folders().filter((folder) => path.startsWith(`${uriKey(folder)}/`));
    return around.sort((a, b) => b.length - a.length)[0] ?? null;
  }

  /** Reads a version of an open document, keeping what the edit since the last one did not touch. */
  snapshot(text: TextDocument, settings: Settings): Snapshot {
    this.#open.add(uriKey(text.uri));
    const format = formatOf(text.uri, text.languageId);
    const siblings = this.siblingsOf(text.uri);
    return this.#snapshot(text, this.#readings.read(text.uri, text.getText(), format, siblings), settings);
  }

  /** A document that is not open, read once. */
  readSnapshot(text: TextDocument, settings: Settings): Snapshot {
    const format = formatOf(text.uri, text.languageId);
    const content = text.getText();
    const siblings = this.siblingsOf(text.uri);
    const document =
      this.#readings.find(text.uri, content, format, siblings) ??
      readDocument(content, format, { name: text.uri, siblings });
    return this.#snapshot(text, document, settings);
  }

  /** Forgets a document that was closed. */
  forget(uri: string): void {
    this.#open.delete(uriKey(uri));
    this.#readings.forget(uri);
    this.#pairings.delete(uri);
  }

  #snapshot(text: TextDocument, document: RouteDocument, settings: Settings): Snapshot {
    const pairing = this.gatewaysOf(text.uri, settings);
    const known = gatewayOf(document, settings, pairing);
    const analysis = this.#readings.analyse(text.uri, document, known.gateway);
    return { text, document, analysis, pairing, settings, sources: this, ...known };
  }

  #current(): FilesState {
    const files = this.#files.files();
    if (files === this.#state.files) return this.#state;
    this.#state = new FilesState(files);
    const candidates = files.filter(mayDeclareGateways);
    const isSame =
      candidates.length === this.#candidates.length &&
      candidates.every((file, i) => file === this.#candidates[i]);
    if (!isSame) {
      this.#candidates = candidates;
      this.#found = findGateways(candidates);
    }
    this.#pairings.clear();
    this.#readings.keepOnly({ has: (key) => this.#state.byKey.has(key) || this.#open.has(key) });
    return this.#state;
  }
}

const isKongs = ({ uri, text }: SourceFile): boolean => mayHaveRoutes(text, formatOf(uri, ''));

const findTerraformFolders = ({ files }: FilesState) => terraformFolders(files);
