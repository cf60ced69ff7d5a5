import { about, type Advice, there } from "../advice.ts"
import { entry } from "../entry.ts"

/** A derivation that was not built, and where. */
type Build = {
  readonly drv: string | undefined
  readonly name: string
  /** A builder's name; undefined for the machine where Nix runs. */
  readonly on: string | undefined
  /** What ssh takes for the builder, where it is known. */
  readonly ssh: string | undefined
}

export const buildErrors = {
  buildCrashed: entry<Build & { program: string; why: string }>({
    code: "SDOPS_BUILD_CRASHED",
    exit: "failed",
    about: "a signal ended a compiler, mostly a sign of bad memory",
    says: ({ program, why, ...build }) =>
      `${notBuilt(build)}: ${program} crashed (${why}), mostly a sign of bad ` +
      "memory",
    help: (build) => [...memory(build, "segfault"), log(build)],
  }),
  buildFailed: entry<Build & { reason: string }>({
    code: "SDOPS_BUILD_FAILED",
    exit: "failed",
    about: "a build failed",
    says: ({ reason, ...build }) => `${notBuilt(build)}: ${reason}`,
    help: (build) => [log(build)],
  }),
  buildMemory: entry<Build & { reason: string }>({
    code: "SDOPS_BUILD_MEMORY",
    exit: "failed",
    about: "memory ran out during a build",
    says: ({ reason, ...build }) => `${notBuilt(build)}: ${reason}`,
    help: (build) => [
      ...memory(build, "Out of memory"),
      ...fewer(build),
      log(build),
    ],
  }),
  buildTests: entry<Build & { tests: readonly string[] }>({
    code: "SDOPS_BUILD_TESTS",
    exit: "failed",
    about: "a package's own tests failed while it was built",
    says: ({ tests, ...build }) =>
      `${notBuilt(build)}: these tests failed: ${few(tests)}`,
    help: (build) => [...fewer(build), log(build)],
  }),
}

function notBuilt({ name, on }: Build): string {
  return `${name} was not built${on === undefined ? "" : ` on ${on}`}`
}

function few(tests: readonly string[]): string {
  const more = tests.length - 3
  const rest = more > 0 ? ` and ${more} more` : ""
  return `${tests.slice(0, 3).join(", ")}${rest}`
}

/** Where memory is looked at; of a builder, by its kernel's log. */
function memory({ on, ssh }: Build, words: string): readonly Advice[] {
  if (on === undefined) return [about("sdops doctor", "--only system/memory")]
  return ssh === undefined ? [] : [`ssh ${ssh} "journalctl -k -g '${words}'"`]
}

/** The build alone, with one job at a time; a builder isn't told. */
function fewer({ drv, on }: Build): readonly Advice[] {
  if (drv === undefined || on !== undefined) return []
  return [there(`nix-store --realise ${drv} --cores 1`)]
}

/** Where Nix ran has the log, a builder's too. */
function log({ drv }: Build): Advice {
  return drv === undefined
    ? about("sdops doctor", "--only nix")
    : there(`nix-store --read-log ${drv}`)
}
