/** What a plan writes: into the files of the workspace, or next to them as two tables. */

import type { TextEdit } from '../documents/index.js';
import type { PlanEdit } from '../problems/index.js';
import { applyEdits, nameOf } from '../text/index.js';
import type { Plan } from './plan-model.js';

export interface ChangedFile {
  readonly uri: string;
  readonly file: string;
  /** In the order of the text. */
  readonly edits: readonly PlannedEdit[];
}

export interface PlannedEdit extends TextEdit {
  /** What it changes. */
  readonly about: PlanEdit;
}

/** The conversions and settings that a plan can write, by file. */
export function changedFiles({ tables, settings }: Plan): ChangedFile[] {
  const files = new Map<string, { file: string; edits: PlannedEdit[] }>();
  const add = (uri: string, file: string, edit: PlannedEdit) => {
    const known = files.get(uri) ?? { file, edits: [] };
    known.edits.push(edit);
    files.set(uri, known);
  };
  for (const { files: all } of tables) {
    for (const { uri, file, routes, formatEdit } of all) {
      if (formatEdit) add(uri, file, { ...formatEdit, about: { code: 'format', args: {} } });
      for (const { name, conversion } of routes) {
        if (!conversion) continue;
        const { edit, notes, to } = conversion;
        add(uri, file, { ...edit, about: { code: 'route', args: { route: name, to, notes } } });
        for (const { uri: other, span, newText } of conversion.more ?? []) {
          const about: PlanEdit = { code: 'reference', args: { route: name } };
          add(other, other === uri ? file : nameOf(other), { span, newText, about });
        }
      }
    }
  }
  for (const { at, edit, what, gateways, old, new: wanted } of settings) {
    if (!at || !edit) continue;
    const about: PlanEdit = { code: 'setting', args: { what, gateways, old, wanted } };
    add(at.uri, at.file, { ...edit, about });
  }
  return [...files].map(([uri, { file, edits }]) => ({
    uri,
    file,
    edits: edits.sort((a, b) => a.span.start - b.span.start),
  }));
}

export const appliedText = (text: string, { edits }: ChangedFile): string => applyEdits(text, edits);

export interface WrittenTable {
  /** Below the folder of the tables: the flavor, then the path in the workspace. */
  readonly path: string;
  readonly text: string;
  /** Names of routes that the flavor of the table rejects as written. */
  readonly refused: readonly string[];
}

/** All routes in the form of today and in that of tomorrow. */
export function bothTables({ tables, from, to }: Plan): WrittenTable[] {
  return tables.flatMap(({ files }) =>
    files.flatMap(({ file, text, edits, routes }) => [
      {
        path: `${from.flavor}/${file}`,
        text,
        refused: routesThat(routes, (one) => one.refusedBefore.length > 0),
      },
      {
        path: `${to.flavor}/${file}`,
        text: applyEdits(text, edits),
        refused: routesThat(routes, (one) => one.refusals.length > 0 || one.notWritten !== null),
      },
    ]),
  );
}

type Routes = Plan['tables'][number]['files'][number]['routes'];

const routesThat = (routes: Routes, holds: (route: Routes[number]) => boolean): string[] =>
  routes.filter(holds).map(({ name }) => name);
