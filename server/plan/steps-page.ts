/** The steps, on the page of a plan. */

import type { Block, Inline, Piece } from '../pages/index.js';
import { alternativeWords, checkWords, partFactWords, partTitle, stepWords } from '../problems/index.js';
import { heading, link, paragraph } from './plan-blocks.js';
import type { Part, Plan, Step } from './plan-model.js';

export const stepsSection = (plan: Plan): Block[] => [
  ...introduction(plan),
  ...plan.parts.flatMap(partBlocks),
];

/** `--apply` writes all edits at once, but each step needs only its own. */
function introduction({ parts }: Plan): Block[] {
  const changing = parts.flatMap(({ steps }) => steps.filter(({ changes }) => changes.length > 0));
  if (changing.length < 2) return [];
  return [
    paragraph(
      'Each step lists the lines that change in it. `--apply` and the button in the editor write all of them at once: commit them, and roll them out to the Gateways step by step.',
    ),
  ];
}

function partBlocks(part: Part): Block[] {
  return [
    heading(3, [partTitle(part.topology, part.gateways)]),
    { kind: 'list', items: part.about.map((fact): Inline => [partFactWords(fact)]) },
    ...(part.steps.length > 0
      ? part.steps.flatMap((step, i) => stepBlocks(step, i + 1))
      : [paragraph('Nothing to do: this Gateway already has the wanted settings.')]),
    ...part.others.map(({ about, steps }): Block => {
      const { title, text } = alternativeWords(about);
      return {
        kind: 'details',
        summary: [title],
        blocks: [paragraph(text), ...steps.flatMap((step, i) => stepBlocks(step, i + 1))],
      };
    }),
  ];
}

function stepBlocks({ about, byHand, changes, commands, verify }: Step, number: number): Block[] {
  const { title, text, meanwhile, back } = stepWords(about, byHand);
  return [
    heading(4, [`${number}. ${title}`]),
    ...text.map((line) => paragraph(line)),
    ...(changes.length > 0
      ? [
          paragraph(
            'Changes: ',
            ...changes.flatMap((at, i): Piece[] => (i === 0 ? [link(at)] : [', ', link(at)])),
          ),
        ]
      : []),
    ...(commands.length > 0
      ? [{ kind: 'code' as const, language: 'sh' as const, text: commands.join('\n') }]
      : []),
    ...(verify.length > 0
      ? [
          paragraph('Check:'),
          {
            kind: 'list' as const,
            items: verify.map(
              ({ about: what, command }): Inline => [
                command === null ? checkWords(what) : `${checkWords(what)} \`${command}\``,
              ],
            ),
          },
        ]
      : []),
    ...(meanwhile === null ? [] : [paragraph(`Meanwhile: ${meanwhile}`)]),
    paragraph(`Going back: ${back}`),
  ];
}
