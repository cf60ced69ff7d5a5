import { afterAll, beforeAll, describe } from "vitest"
import { defaultLimits } from "../../src/limits.ts"
import { connectBy } from "../../src/remote/connect.ts"
import type { Connection } from "../../src/remote/connection.ts"
import { readIdentities } from "../../src/remote/identity.ts"
import { askSsh } from "../../src/remote/ssh-config.ts"
import type { Target } from "../../src/remote/target.ts"
import { trustOf } from "../../src/remote/trust/trust.ts"
import { type LoopbackSshd, startSshd, whyNoSshd } from "./loopback-sshd.ts"

type Edits = Partial<Target> & { readonly sshConfig?: string }

/** What every test of the contract is given, for either client. */
export type Given = {
  readonly sshd: () => LoopbackSshd
  /** One connection that all tests of a suite share. */
  readonly connection: () => Connection
  readonly connect: (edits?: Edits) => Promise<Connection>
  readonly client: Connection["client"]
}

/** Runs one suite over both clients, against a loopback sshd of its own. */
export function overBothClients(
  suite: (given: Given) => void,
  server?: Parameters<typeof startSshd>[0],
): void {
  const missing = whyNoSshd()
  if (missing !== undefined && process.env["SDOPS_REQUIRE_LAB"] === "1") {
    throw new Error(missing)
  }
  const why = missing === undefined ? "" : ` (skipped: ${missing})`
  for (const client of ["node-ssh", "openssh"] as const) {
    describe.skipIf(missing)(`the ${client} client${why}`, () => {
      let sshd: LoopbackSshd
      let connection: Connection
      const connect = (edits: Edits = {}) => connectTo(client, sshd, edits)
      beforeAll(async () => {
        sshd = await startSshd(server)
        connection = await connect()
      })
      afterAll(async () => {
        await connection?.[Symbol.asyncDispose]()
        await sshd?.[Symbol.asyncDispose]()
      })
      suite({
        client,
        connect,
        connection: () => connection,
        sshd: () => sshd,
      })
    })
  }
}

async function connectTo(
  client: Connection["client"],
  { hostKey, ...sshd }: LoopbackSshd,
  { sshConfig = sshd.sshConfig, ...edits }: Edits,
): Promise<Connection> {
  const context = {
    environment: { ...process.env, SDOPS_SSH_CONFIG: sshConfig },
    limits: { ...defaultLimits, connect: 5, keepalive: 1 },
    signal: new AbortController().signal,
  }
  const names = { address: "lithium", name: "lithium" }
  const target: Target = { ...names, hostKey, ...edits }
  const settings = await askSsh(target, context)
  const identities = await readIdentities(settings.identityFiles)
  const trust = await trustOf(target, settings, context)
  return connectBy(client, { identities, settings, target, trust }, context)
}
