/** Files of Terraform, each version read once, whoever asks. */

import { type ModuleFile, readTerraformFile } from '../../terraform/index.js';
import type { SourceFile } from '../../text/index.js';
import { isTerraform } from '../sources/index.js';

const findModuleFile = ({ uri, text }: SourceFile): ModuleFile | null =>
  isTerraform(uri) ? readTerraformFile(uri, text) : null;

/** `null` for what Terraform does not read. */
export const moduleFile = (file: SourceFile): ModuleFile | null => file.once(findModuleFile);
