/** `kong-routes convert`: the routes of files in another style. */

import { convertAll } from '../../conversion/index.js';
import { applyEdits, dataOfRoute, type RouteDocument } from '../../documents/index.js';
import type { Style } from '../../protocol.js';
import type { Gateway } from '../../routes/index.js';

export interface ConvertedFile {
  readonly file: string;
  readonly document: RouteDocument;
  /** The whole text; that of the file where nothing could be converted. */
  readonly text: string;
  readonly converted: readonly { readonly route: string; readonly notes: readonly string[] }[];
  readonly leftAlone: readonly { readonly route: string; readonly reason: string }[];
}

/**
 * Converts every route that is not of the style yet.
 *
 * @param only the name or id of the one route to convert; all where it is `null`
 */
export function convertFile(
  file: string,
  document: RouteDocument,
  to: Style,
  gateway: Gateway,
  only: string | null,
): ConvertedFile {
  const conversions = convertAll(document, to, gateway, ({ body }) => {
    const { name, id } = dataOfRoute(body);
    return only === null || name === only || id === only;
  });
  const edits = conversions.flatMap(({ result }) => ('refused' in result ? [] : result.edits));
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
  };
}

/** What was done, as data; `text` only where it was not written. */
export function convertReport(files: readonly ConvertedFile[], written: boolean) {
  return {
    files: files.map(({ file, text, converted, leftAlone }) => ({
      file,
      routes: [
        ...converted.map(({ route, notes }) => ({ route, status: 'converted', notes })),
        ...leftAlone.map(({ route, reason }) => ({ route, status: 'left-alone', reason })),
      ],
      ...(!written && { text }),
    })),
    summary: {
      files: files.length,
      converted: files.reduce((count, file) => count + file.converted.length, 0),
      leftAlone: files.reduce((count, file) => count + file.leftAlone.length, 0),
    },
  };
}
