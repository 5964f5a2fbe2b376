/** The tools over the Model Context Protocol, on standard input and output. */

import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { type AgentTool, agentTools, type Program, runTool } from '../../agents/index.js';
import { usageFailures } from '../failure-words.js';

/** Ends when the client closes standard input. */
export async function serveMcp(program: Program, version: string): Promise<void> {
  const server = new Server(
    { name: 'kong-routes', title: 'Kong Routes', version },
    {
      capabilities: { tools: {} },
      instructions:
        'Tools for Kong Gateway routes. All of them only read. Check routes after each change, and compare the tables before and after it.',
    },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: agentTools.map(described) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = agentTools.find(({ name }) => name === params.name);
    if (!tool) throw new McpError(ErrorCode.InvalidParams, usageFailures.noSuchTool(params.name));
    const { ok, text, remarks } = await runTool(tool, params.arguments, program, signal);
    const texts = [text, remarks].filter((one) => one !== '');
    return { isError: !ok, content: texts.map((one) => ({ type: 'text' as const, text: one })) };
  });
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
  });
  const transport = new StdioServerTransport();
  await server.connect(transport);
  // The transport itself does not notice that the client is gone.
  process.stdin.once('end', () => void server.close());
  await closed;
}

const described = ({ name, title, description, properties, required }: AgentTool) => ({
  name,
  title,
  description,
  inputSchema: {
    type: 'object' as const,
    properties: properties as Record<string, object>,
    required: [...required],
    additionalProperties: false,
  },
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
});
