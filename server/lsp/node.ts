import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { CheckedHeaders } from './checked-headers.js';
import { serve } from './server.js';

/** Serves the editor that started this process, in the way that the arguments name, until it ends. */
export function serveByArguments(): void {
  if (process.argv.includes('--stdio')) serveStdio();
  else serve(createConnection(ProposedFeatures.all));
}

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
