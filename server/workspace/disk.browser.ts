/** A browser has no files of its own: the editor reads all of them. */

import type { FileSystem } from './file-system.js';

export const disk: FileSystem = {
  spelled: () => null,
  kindOf: async () => null,
  list: async () => [],
  readText: async () => null,
  leadsInside: async () => false,
};
