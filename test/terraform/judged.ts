/** Everything that is reported about the routes of a Terraform file: places and codes, as a checker would show them. */

import { readExpression } from '../../grammar/index.js';
import { placeOfText } from '../../server/hcl/index.js';
import type { Gateway } from '../../server/routes/gateway.js';
import { readRoute, subsystemOf } from '../../server/routes/route.js';
import { judge } from '../../server/routes/rules.js';
import {
  aroundUnknown,
  effectiveTerraformData,
  isJudged,
  judgedExpression,
  moduleOf,
  readRoutes,
  readTerraformFile,
  type TerraformRoute,
} from '../../server/terraform/index.js';

export const gateway: Gateway = { flavor: 'expressions', version: [3, 10, 0] };

/** `line:column-line:column code`, in the order of the text; lines and columns count from 1, in UTF-16 units. */
export function everyProblem(text: string, name = 'main.tf', as: Gateway = gateway): string[] {
  const file = readTerraformFile(name, text)!;
  const module = moduleOf([file]);
  const { routes, problems } = readRoutes(module);
  const said = [
    ...file.hcl.problems.map(({ code, span }) => ({ code: code as string, span })),
    ...problems.map(({ code, span }) => ({ code: code as string, span })),
    ...routes.flatMap((route) => problemsOf(route, as)),
  ];
  return said
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ code, span }) => `${position(text, span.start)}-${position(text, span.end)} ${code}`);
}

/** Kong's problems of a route, with absolute spans. */
export function problemsOf(route: TerraformRoute, as: Gateway) {
  const data = effectiveTerraformData(route);
  const at = ({ start, end }: { start: number; end: number }) => ({
    start: route.start + start,
    end: route.start + end,
  });
  const found = aroundUnknown(route, judge(readRoute(data), data, as)).map(({ code, path }) => {
    const entry = route.body.entries.find(({ key }) => key === path[0]);
    return { code: code as string, span: at(entry?.keySpan ?? route.body.span) };
  });
  const expression = route.body.entries.find(({ key }) => key === 'expression')?.value;
  if (expression?.kind !== 'scalar' || expression.text === null) return found;
  const judged = judgedExpression(route);
  const { text } = expression;
  const language = { subsystem: subsystemOf(readRoute(data)), gatewayVersion: as.version };
  const read = readExpression(text.value, language);
  return [
    ...found,
    ...read.problems
      .filter(({ span }) => isJudged(judged, span))
      .map(({ code, span }) => ({ code: code as string, span: at(placeOfText(text, span)) })),
  ];
}

export function position(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `${lines.length}:${lines.at(-1)!.length + 1}`;
}
