/** Files that the server cannot read itself: those of virtual workspaces, and in a browser all. */

/**
 * The request `kongRoutes/kindOfFile`, answered with what the URI names, or `null`; and `kongRoutes/listFiles`, answered
 * with the entries of a folder.
 */
export interface EditorFileParams {
  readonly uri: string;
}

export interface EditorEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

/** The request `kongRoutes/readFile`; answered with the text, or with `null` if it is larger or not UTF-8. */
export interface ReadEditorFileParams {
  readonly uri: string;
  readonly mostBytes: number;
}
