/** Converts the routes of files: those of one table together, and those of one module of Terraform together. */

import type { DocumentAnalysis } from '../analysis/index.js';
import {
  dataOfRoute,
  type RouteDocument,
  readDocument,
  type SourcedRoute,
  type TextEdit,
} from '../documents/index.js';
import type { Note, Refusal, Verification } from '../problems/index.js';
import { applyEdits, folderOf } from '../text/index.js';
import { formatOf } from '../workspace/index.js';
import type { RouteConversion, Style } from './conversion.js';
import { convertAll } from './conversions.js';
import { convertModule, type TerraformOptions, unknownTerraform } from './terraform.js';
import {
  atOnce,
  convertDocuments,
  type VerifiedConversions,
  verifiedConversion,
  verifyModuleFiles,
} from './verified-conversions.js';

/** A file to convert. */
export interface NamedFile {
  readonly file: string;
  readonly analysis: DocumentAnalysis;
}

/** Files of one Gateway. */
interface FileTable {
  /** Those that are converted. */
  readonly named: readonly NamedFile[];
  readonly others: readonly { readonly analysis: DocumentAnalysis }[];
}

export interface ConvertedFile {
  readonly file: string;
  readonly document: RouteDocument;
  /** The whole text; that of the file where nothing could be converted. */
  readonly text: string;
  readonly converted: readonly { readonly route: string; readonly notes: readonly Note[] }[];
  readonly leftAlone: readonly { readonly route: string; readonly reason: Refusal }[];
  /** What both routers say of the whole table; `null` if nothing is converted. */
  readonly verification: Verification | null;
  /** The Gateway has to run `router_flavor = expressions`. */
  readonly needsFlavor: boolean;
}

/** What is known of files in addition to their routes. */
export interface ConvertSurroundings {
  readonly terraformOf?: (file: string) => TerraformOptions;
  /** The tables that the files are part of. Without them, each file is a table of its own. */
  readonly tables?: readonly FileTable[];
  /** The name of a file of a module, for the result. */
  readonly nameOf?: (uri: string) => string;
  /** Runs what may take long to its end, such as with a progress bar. */
  readonly run?: <Result>(steps: Generator<void, Result>) => Result;
}

/**
 * Converts every route that is not of the style yet. The files of one table are converted together, and those of a module
 * of Terraform too, where others of its files change with them.
 *
 * @param only the name, the id or the address of the one route to convert; all where it is `null`
 */
export function convertFiles(
  files: readonly NamedFile[],
  to: Style,
  only: string | null,
  {
    terraformOf = () => unknownTerraform,
    tables = [],
    nameOf = (uri) => uri,
    run = atOnce,
  }: ConvertSurroundings = {},
): ConvertedFile[] {
  const isWanted = ({ body, path }: SourcedRoute): boolean => {
    const { name, id } = dataOfRoute(body);
    const isAddress = body.terraform !== undefined && path.slice(1).join('.') === only;
    return only === null || name === only || id === only || isAddress;
  };
  const modules = new Map<string, NamedFile[]>();
  for (const read of files) {
    if (!read.analysis.document.terraform) continue;
    const folder = folderOf(read.analysis.document.terraform.file.name);
    modules.set(folder, [...(modules.get(folder) ?? []), read]);
  }
  const inModules = new Map<RouteDocument, ConvertedFile>();
  const changedToo: ConvertedFile[] = [];
  for (const own of modules.values()) {
    const analyses = own.map(({ analysis }) => analysis);
    const conversions = convertModule(analyses, to, isWanted, terraformOf(own[0]!.file));
    const verification = run(verifyModuleFiles(analyses, conversions, to));
    const converted = convertedModule(own, conversions, to, verification, nameOf);
    for (const file of converted) {
      if (own.some(({ analysis }) => analysis.document === file.document)) inModules.set(file.document, file);
      else changedToo.push(file);
    }
  }
  const results = new Map<DocumentAnalysis, VerifiedConversions>();
  const apart = files.filter(({ analysis }) => !analysis.document.terraform);
  for (const { named, others } of tablesOf(apart, tables)) {
    const documents = named.map(({ analysis }) => analysis);
    const around = others.map(({ analysis }) => analysis);
    if (only === null) {
      const all = run(convertDocuments(documents, to, { others: around }));
      for (const [one, conversions] of all.conversions) {
        results.set(one, { conversions, verification: all.verification });
      }
      continue;
    }
    for (const one of documents) {
      const otherDocuments = [...documents.filter((other) => other !== one), ...around];
      results.set(one, convertOne(one, to, isWanted, otherDocuments));
    }
  }
  const converted = files.map(({ file, analysis }): ConvertedFile => {
    const known = inModules.get(analysis.document);
    if (known) return known;
    const { conversions, verification } = results.get(analysis)!;
    const edits = conversions.flatMap(({ result }) => ('refused' in result ? [] : result.edits));
    return convertedFile(file, analysis.document, edits, conversions, to, verification);
  });
  return [...converted, ...changedToo];
}

