/** Whether Terraform may read a file as a part of its directory, by its path or URI. */
export const isTerraform = (path: string): boolean => /\.(?:tf|tofu|tfvars)(?:\.json)?$/.test(path);
