import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { CheckedHeaders } from './checked-headers.js';
import { serve } from './server.js';

/** Serves an editor over standard input and output until it ends. */
export function serveStdio(): void {
  const input = new CheckedHeaders((reason) => {
    process.stderr.write(`kong-routes: ${refusals[reason]}; the server ends\n`);
    process.exit(1);
  });
  serve(createConnection(ProposedFeatures.all, process.stdin.pipe(input), process.stdout));
}

const refusals = {
  length: 'a message has no Content-Length that is a number',
  size: 'the header of a message has no end',
} as const;
