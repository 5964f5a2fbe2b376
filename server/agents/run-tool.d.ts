/** A tool, run: the command in a process of its own, so that no input can end or block the server that offers it. */
import type { AgentTool } from './tools.js';
/** How `kong-routes` is started: the program, what comes before its arguments, and where. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}
export interface ToolAnswer {
  /** `false` where the command could not run; then `text` says why. */
  readonly ok: boolean;
  /** The JSON of the command: one value, or one on each line. */
  readonly text: string;
  /** What the command said besides: files that were not read, what was assumed. Empty where it said nothing. */
  readonly remarks: string;
}
export declare function runTool(
  tool: AgentTool,
  sent: unknown,
  program: Program,
  cancelled: AbortSignal,
): Promise<ToolAnswer>;
