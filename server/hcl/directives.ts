/** From the parts of a template, one after the other, to those that are in one another: `%{ if }` and `%{ for }`. */

import type { Span } from '../../grammar/index.js';
import type { Scanner } from './scanner.js';
import { joined, TextRun } from './text-run.js';
import type { Expression, Interpolation, TemplatePart } from './tree.js';

export type FlatPart =
  | TextRun
  | Interpolation
  | { readonly kind: 'if'; readonly condition: Expression; readonly span: Span }
  | {
      readonly kind: 'for';
      readonly key: string | null;
      readonly value: string;
      readonly collection: Expression;
      readonly span: Span;
    }
  | { readonly kind: 'else' | 'endif' | 'endfor'; readonly span: Span };

/** An `if` or `for` that is open. */
interface Open {
  readonly opening: Extract<FlatPart, { kind: 'if' | 'for' }>;
  readonly body: TemplatePart[];
  otherwise: TemplatePart[] | null;
}

/** Directives without a partner are reported, and end with the template. */
export function structured(flat: readonly FlatPart[], scanner: Scanner): readonly TemplatePart[] {
  const root: TemplatePart[] = [];
  const open: Open[] = [];
  const target = () => {
    const last = open.at(-1);
    return last ? (last.otherwise ?? last.body) : root;
  };
  const close = (end: number) => {
    const { opening, body, otherwise } = open.pop()!;
    const span = { start: opening.span.start, end };
    target().push(
      opening.kind === 'if'
        ? { kind: 'if', condition: opening.condition, whenTrue: body, whenFalse: otherwise ?? [], span }
        : { ...opening, body, span },
    );
  };
  for (let i = 0; i < flat.length; i++) {
    const part = flat[i]!;
    switch (part.kind) {
      case 'text': {
        const pieces = [...part.pieces];
        for (let next = flat[i + 1]; next instanceof TextRun; next = flat[i + 1]) {
          for (const piece of next.pieces) pieces.push(piece);
          i++;
        }
        target().push({ kind: 'text', pieces: joined(pieces) });
        break;
      }
      case 'interpolation':
        target().push(part);
        break;
      case 'if':
      case 'for':
        open.push({ opening: part, body: [], otherwise: null });
        break;
      default: {
        const last = open.at(-1);
        const wanted = part.kind === 'endfor' ? 'for' : 'if';
        const fits = last?.opening.kind === wanted && !(part.kind === 'else' && last.otherwise !== null);
        if (!fits) unbalanced(scanner, part.kind, part.span);
        else if (part.kind === 'else') last.otherwise = [];
        else close(part.span.end);
      }
    }
  }
  while (open.length > 0) {
    const { opening } = open.at(-1)!;
    unbalanced(scanner, opening.kind, opening.span);
    close(opening.span.end);
  }
  return root;
}

function unbalanced(scanner: Scanner, keyword: string, span: Span): void {
  scanner.problems.push({ code: 'hcl-unbalanced-directive', args: { keyword }, span });
}
