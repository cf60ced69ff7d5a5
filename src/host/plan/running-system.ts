import { gunzipSync } from "node:zlib"
import { z } from "zod"
import ignored from "../../../nix/data/unit-keys.json" with { type: "json" }
import { camelKeys } from "../../camel-keys.ts"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import type { HostShell } from "../shell.ts"
import { storePathSchema } from "../store-path.ts"
import script from "./running-system.sh"

/** Bytes of a list, unpacked; a system has a few thousand paths. */
const largest = 16 * 1024 * 1024

const lines = z.base64().transform((packed, context) => {
  try {
    const bytes = gunzipSync(Buffer.from(packed, "base64"), {
      maxOutputLength: largest,
    })
    return bytes.toString("utf8").split("\n").filter(Boolean)
  } catch {
    context.addIssue({ code: "custom", message: "it can't be unpacked" })
    return z.NEVER
  }
})

const told = z
  .object({
    "boot.free": z.coerce.number().int().nonnegative().optional(),
    "boot.new": z.string().optional(),
    closure: lines.optional(),
    units: lines.optional(),
  })
  .transform(camelKeys)

/** A store path of the running system, of the next one, or of both. */
type HeldPath = {
  readonly name: string
  readonly bytes: number
  readonly side: "both" | "next" | "old"
}

/** A unit's file as the running system has it. */
export type UnitFile = {
  readonly name: string
  /** Of the file, without what doesn't matter to a switch. */
  readonly sum: string
  readonly active: boolean
  /** NixOS wrote it; else it came with a package. */
  readonly own: boolean
}

/** What a plan compares the system to be with. */
export type RunningSystem = {
  /** Undefined where the store couldn't tell. */
  readonly closure: readonly HeldPath[] | undefined
  readonly units: readonly UnitFile[] | undefined
  /** Undefined where the loader reads the store, or nothing is known. */
  readonly boot:
    | {
        /** Bytes. */
        readonly free: number
        /** What must be copied there, and its bytes. */
        readonly adds: readonly { what: string; bytes: number }[]
      }
    | undefined
}

/**
 * Asks a machine that builds what it has of a system to be: store paths with
 * all that they refer to. Undefined where the store couldn't tell. Errors:
 * those of `ask`.
 */
export async function askHeld(
  shell: HostShell,
  roots: readonly string[],
): Promise<RunningSystem["closure"]> {
  const nothing = { copies: false, initrd: "", kernel: "", old: "", place: "" }
  const beside = true
  const asked = { ...nothing, beside, roots }
  return (await askRunningSystem(shell, asked)).closure
}

/**
 * Asks a host what its system consists of, beside store paths that the next one
 * will have; what its unit files are; and what the next kernel needs where the
 * boot loader has its own. One round trip. Errors: those of `ask`.
 */
export async function askRunningSystem(
  shell: HostShell,
  input: {
    /** The running system; empty: only `roots` are asked for. */
    readonly old: string
    readonly roots: readonly string[]
    /** Whether other questions are asked meanwhile. */
    readonly beside?: boolean
    /** Whether the boot loader can't read the store. */
    readonly copies: boolean
    readonly place: string
    /** Files of the next system in the store. */
    readonly initrd: string
    readonly kernel: string
  },
): Promise<RunningSystem> {
  const { copies, initrd, kernel, old, place, roots } = input
  const facts = await ask(shell, {
    beside: input.beside === true,
    deadline: shell.limits.evaluate,
    during: "looking at the running system",
    script,
    variables: {
      copies: copies ? "1" : "0",
      ignored: ignored.keys.join("|"),
      initrd,
      kernel,
      old: old === "" ? "" : storePathSchema.parse(old),
      place,
      roots: roots.map((path) => storePathSchema.parse(path)).join(" "),
    },
  })
  const said = fitting(told, Object.fromEntries(facts), {
    asked: "the running system",
    host: shell.host,
  })
  const { bootFree: free, bootNew: added, closure, units } = said
  return {
    boot:
      free === undefined || added === undefined
        ? undefined
        : {
            adds: added
              .split("\n")
              .filter((it) => isAdded.test(it))
              .map(addedOf),
            free,
          },
    closure: closure?.filter((line) => isPath.test(line)).map(pathOf),
    units: units?.filter((line) => isUnit.test(line)).map(unitOf),
  }
}

const isPath = /^[bno] \d{1,15} [A-Za-z0-9+._?=-]+$/
const isUnit = /^[A-Za-z0-9:_.\\@-]+ [0-9a-f]{16} [01] [01]$/
const isAdded = /^(initrd|kernel) \d{1,15}$/

const sides = { b: "both", n: "next", o: "old" } as const

function pathOf(line: string): HeldPath {
  const [side = "", bytes = "", name = ""] = line.split(" ")
  return {
    bytes: Number(bytes),
    name,
    side: sides[side as keyof typeof sides],
  }
}

function unitOf(line: string): UnitFile {
  const [name = "", sum = "", active, own] = line.split(" ")
  return { active: active === "1", name, own: own === "1", sum }
}

function addedOf(line: string) {
  const [what = "", bytes = ""] = line.split(" ")
  return { bytes: Number(bytes), what }
}
