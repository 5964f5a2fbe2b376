/** The tools that agents get: commands that write nothing, each run in a process of its own. */
export { runTool } from './run-tool.js';
export { agentTools } from './tools.js';
//# sourceMappingURL=index.js.map
