import { catalogue } from "../errors/catalogue.ts"
import { exitCodes, type ExitName } from "../errors/exit-codes.ts"
import { defaultLimits } from "../limits.ts"
import { table } from "../output/table.ts"
import { wrap } from "../output/wrap.ts"

/** A page of `sdops help`, made from the table that the program itself uses. */
export type Topic = {
  readonly name: string
  readonly summary: string
  /** Wrapped to so many columns. */
  readonly text: (columns: number) => string
}

/** Pages besides those of commands, sorted. */
export const topics: readonly Topic[] = [
  {
    name: "environment",
    summary: "Environment variables",
    text: environment,
  },
  { name: "errors", summary: "Every error code", text: errors },
  { name: "exit-codes", summary: "What each exit code means", text: codes },
  { name: "hosts", summary: "How to name hosts", text: selectors },
  { name: "recovery", summary: "What to run when it went wrong", text: cures },
]

const named: readonly (readonly [written: string, hosts: string])[] = [
  ["lithium", "the host of hosts/lithium.yaml"],
  ["gpu-*", "all whose names fit; quote it where files match, too"],
  ["@closet", "all with the tag closet"],
  ["all", "all of the fleet"],
  ["!neon", "not this one; alone: all but this one"],
  ["@closet,!neon", "several, by commas or blanks"],
]

function selectors(columns: number): string {
  const head = "Commands that work on hosts take one or more of:"
  return `${head}\n\n${table(named, { columns })}`
}

const recovery: readonly (readonly [when: string, command: string])[] = [
  ["the link was lost, or sdops was killed", "sdops resume lithium"],
  ["the verdict is stranded", "sdops doctor lithium"],
  ["somebody deploys it, or seems to", "sdops lock status lithium"],
  ["who deployed what, and how it ended", "sdops history lithium"],
  ["the system before was better", "sdops rollback lithium"],
  ["an older one was", "sdops generations lithium"],
  ["nvidia-smi says mismatch", "sdops gpu repair lithium"],
  ["the app is down, or makes no image", "sdops doctor lithium"],
  ["a rollout was stopped", "sdops rollout --resume"],
]

function cures(columns: number): string {
  const end =
    "Without the network: log in on the host's console and type what the " +
    "error says. Until a deployment is committed, a reset boots the system " +
    "of before."
  const shown = table(recovery, { columns })
  return `${shown}\n\n${wrap(end, columns).join("\n")}`
}

const meanings: Readonly<Record<ExitName, string>> = {
  changes: "plan --detailed-exitcode: there are changes",
  conflict: "somebody else switched the host; nothing more was touched",
  degraded: "committed, with failed units that the policy tolerates",
  failed: "failed before activation: nothing changed; unreachable hosts too",
  interrupted: "interrupted; says each host's state",
  ok: "done, or nothing to do",
  refused: "a guard, a lock or a policy refused; nothing changed",
  "rolled-back": "the old system runs, and contact was proven again",
  stranded: "outcome unknown or rollback failed; says what to type there",
  usage: "the command line or the inventory is wrong",
}

function codes(columns: number): string {
  const rows = Object.entries(exitCodes).map(([name, code]) => [
    String(code),
    name,
    meanings[name as ExitName],
  ])
  const order = "Of several hosts, the worst: 130 6 7 4 1 3 5 0."
  return `${table(rows, { columns })}\n\n${order}`
}

function errors(columns: number): string {
  const rows = Object.values(catalogue)
    .map(({ about, code, exit }) => [code, String(exitCodes[exit]), about])
    .sort(([one = ""], [other = ""]) => (one < other ? -1 : 1))
  return table([["CODE", "EXIT", "WHEN"], ...rows], { columns })
}

const variables: readonly (readonly [name: string, what: string])[] = [
  ["CI", "any value: lines instead of the live tree"],
  ["CIVITAI_TOKEN", "civitai's, where the fleet names no other"],
  ["FORCE_COLOR", "1: colours even without a terminal"],
  ["HF_TOKEN", "Hugging Face's, where the fleet names no other"],
  ["NO_COLOR", "any value: no colours"],
  ["PAGER", "shows what is longer than the screen (default: less)"],
  ["SDOPS_AGE_KEY", "your key for files that are encrypted with age"],
  ["SDOPS_AGE_KEY_FILE", "its file (default: ~/.config/sdops/age.key)"],
  ["SDOPS_FLEET", "the folder with hosts/fleet.yaml; --fleet wins"],
  ["SDOPS_PAGER", "the same, for sdops alone; cat: none"],
  ["SDOPS_SSH_CONFIG", "read instead of ~/.ssh/config"],
  ["TERM", "dumb: lines instead of the live tree, no colours"],
]

function environment(columns: number): string {
  const limits = Object.entries(defaultLimits).map(([name, seconds]) => {
    const variable = name.toUpperCase().replaceAll("-", "_")
    return [`SDOPS_LIMIT_${variable}`, `${seconds}`]
  })
  const head = "Limits in seconds (output: in MiB), with their defaults:"
  const tables = [variables, limits].map((rows) => table(rows, { columns }))
  return tables.join(`\n\n${head}\n\n`)
}
