/**
 * The addresses that may be contacted: all of a trusted workspace, else those that the user agrees to.
 *
 * @param addresses what was set or entered, if anything was
 * @param agrees asks the user, who sees the addresses
 */
export async function trusted(
  addresses: readonly string[] | undefined,
  isTrusted: boolean,
  agrees: (addresses: readonly string[]) => Promise<boolean>,
): Promise<readonly string[] | undefined> {
  if (!addresses || isTrusted) return addresses;
  return (await agrees(addresses)) ? addresses : undefined;
}
