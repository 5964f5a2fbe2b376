/** `kong-routes completion`: what a shell completes after the name of the command. */

import { Argument, Command } from 'commander';
import { completionScript, type Shell, shells } from '../completion-script.js';
import { print } from '../output.js';

export const completionCommand = (): Command =>
  new Command('completion')
    .description('print a script that completes commands and options in a shell')
    .addArgument(new Argument('<shell>', 'shell that reads the script').choices(shells))
    .action((shell: Shell, _: unknown, command: Command) => print(completionScript(command.parent!, shell)));
