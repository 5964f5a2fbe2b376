/**
 * Router flavors in files that no reader of gateways knows: a variable of a process that another tool starts, or a line
 * of a kong.conf that another tool writes (cloud-init, Ansible). Which Gateway gets it is not known, what it is, is.
 */

import type { SourceFile } from '../text/index.js';
import type { Found, WrittenFlavor } from './model/index.js';

/** A value as it is written, after the group of its key: what is filled in later is none. */
const value = `(["']?)([A-Za-z][\\w-]*)\\2(?![\\w$.{(/])`;

/** `KONG_ROUTER_FLAVOR: x`, `KONG_ROUTER_FLAVOR=x`, `"KONG_ROUTER_FLAVOR": "x"`. */
const assigned = new RegExp(`(?<![\\w$])(KONG_ROUTER_FLAVOR)["']?[ \\t]*[:=][ \\t]*${value}`, 'g');

/** `name: KONG_ROUTER_FLAVOR`, and on the same or the next line `value: x`. */
const named = new RegExp(
  `\\b(?:[Nn]ame|[Kk]ey)["']?[ \\t]*[:=][ \\t]*["']?(KONG_ROUTER_FLAVOR)["']?[ \\t]*,?[ \\t]*(?:\\r?\\n[ \\t]*)?["']?[Vv]alue["']?[ \\t]*[:=][ \\t]*${value}`,
  'g',
);

/** A line of a kong.conf inside another file: alone on its line, or as a text, with or without the end of the line in it. */
const line = new RegExp(
  `(?:^[ \\t]+|["'])(router_flavor)[ \\t]*=[ \\t]*${value}[ \\t]*(?:(?:\\\\n)?["']|(?:#[^\\n]*)?\\r?$)`,
  'gm',
);

/**
 * Names that are near to those that Kong reads. It ignores what it does not know (Kong/kong `kong/conf_loader/init.lua`,
 * `load`).
 */
const misspeltName =
  '(?:ROUTES?_?FLAVOU?RS?|ROUTERS?_?FLAVOURS?|ROUTERS?_?FLAVORS|ROUTERS_?FLAVOR|ROUTERFLAVOR|FLAVOU?R)';

const misspelt: readonly RegExp[] = [
  new RegExp(`(?<![\\w$])(KONG_${misspeltName})["']?[ \\t]*[:=][ \\t]*${value}`, 'g'),
  new RegExp(
    `\\b[Nn]ame["']?[ \\t]*[:=][ \\t]*["']?(KONG_${misspeltName})["']?[ \\t]*,?[ \\t]*(?:\\r?\\n[ \\t]*)?["']?[Vv]alue["']?[ \\t]*[:=][ \\t]*${value}`,
    'g',
  ),
];

/** A line of a kong.conf of its own. */
const misspeltLine = new RegExp(`^[ \\t]*(${misspeltName.toLowerCase()})[ \\t]*=[ \\t]*${value}`, 'gm');

/** Pages of documentation are not looked at: what is wrong there may be what they are about. */
const documentation = /\.(?:md|markdown|mdx|rst|adoc|asciidoc)$/i;

/** @param known what the readers have found */
export function looseFlavors(
  files: readonly SourceFile[],
  known: readonly WrittenFlavor[],
): Found['written'] {
  const places = new Set(known.map(({ place }) => `${place.uri} ${place.span.start}`));
  return files
    .flatMap((file) => file.once(flavorsIn))
    .filter(({ place }) => !places.has(`${place.uri} ${place.span.start}`));
}

const flavorsIn = ({ uri, text }: SourceFile): readonly WrittenFlavor[] => {
  if (!/flavou?r/i.test(text) || documentation.test(uri)) return [];
  const found: WrittenFlavor[] = [];
  const wrong = /(?:^|\/)kong[^/]*\.conf[^/]*$/i.test(uri) ? [...misspelt, misspeltLine] : misspelt;
  for (const pattern of [assigned, named, line, ...wrong]) {
    const isWrong = wrong.includes(pattern);
    const reads = pattern === misspeltLine ? 'router_flavor' : 'KONG_ROUTER_FLAVOR';
    for (const { index, 0: whole, 1: key, 3: flavor } of text.matchAll(pattern)) {
      const lineStart = text.lastIndexOf('\n', index) + 1;
      if (isComment(text.slice(lineStart, index))) continue;
      const keyStart = index + whole.indexOf(key!);
      const start = index + whole.lastIndexOf(flavor!);
      found.push({
        key: key!,
        keyPlace: { uri, span: { start: keyStart, end: keyStart + key!.length } },
        place: { uri, span: { start, end: start + flavor!.length } },
        text: flavor!,
        unread: isWrong ? { chart: null, key: reads } : null,
      });
    }
  }
  return found;
};

const isComment = (before: string): boolean => /^\s*(?:#|\/\/|--|;|\*|<!--)/.test(before);
