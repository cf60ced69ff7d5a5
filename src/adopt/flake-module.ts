import { fail } from "../errors/fail.ts"
import { inputReference } from "../inventory/schema/input-reference.ts"

/** A flake that a host is made by, as an input and a module of it. */
export type FlakeModule = {
  readonly input: string
  readonly reference: string
  /** For `modules`: `<input>#<attribute>`. */
  readonly module: string
}

/**
 * Reads `github:ada/dotfiles#nixosModules.lithium`; without a fragment it is
 * `nixosModules.default`. Errors: `usage`: what is no reference, and a whole
 * system, which can't be a part of another.
 */
export function flakeModule(written: string): FlakeModule {
  const [reference = "", attribute = "nixosModules.default"] =
    written.split("#")
  const judged = inputReference.safeParse(reference)
  if (!judged.success)
    throw wrong(
      `${reference} is no input: expected ${judged.error.issues[0]?.message}`,
    )
  if (attribute.startsWith("nixosConfigurations"))
    throw wrong(
      `${attribute} is a whole system; name the module that it is made of, ` +
        "and let the flake give it as nixosModules.NAME",
    )
  if (!/^[A-Za-z_][\w'-]*(\.[A-Za-z_][\w'-]*)*$/.test(attribute))
    throw wrong(`${attribute} is no attribute, such as nixosModules.default`)
  const input = nameOf(reference)
  return { input, module: `${input}#${attribute}`, reference }
}

/** `github:ada/dotfiles/main?dir=x` → dotfiles. */
function nameOf(reference: string): string {
  const [bare = ""] = reference.split("?")
  const [scheme = "", ...rest] = bare.split(":")
  const parts = rest.join(":").split("/").filter(Boolean)
  const isForge = ["github", "gitlab", "sourcehut"].includes(scheme)
  const word = (isForge ? parts[1] : parts.at(-1)) ?? ""
  const name = word
    .replace(/\.(git|tar\.\w+|tgz|zip)$/, "")
    .replaceAll(/[^A-Za-z0-9_-]/g, "-")
    .replace(/^[^A-Za-z]+/, "")
  return name === "" || name === "self" || name === "nixpkgs" ? "host" : name
}

function wrong(problem: string): Error {
  return fail("usage", {
    problem,
    try: ["sdops hosts add … --flake github:ada/dotfiles#nixosModules.default"],
  })
}
