/** What the files of the repository import, read from their text. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../support/vectors.js';

export interface Import {
  /** A path of the repository (`server/routes/route.ts`), or the name of a package or of a part of Node. */
  readonly target: string;
  /** Nothing of it is left in the compiled file. */
  readonly typesOnly: boolean;
  /** Loaded when the code that names it runs, and not before the file itself. */
  readonly dynamic: boolean;
}

export type Sources = ReadonlyMap<string, string>;

const skipped: ReadonlySet<string> = new Set(['node_modules', 'out', 'dist', '.git']);

/** Every source file under a folder of the repository (`''` for all of it), by its path with `/`. */
export function sourcesUnder(folder: string): Sources {
  const root = fileURLToPath(repositoryRoot);
  const sources = new Map<string, string>();
  const visit = (path: string) => {
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      const inside = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) visit(inside);
      } else if (/\.[cm]?[jt]s$/.test(entry.name) && !entry.name.endsWith('.d.ts')) {
        sources.set(inside.split(sep).join('/'), readFileSync(join(root, inside), 'utf8'));
      }
    }
  };
  visit(folder);
  return sources;
}

const staticImports = [
  /\b(?:import|export)\s+(?<clause>(?:type\s+)?[^'"`;()]*?)\s*from\s*['"](?<from>[^'"]+)['"]/g,
  /(?<![-\w$.'"])import\s*['"](?<from>[^'"]+)['"]/g,
];
const dynamicImports = [/\b(?:import|require|resolve)\s*\(\s*['"](?<from>[^'"]+)['"]/g];

export function importsOf(file: string, source: string): Import[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return [...staticImports, ...dynamicImports].flatMap((pattern) =>
    [...code.matchAll(pattern)].map(({ groups }) => ({
      target: targetOf(file, groups!.from!),
      typesOnly: isTypesOnly(groups!.clause),
      dynamic: dynamicImports.includes(pattern),
    })),
  );
}

function targetOf(file: string, from: string): string {
  if (!from.startsWith('.')) return from;
  const path = posix.join(posix.dirname(file), from);
  return file.endsWith('.ts') ? path.replace(/\.js$/, '.ts') : path;
}

function isTypesOnly(clause: string | undefined): boolean {
  if (clause === undefined) return false;
  if (/^type\b/.test(clause)) return true;
  const names = /^\{([\s\S]*)\}$/
    .exec(clause)?.[1]
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return names !== undefined && names.length > 0 && names.every((name) => /^type\s/.test(name));
}
