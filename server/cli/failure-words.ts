/** Why a command cannot run, or a file cannot be read or written: the sentences. Those about a file follow its name. */

/** Options and arguments that are missing, wrong, or do not go together. */
export const usageFailures = {
  commandMissing: 'no command given',
  commandUnknown: (command: string): string => `unknown command '${command}'`,
  commands: (problem: string, names: readonly string[]): string =>
    `${problem}; the commands are ${names.join(', ')} (kong-routes --help)`,
  optionMissing: (option: string): string => `option '${option}' is missing`,
  optionNeeds: (option: string, other: string): string => `option '${option}' needs '${other}'`,
  needsController: (option: string): string =>
    `option '${option}' needs '--controller kic' or '--controller operator'`,
  optionNotWith: (option: string, other: string): string =>
    `option '${option}' cannot be used with option '${other}'`,
  stdinCannotBeWritten: "option '--write' cannot be used with standard input",
  stdinCannotBeFixed:
    "option '--fix' cannot be used with standard input: save it to a file and name the file",
  stdinCanOnlyBeChecked: "standard input can only be checked: add '--check'",
  stdinFilenameNeedsStdin: "option '--stdin-filename' needs the path '-' (standard input)",
  pathMissing: 'no path given: name a path in addition to the excluded ones',
  onlyOneToPrint: 'several files cannot be printed one after the other: add --diff or --write',
  sinceNeedsVersion: (oldest: string, newest: string): string =>
    `option '--since' needs a version from ${oldest} to ${newest}, such as 3.4`,
  sidesMissing: 'two sets of routes are required: a directory means all of its files',
  secondSideMissing: 'name a second set of routes, or the routers of this one with --from and --to',
  requestsMissing:
    "no requests: add '--requests <file>', '--url <url>', '--request <text>' or '--scheme <scheme>'",
  notAUrl: (text: string): string => `'${text}' is not an absolute http or https URL`,
  notAHeader: (text: string): string => `'${text}' is not a header: write 'name: value'`,
  notARouter: (text: string): string =>
    `'${text}' is not a router: write a flavor, optionally with a version: expressions@3.9`,
  notALogFormat: (text: string): string =>
    `'${text}' is not a log format: a log_format of nginx contains $request or $request_uri`,
  notAController: 'Name kic or operator, with a version such as kic@3.4.12 where it is not the newest.',
  notGates: 'Name gates as Gate=true,Other=false.',
  notAVersion: 'Name a version such as 3.9 or 3.4.1.',
  notAPercentage: 'Enter a percentage up to 100.',
  notAPort: 'Enter a port number up to 65535.',
  notATimeout: 'Enter a number of seconds up to 600.',
  noSuchTool: (name: string): string => `There is no tool ${name}.`,
} as const;

/** What is wrong with files. */
export const fileFailures = {
  missing: 'no such file',
  missingDirectory: (path: string): string => `${path}: no such directory`,
  notRegular: 'is not a regular file',
  notPermitted: 'cannot be read (permission denied)',
  notUtf8: 'is not a UTF-8 text file',
  notWellFormed: (what: string): string => `not well-formed: ${what}`,
  notWellFormedFormat: (format: string, what: string, isTemplate: boolean): string =>
    `not well-formed ${format}: ${what}${isTemplate ? ' (a template? render it first)' : ''}`,
  notARequestFile: 'must be a JSON array of requests, or a HAR file',
  notAJsonString: (line: number): string =>
    `line ${line} of standard input is not a JSON string such as "http.path == \\"/a\\""`,
  notAState: 'is no state of Terraform: name a state file, or the output of `terraform show -json`',
  notGenerated: 'is not a generated file: choose another one with --output',
  notATestFile: 'is not a route test file: its name must end with .kong-test.yaml',
  directoryOfLogs: 'is a directory: name the log files',
  withoutTests: 'contains no route tests (*.kong-test.yaml)',
  testsWithoutRoutes: "has no route files: set 'routes', or use --routes",
  fileWithoutRoutes: (name: string): string => `${name} has no Kong routes`,
  directoryWithoutRoutes: 'contains no files with Kong routes',
  globWithoutFiles: 'matches no files',
  globWithoutRoutes: 'matches no files with Kong routes',
  ignoredSkipped: '; ignored files were skipped (use --no-ignore to include them)',
  revisionUnknown: (revision: string): string => `git has no revision '${revision}'`,
  missingInRevision: 'no such file in that revision',
  revisionWithoutRoutes: 'that revision contains no files with Kong routes',
  baselineMissing: 'no such file (--update-baseline writes it)',
  baselineNotRead: 'is not a baseline that this version can read',
  baselineIncomplete: 'not written, because some files could not be checked',
  notWritten: (why: string): string => `could not be written: ${why}`,
  notWrittenNotRegular: 'could not be written: it is not a regular file',
  notWrittenLink: (target: string, root: string): string =>
    `could not be written: it is a link to ${target}, outside of ${root}`,
  notWrittenGone: 'could not be written: it is gone',
  notWrittenChanged: 'was not written: it has changed since it was read',
} as const;

/** What keeps a command from a result. */
export const runFailures = {
  notAllRead: 'not all files could be read',
  routesMissing: 'no routes found: name a file with Kong routes',
  severalGateways: 'the files are read by different Gateways: choose one with --flavor and --gateway',
  routeMissing: (route: string): string => `no route named ${route} needs to be converted`,
  logNotRead: 'no line of the log could be read as a request: set its format with --log-format',
  routerNotBuilt: 'Kong cannot build its router from these routes (kong-routes match shows why)',
  bug: (what: string): string => `this is a bug in kong-routes, please report it: ${what}`,
  outputNotWritten: (why: string): string => `standard output cannot be written: ${why}`,
} as const;
