/**
 * Railroad diagrams of grammars, as SVG. Chevrotain's own script draws them; it is made for browsers and runs here in a
 * context of its own.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import vm from 'node:vm';

/** A part of a rule, as Chevrotain writes it down. */
export type DiagramPart =
  | {
      readonly type: 'Rule' | DiagramGroup;
      readonly name?: string;
      readonly definition: readonly DiagramPart[];
    }
  | { readonly type: 'Terminal'; readonly name: string; readonly label: string }
  | { readonly type: 'NonTerminal'; readonly name: string };

type DiagramGroup = 'Option' | 'Alternation' | 'Alternative' | 'Repetition' | 'RepetitionMandatory';

/** What the library draws with; of it, what is asked for here. */
interface Drawing {
  attrs: Record<string, string | number>;
  format(padding: number): Drawing;
  toString(): string;
}

interface Builder {
  convertProductionToDiagram(rule: DiagramPart, name: string): Drawing;
}

/** The colours work on a light and on a dark page: the picture brings its own ground. */
const style = `
    .ground { fill: #ffffff; stroke: none; }
    path { stroke-width: 2; stroke: #57606a; fill: none; }
    text { font: bold 14px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; text-anchor: middle; fill: #1f2328; }
    rect { stroke-width: 2; stroke: #57606a; fill: #ddf4ff; }
    g.non-terminal rect { fill: #fff8c5; }
  `;

const attributes: ReadonlySet<string> = new Set([
  ...['xmlns', 'viewBox', 'width', 'height', 'role', 'aria-label', 'class', 'transform'],
  ...['d', 'x', 'y', 'rx', 'ry'],
]);

/** Loads the two scripts. */
function load(): Builder {
  const require = createRequire(import.meta.url);
  // The package shows only its main file.
  const root = join(dirname(require.resolve('chevrotain')), '../../diagrams');
  const context = vm.createContext({});
  for (const file of ['vendor/railroad-diagrams.js', 'src/diagrams_builder.js']) {
    vm.runInContext(readFileSync(join(root, file), 'utf8'), context, { filename: file });
  }
  return vm.runInContext('diagrams_builder', context) as Builder;
}

/** @returns a function that draws a rule as the text of an SVG file */
export function diagramDrawer(): (rule: DiagramPart & { readonly name: string }) => string {
  const builder = load();
  return (rule) => {
    const drawing = builder.convertProductionToDiagram(rule, rule.name).format(12);
    const { width, height } = drawing.attrs;
    drawing.attrs.xmlns = 'http://www.w3.org/2000/svg';
    drawing.attrs.role = 'img';
    drawing.attrs['aria-label'] = rule.name;
    const ground = `<style>${style}</style>\n<rect class="ground" width="${width}" height="${height}"/>\n`;
    // The script also writes down where a part comes from.
    const svg = drawing
      .toString()
      .replace(/ ([\w:-]+)="[^"]*"/g, (attribute, name) => (attributes.has(name) ? attribute : ''));
    return `${svg.replace(/^(<svg[^>]*>\n)/, `$1${ground}`).trimEnd()}\n`;
  };
}
