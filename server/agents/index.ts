/** The tools that agents get: commands that write nothing, each run in a process of its own. */

export { type Program, runTool, type ToolAnswer } from './run-tool.js';
export { type AgentTool, agentTools } from './tools.js';
