/** What Kong makes of what it is started with: kong.conf, environment files, image, mounts. */

export { type EnvFormat, envLines, envVariables } from './env-file.js';
export { writtenFlavor } from './given-flavor.js';
export { kongConfGateways, readKongConf } from './kong-conf.js';
export { type Given, given, type Launch, settingOf, settingsOf, textGiven, type Unknown } from './launch.js';
export { confOf, containerPath, declarativeFiles, type Mount } from './mounts.js';
export { runsGateway } from './runs-kong.js';
export { defaultFlavor, imageName, isGatewayImage, parseFlavor } from './setting-value.js';
