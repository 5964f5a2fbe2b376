/**
 * The tools that agents get, over MCP and in VS Code: each is a command of `kong-routes` that writes no file, with its JSON as
 * the answer. The names and schemas are also in `package.json` (`languageModelTools`), which a test compares with these.
 */
/** The part of JSON Schema that inputs of tools are described in. */
export type InputSchema =
  | {
      readonly type: 'string';
      readonly description: string;
      readonly enum?: readonly string[];
    }
  | {
      readonly type: 'boolean';
      readonly description: string;
    }
  | {
      readonly type: 'array';
      readonly description: string;
      readonly items: {
        readonly type: 'string';
      };
      readonly minItems?: number;
    };
export interface AgentTool {
  readonly name: string;
  readonly title: string;
  /** What it answers, for a model that has to choose. */
  readonly description: string;
  readonly properties: Readonly<Record<string, InputSchema>>;
  readonly required: readonly string[];
  /** The command for inputs that fit the schema. */
  readonly command: (input: Input) => ToolCommand;
}
export interface ToolCommand {
  /** Arguments of `kong-routes`. */
  readonly args: readonly string[];
  readonly stdin?: string;
}
export type Input = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
/** In the order in which they are listed. */
export declare const agentTools: readonly AgentTool[];
