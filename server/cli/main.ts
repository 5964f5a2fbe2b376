/** The terminal command `kong-routes`: its commands, and what becomes of their failures. */

import { Command, CommanderError, Help, type Option } from 'commander';
import { checkCommand } from './commands/check.js';
import { compareCommand } from './commands/compare.js';
import { completionCommand } from './commands/completion.js';
import { convertCommand } from './commands/convert.js';
import { expressionCommand } from './commands/expression.js';
import { fmtCommand } from './commands/fmt.js';
import { lspCommand } from './commands/lsp.js';
import { matchCommand } from './commands/match.js';
import { matrixCommand } from './commands/matrix.js';
import { mcpCommand } from './commands/mcp.js';
import { planCommand } from './commands/plan.js';
import { replayCommand } from './commands/replay.js';
import { runningCommand } from './commands/running.js';
import { testCommand } from './commands/test.js';
import { translateCommand } from './commands/translate.js';
import { usageFailures } from './failure-words.js';
import { CannotRun } from './files.js';
import { printBug, printProblem, watchOutput } from './output.js';
import { version } from './package.js';

const program = new Command('kong-routes')
  .description(
    'Checks, translates and converts Kong Gateway routes in declarative and decK files, answers of Admin APIs, Kubernetes manifests and Terraform.',
  )
  .usage('<command> [options]')
  // Commander answers a command that is missing or unknown with the whole help.
  .helpCommand(false)
  .argument('[words...]')
  .action(([command, topic]: string[]) => {
    if (command === 'help') (program.commands.find((known) => known.name() === topic) ?? program).help();
    const names = program.commands.map((known) => known.name());
    const problem =
      command === undefined ? usageFailures.commandMissing : usageFailures.commandUnknown(command);
    throw new CannotRun(usageFailures.commands(problem, names));
  })
  .version(version(), '--version')
  .exitOverride()
  .showHelpAfterError(false);

/** In the order of the help. */
const commands = [
  checkCommand,
  translateCommand,
  matchCommand,
  compareCommand,
  testCommand,
  replayCommand,
  matrixCommand,
  convertCommand,
  fmtCommand,
  planCommand,
  expressionCommand,
  runningCommand,
  lspCommand,
  mcpCommand,
  completionCommand,
];
for (const command of commands) program.addCommand(command());

watchOutput();

/** An option that is off by default needs no remark, and descriptions are wrapped next to long names of options, too. */
class CommandHelp extends Help {
  override minWidthToWrap = 30;

  override optionDescription(option: Option): string {
    return option.defaultValue === false ? option.description : super.optionDescription(option);
  }
}

program.createHelp = () => Object.assign(new CommandHelp(), program.configureHelp());
for (const command of program.commands) {
  command.copyInheritedSettings(program);
  command.createHelp = program.createHelp;
}
program.configureOutput({ outputError: () => {} });
for (const command of program.commands) command.configureOutput({ outputError: () => {} });

async function run(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help that was asked for is not a failure.
      if (error.exitCode !== 0) printProblem(error.message.replace(/^error: /, ''));
    } else if (error instanceof CannotRun) printProblem(error.message);
    else printBug(error as Error);
  }
}

void run();
