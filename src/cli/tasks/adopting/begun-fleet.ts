import type { Begun, InitInput } from "../../../adopt/init.ts"
import { fail } from "../../../errors/fail.ts"
import { silent } from "../../../output/reader.ts"
import { screens } from "../../../output/screen.ts"
import type { GlobalFlags } from "../../flags/global-flags.ts"
import { asked, isLeft } from "../../asked.ts"
import { showValue } from "../../show-value.ts"
import { atWork, type WorkContext } from "../at-work.ts"
import { examined } from "../examined.ts"

const apps = ["comfyui", "stable-diffusion-webui", "none"] as const

type Flags = GlobalFlags & {
  readonly app?: (typeof apps)[number] | undefined
  readonly gpu: "amd" | "none" | "nvidia"
  readonly host?: string | undefined
  readonly name?: string | undefined
}

/**
 * Begins a fleet: asks for a first host and its app where a person is there and
 * flags don't say them, and ends in doctor for that host. Errors: those of
 * `init`.
 */
export async function begunFleet(
  folder: string | undefined,
  flags: Flags,
): Promise<Begun> {
  const { emptyPlace, init } = await import("../../../adopt/init.ts")
  const reader = silent(process.stderr)
  const person = process.stdin.isTTY && process.stderr.isTTY
  const talks = person && !flags.noInput && !flags.json && !flags.events
  const recovery = "sdops hosts list"
  const result = await atWork(
    { emit: () => {}, flags, reader, recovery },
    async (context: WorkContext) => {
      const place = { fleet: flags.fleet, folder, from: process.cwd() }
      await emptyPlace(place, context)
      const first = await firstOf(flags, talks, context)
      return init({ ...place, first }, context)
    },
  )
  await showValue(result, flags, ({ files, next, root }, theme) =>
    [
      `${theme.good(theme.signs.good)} a fleet begins in ${root}`,
      ...files.map((file) => `  ${file}`),
      theme.dim(`next: ${next.at(talks ? -1 : 0)}`),
    ].join("\n"),
  )
  if (talks && result.host !== undefined) await look(result, flags)
  return result
}

async function firstOf(
  flags: Flags,
  talks: boolean,
  { signal }: WorkContext,
): Promise<InitInput["first"]> {
  const ask = async (question: string) =>
    talks && flags.host === undefined ? answerTo(question, signal) : ""
  const address =
    flags.host ??
    (await ask("Address of a first host, such as ops@lithium.lan (or none): "))
  if (address === "" || address === "none") return undefined
  const app =
    flags.app ?? (await ask(`What it serves: ${apps.join(", ")} (comfyui): `))
  const chosen = apps.find((one) => one === (app || "comfyui"))
  if (chosen === undefined) {
    const problem = `${app} is none of ${apps.join(", ")}`
    throw fail("usage", { problem, try: ["sdops init --help"] })
  }
  return { address, app: chosen, gpu: flags.gpu, name: flags.name }
}

/** An answer; one who leaves a question has begun nothing. */
async function answerTo(
  question: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    return await asked(question, signal)
  } catch (error) {
    if (!isLeft(error)) throw error
    const again = "sdops init --help"
    throw fail("interrupted", { again, state: "no fleet has begun" })
  }
}

/** Doctor's look at the first host; what it finds is no failure of ours. */
async function look({ host = "", root }: Begun, flags: Flags): Promise<void> {
  screens(flags).stderr.print(`sdops doctor ${host}`)
  const asked = {
    dryRun: false,
    fix: false,
    fleet: root,
    parallel: 1,
    smoke: false,
    strict: false,
  }
  await examined({ flags: { ...flags, ...asked }, hosts: [host] })
  process.exitCode = 0
}
