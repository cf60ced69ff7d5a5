import { fail } from "../../errors/fail.ts"
import { inputReference } from "../../inventory/schema/input-reference.ts"
import { withoutUrlSecrets } from "../../secret-in-url.ts"

/** A flake that a host is made by: an input, and a module or system of it. */
export type FlakeModule = {
  readonly input: string
  readonly reference: string
  /** For `modules`: `<input>#<attribute>`. */
  readonly module: string
  /** It is a whole system, which brings its own nixpkgs and arguments. */
  readonly system: boolean
}

/**
 * Reads `github:ada/dotfiles#nixosModules.lithium`; without a fragment it is
 * `nixosModules.default`. A folder is named after the host, since another
 * host's is another. Errors: `usage`: what is no reference or no attribute.
 */
export function flakeModule(written: string, host?: string): FlakeModule {
  const [reference = "", attribute = "nixosModules.default"] =
    written.split("#")
  requireReference(reference)
  if (!/^[A-Za-z_][\w'-]*(\.[A-Za-z_][\w'-]*)*$/.test(attribute))
    throw wrong(
      `${attribute} is not an attribute path such as nixosModules.default`,
    )
  const [first, ...names] = attribute.split(".")
  const system = first === "nixosConfigurations"
  if (system && names.length !== 1)
    throw wrong(`${attribute} is not a system: name one of nixosConfigurations`)
  const isFolder = reference.startsWith("path:")
  const input = isFolder ? (host ?? nameOf(reference)) : nameOf(reference)
  return { input, module: `${input}#${attribute}`, reference, system }
}

/** Errors: `usage` for what a fleet's `inputs` don't take. */
export function requireReference(reference: string): void {
  const judged = inputReference.safeParse(reference)
  if (judged.success) return
  const [issue] = judged.error.issues
  const said = withoutUrlSecrets(reference)
  throw wrong(`${said} is no input: expected ${issue?.message}`)
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
    try: ["sdops hosts add --help"],
  })
}
