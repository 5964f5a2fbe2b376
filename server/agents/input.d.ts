/** Inputs of tools as an agent sends them: data that nobody has checked. */
import type { AgentTool, Input } from './tools.js';
/** @returns the input, or what is wrong with it in a sentence that the agent can act on */
export declare function inputOf(
  { properties, required }: AgentTool,
  sent: unknown,
):
  | {
      readonly input: Input;
    }
  | {
      readonly refused: string;
    };
