/**
 * The store's name for a model's file, as nix/lib/store-name.nix makes it:
 * what is put into the store by that name is what the declaration finds.
 */
export function storeName(file: string): string {
  const legal = file.replaceAll(/[^A-Za-z0-9+._?=-]+/g, "-")
  const short = legal.slice(-160)
  return short.startsWith(".") || short === "" ? `model${short}` : short
}
