/** `kong-routes mcp`: the commands that write nothing, as tools for agents. */

import { Command } from 'commander';
import { version } from '../package.js';

export const mcpCommand = (): Command =>
  new Command('mcp')
    .description('serve read-only tools for agents over the Model Context Protocol (stdio)')
    .action(async () => {
      // Loaded when it is needed: no other command has a use for it.
      const { serveMcp } = await import('../mcp/serve-mcp.js');
      await serveMcp(
        {
          file: process.execPath,
          args: [process.argv[1]!],
          directory: process.cwd(),
          environment: process.env,
        },
        version(),
      );
    });
