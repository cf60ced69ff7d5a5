import type { z } from "zod"
import { fail } from "../errors/fail.ts"
import { loginName } from "./schema/login-name.ts"
import { machineAddress } from "./schema/machine-address.ts"
import { port as portSchema } from "./schema/text.ts"
import { splitSsh } from "./split-ssh.ts"

/** A machine as a person names it on the command line. */
export type SshAddress = {
  readonly address: string
  readonly port: number | undefined
  readonly user: string | undefined
}

/**
 * Reads `ops@lithium.lan`, `lithium.lan:2222`, `[fd00::7]:22` or an ssh:// URL.
 * In: what flags say besides. Errors: `usage`, which names the part that isn't
 * taken, also when port or user are said twice and differ.
 */
export function parseSshAddress(
  written: string,
  flags: {
    readonly port?: number | undefined
    readonly user?: string | undefined
  } = {},
): SshAddress {
  const said = splitSsh(written)
  const { address } = said
  const digits = said.port === undefined ? undefined : Number(said.port)
  const port = one("port", digits, flags.port)
  const user = one("user", said.user, flags.user)
  if (user !== undefined && !loginName.safeParse(user).success) {
    throw wrong(`${JSON.stringify(user)} is not a valid user name`, loginName)
  }
  if (port !== undefined && !portSchema.safeParse(port).success) {
    throw wrong(`${port} is not a valid port`, portSchema)
  }
  if (!machineAddress.safeParse(address).success) {
    throw wrong(`${JSON.stringify(address)} is not an address`, machineAddress)
  }
  return { address, port, user }
}

function one<Value extends number | string>(
  what: string,
  inAddress: Value | undefined,
  inFlag: Value | undefined,
): Value | undefined {
  const twice = inAddress !== undefined && inFlag !== undefined
  if (twice && inAddress !== inFlag) {
    const problem = `the ${what} is given twice: ${inAddress} and ${inFlag}`
    throw fail("usage", { problem, try: ["sdops hosts add --help"] })
  }
  return inAddress ?? inFlag
}

function wrong(problem: string, schema: z.ZodType): Error {
  const { error } = schema.safeParse(undefined)
  const expected = error?.issues[0]?.message ?? "another"
  return fail("usage", {
    problem: `${problem}; expected ${expected}`,
    try: ["sdops hosts add ops@lithium.lan"],
  })
}