/** Each file in one table. */
function tablesOf(files: readonly NamedFile[], tables: readonly FileTable[]): FileTable[] {
  const wanted = new Set(files.map(({ analysis }) => analysis));
  const whole = tables.flatMap(({ named, others }) => {
    const own = named.filter(({ analysis }) => wanted.delete(analysis));
    return own.length > 0 ? [{ named: own, others }] : [];
  });
  const single = files.filter(({ analysis }) => wanted.has(analysis));
  return [...whole, ...single.map((one) => ({ named: [one], others: [] }))];
}

/** The files of a module, each with the edits that all conversions make in it. */
function convertedModule(
  files: readonly NamedFile[],
  conversions: readonly RouteConversion[],
  to: Style,
  verification: Verification,
  nameOf: (uri: string) => string,
): ConvertedFile[] {
  const { terraform } = files[0]!.analysis.document;
  const otherFiles = conversions.flatMap(({ result }) =>
    'refused' in result ? [] : (result.otherFiles ?? []),
  );
  const own = files.map(({ file, analysis: { document } }) => {
    const here = conversions.filter(({ route }) => document.routes.includes(route));
    const edits = [
      ...here.flatMap(({ result }) => ('refused' in result ? [] : result.edits)),
      ...otherFiles.filter((edit) => edit.file === document.terraform?.file.name),
    ];
    return convertedFile(file, document, distinct(edits), here, to, verification);
  });
  const names = new Set(files.map(({ analysis }) => analysis.document.terraform?.file.name));
  const others = (terraform?.siblings ?? []).flatMap(({ name, hcl: { text } }) => {
    const edits = otherFiles.filter(({ file }) => file === name);
    if (names.has(name) || edits.length === 0) return [];
    const document = readDocument(text, formatOf(name, ''), { name, siblings: [] });
    return [convertedFile(nameOf(name), document, distinct(edits), [], to, verification)];
  });
  return [...own, ...others];
}

/** A single route is converted even if that affects other routes; the effect is reported. */
function convertOne(
  analysis: DocumentAnalysis,
  to: Style,
  isWanted: (route: SourcedRoute) => boolean,
  others: readonly DocumentAnalysis[],
): VerifiedConversions {
  const documents = others.map(({ document }) => document);
  const conversions = convertAll(analysis, to, isWanted, undefined, documents);
  const [first] = conversions;
  if (!first || 'refused' in first.result) return { conversions, verification: { kind: 'equal' } };
  const { conversion, verification } = atOnce(verifiedConversion(analysis, first, to, others));
  return { conversions: [conversion, ...conversions.slice(1)], verification };
}

/** Two routes may have the same edit in a third file. */
const distinct = (edits: readonly TextEdit[]): TextEdit[] => [
  ...new Map(
    edits.map((edit) => [JSON.stringify([edit.span.start, edit.span.end, edit.newText]), edit]),
  ).values(),
];

function convertedFile(
  file: string,
  document: RouteDocument,
  edits: readonly TextEdit[],
  conversions: readonly RouteConversion[],
  to: Style,
  verification: Verification,
): ConvertedFile {
  return {
    file,
    document,
    text: applyEdits(document.text, edits),
    converted: conversions.flatMap(({ label, result, notes }) =>
      'refused' in result ? [] : [{ route: label, notes }],
    ),
    leftAlone: conversions.flatMap(({ label, result }) =>
      'refused' in result ? [{ route: label, reason: result.refused }] : [],
    ),
    verification: edits.length > 0 ? verification : null,
    needsFlavor: to === 'expressions' && edits.length > 0,
  };
}
