/**
 * The report on running gateways as a page. It is readable as plain text, too: links follow their texts
 * as numbers, and their targets at the end.
 */

import type {
  RunningFinding,
  RunningNode,
  RunningPlace,
  RunningReport,
  ValidatedNode,
} from '../protocol/index.js';
import { count, inlineCode, plainText } from '../text/index.js';

/** @param subject what was compared with the gateways, such as `kong.yaml`; `null` for the gateways alone */
export function runningMarkdown(report: RunningReport, subject: string | null): string {
  const links = new Links();
  const sections = [
    '# Running Gateways',
    `**${runningSummary(report, subject)}**`,
    ...(report.problems.length > 0
      ? [
          '## Problems between Gateways',
          report.problems.map(({ message }) => `- ${plainText(message)}`).join('\n'),
        ]
      : []),
    ...report.nodes.flatMap((node) => nodeSections(node, subject, links)),
    ...(report.notes.length > 0 ? ['## Not compared', listOf(report.notes)] : []),
  ];
  return `${[...sections, ...links.targets()].join('\n\n')}\n`;
}

/** One sentence. */
export function runningSummary({ agrees, nodes, problems }: RunningReport, subject: string | null): string {
  const failed = nodes.filter(({ failure }) => failure !== null).length;
  const findings = nodes.reduce((sum, node) => sum + node.findings.length, 0);
  if (agrees) {
    if (subject === null) return nodes.length === 1 ? 'The Gateway answers.' : 'The Gateways fit together.';
    return `${nodes.length === 1 ? 'The Gateway has' : 'The Gateways have'} the routes of ${plainText(subject)}.`;
  }
  const parts = [
    failed > 0 && `${count(failed, 'Gateway')} could not be reached`,
    problems.length > 0 && `${count(problems.length, 'problem')} between Gateways`,
    findings > 0 && `${count(findings, 'difference')} in routes`,
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}

function nodeSections(node: RunningNode, subject: string | null, links: Links): string[] {
  const { address, failure, findings, notes } = node;
  return [
    `## ${plainText(address)}`,
    ...(node.routes === null ? [] : [`${describeNode(node)}.`]),
    ...(failure ? [`Request failed: ${plainText(failure.message)}.`] : []),
    ...(findings.length > 0
      ? [findings.map((finding) => findingItem(finding, subject, links)).join('\n')]
      : []),
    ...(notes.length > 0 ? [listOf(notes)] : []),
  ];
}

/** Such as `Gateway 3.9.1, expressions, control plane, 23 routes, 2 data planes`. */
export function describeNode({ version, flavor, role, routes, dataPlanes }: RunningNode): string {
  const present = dataPlanes.filter(({ gone }) => !gone);
  const versions = [...new Set(present.map((plane) => plane.version ?? '?'))];
  return [
    version === null ? 'Konnect' : `Gateway ${version}`,
    flavor ?? (version === null ? null : 'router flavor unknown'),
    role === null || role === 'traditional' ? null : role.replace('_', ' '),
    routes === null ? null : count(routes, 'route'),
    present.length === 0 ? null : `${count(present.length, 'data plane')} (${versions.join(', ')})`,
  ]
    .filter((part) => part !== null)
    .map(plainText)
    .join(', ');
}

function findingItem(
  { route, message, fields, place }: RunningFinding,
  subject: string | null,
  links: Links,
) {
  const name = place ? links.to(route, place) : inlineCode(route);
  const sides = subject === null ? ['there', 'here'] : ['in the file', 'on the node'];
  const lines = fields.map(
    ({ field, expected, actual }) =>
      `  - ${field}: ${sides[0]} ${valueText(expected)}, ${sides[1]} ${valueText(actual)}`,
  );
  return [`- ${name}: ${plainText(message)}`, ...lines].join('\n');
}

/** What gateways say of one route. */
export function validatedMarkdown(route: string, nodes: readonly ValidatedNode[]): string {
  const sections = nodes.flatMap(({ address, failure, messages, ...node }) => [
    `## ${plainText(address)}`,
    ...(failure === null && node.version !== null
      ? [`${plainText(`Gateway ${node.version}, ${node.flavor ?? 'router flavor unknown'}`)}.`]
      : []),
    failure ? `Request failed: ${plainText(failure.message)}.` : listOf(messages),
  ]);
  return `${[`# The route ${inlineCode(route)} on running Gateways`, ...sections].join('\n\n')}\n`;
}

/** The longest value that is shown whole. */
const longest = 120;

export const valueText = (value: string | null): string => {
  if (value === null) return 'nothing';
  return inlineCode(value.length > longest ? `${value.slice(0, longest)} …` : value);
};

const listOf = (lines: readonly string[]) => lines.map((line) => `- ${plainText(line)}`).join('\n');

/** Links by number. */
class Links {
  readonly #targets: string[] = [];

  to(text: string, { file, range }: RunningPlace): string {
    this.#targets.push(`${file}#L${range.start.line + 1},${range.start.character + 1}`);
    return `[${plainText(text)}][${this.#targets.length}]`;
  }

  targets(): string[] {
    if (this.#targets.length === 0) return [];
    return [this.#targets.map((target, i) => `[${i + 1}]: <${target}>`).join('\n')];
  }
}
