/** The files of routes that are at hand, each version read and analysed once, whoever asks. */

import { DocumentAnalysis } from '../analysis/index.js';
import { type DocumentFormat, type RouteDocument, readDocument, rereadDocument } from '../documents/index.js';
import type { Gateway } from '../routes/index.js';
import type { ModuleFile } from '../terraform/index.js';
import { uriKey } from '../text/index.js';

/** Whether a file of Terraform was read with these; no other file is read with any. */
function isReadWith({ terraform }: RouteDocument, siblings: readonly ModuleFile[]): boolean {
  const known = terraform?.siblings ?? siblings;
  return known.length === siblings.length && known.every((file, i) => file === siblings[i]);
}

interface Reading {
  readonly document: RouteDocument;
  /** By the Gateway that they are for. */
  readonly analyses: Map<string, DocumentAnalysis>;
}

/**
 * Of each file there are at most two versions: the newest, and the one that the files of the workspace have while
 * the user types.
 */
export class RouteReadings {
  readonly #settledText: (key: string) => string | undefined;
  /** By the key of the file's URI, the newest first. */
  readonly #byKey = new Map<string, readonly Reading[]>();

  /** @param settledText the text that the files of the workspace have for a file, by the key of its URI */
  constructor(settledText: (key: string) => string | undefined) {
    this.#settledText = settledText;
  }

  /**
   * Reads a version of a file. What the last edit did not touch is kept.
   *
   * @param siblings of a file of Terraform: with others of them it is another reading
   */
  read(
    uri: string,
    text: string,
    format: DocumentFormat,
    siblings: readonly ModuleFile[] = [],
  ): RouteDocument {
    const known = this.find(uri, text, format, siblings);
    if (known) return known;
    const key = uriKey(uri);
    const readings = this.#byKey.get(key) ?? [];
    const last = readings[0]?.document;
    const origin = { name: uri, siblings };
    const document =
      last?.format === format ? rereadDocument(last, text, origin) : readDocument(text, format, origin);
    const settled = this.#settledText(key);
    const kept = readings.find((reading) => reading.document.text === settled) ?? readings[0];
    this.#byKey.set(key, [{ document, analyses: new Map() }, ...(kept ? [kept] : [])]);
    return document;
  }

  /** @returns `null` if the version is not at hand */
  find(
    uri: string,
    text: string,
    format: DocumentFormat,
    siblings: readonly ModuleFile[],
  ): RouteDocument | null {
    const reading = this.#byKey
      .get(uriKey(uri))
      ?.find(
        ({ document }) =>
          document.format === format && document.text === text && isReadWith(document, siblings),
      );
    return reading?.document ?? null;
  }

  /** @param document as `read` returned it; of another, the analysis is not kept */
  analyse(uri: string, document: RouteDocument, gateway: Gateway): DocumentAnalysis {
    const readings = this.#byKey.get(uriKey(uri)) ?? [];
    const own = readings.find((reading) => reading.document === document);
    const key = JSON.stringify(gateway);
    const known = own?.analyses.get(key);
    if (known) return known;
    const previous = readings.find(({ analyses }) => analyses.has(key))?.analyses.get(key);
    const analysis = new DocumentAnalysis(document, gateway, previous);
    own?.analyses.set(key, analysis);
    return analysis;
  }

  forget(uri: string): void {
    this.#byKey.delete(uriKey(uri));
  }

  /** Forgets all files but these. @param keys of their URIs */
  keepOnly(keys: { has(key: string): boolean }): void {
    for (const key of this.#byKey.keys()) if (!keys.has(key)) this.#byKey.delete(key);
  }
}
