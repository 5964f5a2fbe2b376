/** Where the files of a workspace are read from: the disk, or what an editor has in its place. */

export type EntryKind = 'file' | 'folder' | 'link' | 'other';

export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
  /** As the file system spells it. */
  readonly uri: string;
}

/** URIs in arguments are spelled as the file system spells them. */
export interface FileSystem {
  /** How it spells a URI, without a slash at the end; `null` if it does not have such files. */
  spelled(uri: string): string | null;
  /** What a URI names; links are not followed. `null` if there is nothing. */
  kindOf(uri: string): Promise<EntryKind | null>;
  /** What is in a folder; nothing if it cannot be read. */
  list(folder: string): Promise<readonly Entry[]>;
  /**
   * The text of a file; links are followed.
   *
   * @returns `null` if it cannot be read, is larger than `mostBytes`, no regular file or not UTF-8
   */
  readText(uri: string, mostBytes: number): Promise<string | null>;
  /** Whether the target of a link is in a folder. */
  leadsInside(link: string, folder: string): Promise<boolean>;
}

/** The folder that a file or folder is in; of a root, the root. */
export function parentOf(uri: string): string {
  const parent = uri.slice(0, uri.lastIndexOf('/'));
  return parent.length < uri.indexOf('://') + 3 ? uri : parent;
}
