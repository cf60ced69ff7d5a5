import type { HeavyPackage } from "./heavy-builds.ts"

/**
 * The heavy packages as an extended regular expression (POSIX) of store paths,
 * for hosts to choose by. It takes a few too many: `heavyBuilds` decides.
 */
export function heavyPattern(table: readonly HeavyPackage[]): string {
  const names = table.map(({ name }) => name.replaceAll(/[.+]/g, "[$&]"))
  const interpreter = "((cuda|lua|perl|python|ruby)[0-9.]+-)?"
  return `^/nix/store/[a-z0-9]{32}-${interpreter}(${names.join("|")})-[^a-zA-Z]`
}
