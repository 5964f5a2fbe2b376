/** Scripts that complete commands and options of `kong-routes` in a shell, made of what the commands say of themselves. */

import type { Command } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

interface CompletedOption {
  readonly flag: string;
  readonly description: string;
  /** Empty where any value fits, which then is a file. */
  readonly values: readonly string[];
  readonly needsValue: boolean;
}

interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
}

/** @param program with all of its commands */
export function completionScript(program: Command, shell: Shell): string {
  const commands = program.commands.map(completed);
  return { bash, zsh, fish }[shell](commands);
}

const completed = (command: Command): CompletedCommand => ({
  name: command.name(),
  description: command.description(),
  options: [
    ...command.options
      .filter(({ hidden }) => !hidden)
      .map(({ long, description, argChoices, required, optional }) => ({
        flag: long ?? '',
        description,
        values: argChoices ?? [],
        needsValue: required || optional,
      })),
    { flag: '--help', description: 'display help for command', values: [], needsValue: false },
  ],
});

/** Within single quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function bash(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(({ name, options }) => {
    const values = options.flatMap(({ flag, values }) =>
      values.length > 0 ? [`      ${name}:${flag}) words=${quoted(values.join(' '))} ;;`] : [],
    );
    const files = options.flatMap(({ flag, values, needsValue }) =>
      needsValue && values.length === 0 ? [`${name}:${flag}`] : [],
    );
    return {
      flags: `      ${name}) words=${quoted(options.map(({ flag }) => flag).join(' '))} ;;`,
      values,
      files: files.length > 0 ? [`      ${files.join('|')}) isFile=1 ;;`] : [],
    };
  });
  return `# Completion of kong-routes for bash: source <(kong-routes completion bash)
_kong_routes() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words= isFile=
  if [[ $COMP_CWORD == 1 ]]; then
    words=${quoted(commands.map(({ name }) => name).join(' '))}
  elif [[ $current == -* ]]; then
    case $command in
${cases.map(({ flags }) => flags).join('\n')}
    esac
  else
    case $command:$previous in
${cases.flatMap(({ values, files }) => [...values, ...files]).join('\n')}
    esac
  fi
  if [[ -n $words ]]; then COMPREPLY=($(compgen -W "$words" -- "$current"))
  else COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _kong_routes kong-routes
`;
}

function zsh(commands: readonly CompletedCommand[]): string {
  const text = (words: string) => words.replace(/[[\]:\\]/g, '\\$&').replaceAll("'", `'\\''`);
  const specs = ({ options }: CompletedCommand) =>
    options.map(({ flag, description, values, needsValue }) => {
      const value = !needsValue ? '' : values.length > 0 ? `:value:(${values.join(' ')})` : ':value:_files';
      return `        '*${flag}[${text(description)}]${value}'`;
    });
  return `#compdef kong-routes
# Completion of kong-routes for zsh: kong-routes completion zsh > "\${fpath[1]}/_kong-routes"
_kong_routes() {
  local -a commands=(
${commands.map(({ name, description }) => `    '${name}:${text(description)}'`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case $words[2] in
${commands
  .map(
    (command) =>
      `    ${command.name})\n      _arguments \\\n${[...specs(command), "        '*:path:_files'"].join(' \\\n')}\n      ;;`,
  )
  .join('\n')}
  esac
}
_kong_routes "$@"
`;
}

function fish(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, description, options }) => [
    `complete -c kong-routes -n __fish_use_subcommand -f -a ${name} -d ${fishQuoted(description)}`,
    ...options.map(({ flag, description, values, needsValue }) => {
      const value = !needsValue ? '' : values.length > 0 ? ` -x -a ${fishQuoted(values.join(' '))}` : ' -r';
      return `complete -c kong-routes -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}${value} -d ${fishQuoted(description)}`;
    }),
  ]);
  return `# Completion of kong-routes for fish: kong-routes completion fish > ~/.config/fish/completions/kong-routes.fish
${lines.join('\n')}
`;
}

const fishQuoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
