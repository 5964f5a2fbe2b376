/** What VS Code shows of the client itself: prompts, choices and messages. The server makes all other sentences. */

export const messages = {
  noRoutes: 'Open a file with Kong routes first.',
  noRoute: 'Place the cursor in a route first.',
  noFolder: 'Open the folder of this file first. The setting is stored there.',
  noPlanFolder: 'Open the folder that contains the files of routes and Gateways first.',
  noFlavorSet: 'No file in this workspace sets the router flavor for this file.',
  notCommitted: 'The file is in no commit.',
  overrides: (key: string, value: string): string =>
    `kongRoutes.${key} is set to ${value} and overrides this choice.`,
  notCopied: (route: string, reason: string | null): string => `${route} was not copied: ${reason}.`,
  copied: (route: string): string => `${route} was copied as a curl command.`,
  notConverted: (path: string, route: string, reason: string): string =>
    `${path}: ${route} was not converted: ${reason}`,
  previewed: (message: string): string => `Preview: ${message}${message.endsWith('.') ? '' : '.'}`,
  notTried: (reason: string | null): string => `The request was not tried: ${reason}.`,
  accepted: (where: string, route: string): string => `${where}: accepts the route ${route}.`,
  noTokens: 'No Admin API tokens are stored.',
  notTrusted: 'This workspace is not trusted. Connect to these Admin APIs anyway?',
  restarted: 'The language server of Kong Routes was restarted.',
  ended: 'The language server of Kong Routes ended unexpectedly. It is started again.',
  endedTooOften:
    'The language server of Kong Routes ended too often and was not started again. Problems are no longer updated.',
  versionForm: 'Enter a Gateway version such as 3.9 or 3.4.1.',
  urlCredentials:
    'Leave out user name and password. Kong Routes asks for a token if the Admin API requires one.',
} as const;

export const titles = {
  compare: 'Compare routes with …',
  compareFlavor: 'Compare routes with the same under …',
  compareRunning: 'Compare with Running Gateways',
  running: 'Running Gateways',
  routeOnRunning: 'Route on Running Gateways',
  preview: 'Preview in router flavor …',
  flavor: 'Router flavor of the Gateway',
  version: 'Version of the Gateway',
  severalGateways: 'Several Gateways set the router flavor',
  scope: 'Which files does this apply to?',
  plan: (step: 1 | 2 | 3): string => `Plan Router Flavor Change (${step} of 3)`,
  coverage: 'Run Route Tests with Coverage',
} as const;

export const prompts = {
  newVersion: 'New Gateway version. Leave it empty to keep the version.',
  adminUrls:
    'URLs of Admin APIs, separated by spaces. To keep them, add them to the setting kongRoutes.adminApi.',
  request: 'A URL, a curl command, a HAR entry, or a line of an access log',
} as const;

/** Items of menus, and labels of buttons. */
export const choices = {
  showLog: 'Show Log',
  restart: 'Restart',
  savedFile: 'The saved file',
  savedFileName: 'the saved file',
  committedFile: 'The committed file',
  sameRoutes: 'the same routes under this router flavor',
  anotherRouter: 'Another flavor and version …',
  compareOther: 'Compare with …',
  goTo: (value: string): string => `$(go-to-file) Go to where the ${value} is set`,
  readBy: (gateway: string): string => `$(server) Read by ${gateway}`,
  chooseFlavor: '$(list-selection) Choose a router flavor …',
  chooseVersion: '$(versions) Choose a Gateway version …',
  useDetected: '$(discard) Use the detected flavor and version',
  removesSettings: 'removes the settings for this file',
  plan: '$(list-ordered) Plan a router flavor change …',
  thisFile: 'For this file',
  folderFiles: 'For all files in this folder',
  workspaceFiles: 'For the whole workspace folder',
  runningHere: 'running here',
  notFoundHere: 'not found here',
  detect: 'Detect from the files',
  writeTables: 'Write Routes in Both Forms …',
  writeTablesHere: 'Write Routes in Both Forms Here',
  everyExpression: 'every route with an expression',
  everyFields: 'every route with traditional fields',
  clearValues: 'Clear Values in the Editor',
} as const;

/** What each flavor means, in the menus of a plan. */
export const flavorDescriptions = {
  traditional: 'router of Kong before 3.0, deprecated',
  traditional_compatible: 'traditional fields, which Kong translates into expressions',
  expressions: 'expressions, and traditional fields from Gateway 3.7 on',
} as const;
