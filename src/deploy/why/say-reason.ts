import type { Derivation } from "../../nix/derivation.ts"
import { parseStorePath } from "../../nix/store-path.ts"
import type { Reason } from "./reason.ts"

/** A reason in a sentence, and what helps: commands, or lines to change. */
export type Said = {
  readonly because: string
  readonly help: readonly string[]
}

/** A difference that two derivations don't have from their inputs. */
export type Root = {
  readonly ours: Derivation
  readonly theirs: Derivation
}

/** Says why no cache has a package; nothing where it isn't known. */
export function sayReason(
  names: readonly string[],
  reason: Reason,
  { host, root }: { readonly host: string; readonly root: Root | undefined },
): Said | undefined {
  const all = names.join(", ")
  const [is, them] = names.length > 1 ? ["are", "them"] : ["is", "it"]
  switch (reason.why) {
    case "revision":
      return {
        because:
          `${all} ${is} as nixpkgs has ${them}: no cache that was asked has ` +
          "built this revision of nixpkgs",
        help: ["sdops update nixpkgs"],
      }
    case "capabilities": {
      const list = reason.capabilities.join(", ")
      return {
        because:
          `${all} ${is} compiled for the CUDA capabilities ${list}, and ` +
          `caches have ${them} for nixpkgs' own list`,
        help: [`torch: wheel   # of gpu, in hosts/${host}.yaml`],
      }
    }
    case "python":
      return {
        because:
          `${all} ${is} for Python ${reason.used}, and caches build packages ` +
          `of Python ${reason.builds}: use python3Packages, or compile ` +
          `${them} once and share ${them}`,
        help: sharing(host),
      }
    case "changed":
      return root && changed(names, root, host)
    case "unknown":
      return undefined
    default:
      return reason satisfies never
  }
}

/** Commands that compile a package once, for all hosts. */
function sharing(host: string): readonly string[] {
  return [
    `sdops deploy ${host} --goal build --allow-heavy-builds`,
    "sdops cache push --help",
  ]
}

function changed(
  names: readonly string[],
  { ours, theirs }: Root,
  host: string,
): Said {
  const own = nameOf(ours.name)
  const others = names.filter((name) => name !== own)
  const what = few(differences(ours, theirs))
  const differ = what === "" ? "" : ` (${what})`
  const because = `${own} isn't nixpkgs' own${differ}`
  const above =
    others.length === 0
      ? ""
      : `, and ${others.join(", ")} ${others.length > 1 ? "are" : "is"} ` +
        "built with it"
  const cure = "leave it as it is, or compile it once and share it"
  return { because: `${because}${above}: ${cure}`, help: sharing(host) }
}

/** Names of attributes that aren't alike; paths of inputs aside. */
function differences(ours: Derivation, theirs: Derivation): readonly string[] {
  const names = new Set([
    ...Object.keys(ours.attributes),
    ...Object.keys(theirs.attributes),
  ])
  return [...names]
    .filter((name) => !/^(out|dev|lib|bin|dist|__json|name)$/.test(name))
    .filter(
      (name) =>
        JSON.stringify(ours.attributes[name]) !==
        JSON.stringify(theirs.attributes[name]),
    )
    .toSorted()
}

function few(names: readonly string[]): string {
  const rest = names.length - 4
  const shown = names.slice(0, 4).join(", ")
  return rest > 0 ? `${shown} and ${rest} more` : shown
}

const placeholder = `/nix/store/${"0".repeat(32)}-`

function nameOf(name: string): string {
  const { pname, version } = parseStorePath(placeholder + name)
  return version === undefined ? pname : `${pname} ${version}`
}
