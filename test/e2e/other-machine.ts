import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { FailureResult } from "../../src/errors/failure-result.ts"
import { makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { sdops } from "./sdops.ts"

type Answer = {
  readonly exit: number | undefined
  readonly hosts: readonly (Readonly<Record<string, unknown>> & {
    readonly error?: FailureResult
  })[]
}

/**
 * A machine that knows the host by an inventory of its own, and has seen
 * nothing of what others have deployed.
 */
export async function otherMachine(host: LabHost) {
  const fleet = await makeFleet([host])
  const home = await mkdtemp(join(tmpdir(), "sdops-home-"))
  const environment = { HOME: home }
  return {
    /** Answers what `sdops WORDS… HOST --json` says. */
    run: async (...words: readonly string[]): Promise<Answer> => {
      const said = [...words, host.name, "--json"]
      const ran = await sdops(fleet, said, { environment })
      if (ran.stdout === "") throw new Error(ran.stderr)
      const { hosts = [] } = JSON.parse(ran.stdout) as Partial<Answer>
      return { exit: ran.exit, hosts }
    },
    async [Symbol.asyncDispose]() {
      await fleet[Symbol.asyncDispose]()
      await rm(home, { force: true, recursive: true })
    },
  }
}
