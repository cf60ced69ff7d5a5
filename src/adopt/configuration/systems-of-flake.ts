import { parseNix } from "../../nix/language/parse.ts"
import { settingsOf } from "../../nix/language/settings.ts"

/**
 * The names in `nixosConfigurations` as a flake's text has them, the host's
 * own first; that alone where the text doesn't tell.
 */
export function systemsOf(flake: string, host: string): string[] {
  const tree = parseNix(flake)
  const settings = tree === undefined ? [] : settingsOf(tree)
  const names = settings
    .filter(({ path }) => path.at(-1) === "nixosConfigurations")
    .flatMap(({ path, value }) =>
      settings.filter(
        (one) =>
          one.path.length === path.length + 1 &&
          path.every((name, index) => one.path[index] === name) &&
          // `nixosConfigurations.a = …`, or a set of them; none of a call.
          (one.value === value || value.is === "set"),
      ),
    )
    .map(({ path }) => path.at(-1) ?? "")
    .filter((name) => /^[A-Za-z_][\w'-]*$/.test(name))
  const all = [...new Set(names)]
  if (all.length === 0) return [host]
  return all.toSorted((a, b) => Number(b === host) - Number(a === host))
}
