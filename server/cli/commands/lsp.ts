/** `kong-routes lsp`: the language server, for any editor. */

import { Command } from 'commander';
import { serveStdio } from '../../lsp/index.js';

export const lspCommand = (): Command =>
  new Command('lsp')
    .description('run the language server for an editor')
    .requiredOption('--stdio', 'communicate over standard input and output')
    .action(() => serveStdio());
