import { isIPv4, isIPv6 } from "node:net"
import { z } from "zod"
import { type SshWords, splitSsh } from "../split-ssh.ts"

const fourNumbers = /^\d+\.\d+\.\d+\.\d+$/
const expected = "a host name or an IP address"

/** Where a machine is reached: a name, or an address without brackets. */
export const machineAddress = z
  .string({ error: expected })
  .regex(/^[A-Za-z0-9:][A-Za-z0-9._:%-]*$/, {
    abort: true,
    error: ({ input }) => say(splitSsh(String(input))),
  })
  .refine((written) => !written.includes(":") || isIPv6(bare(written)), {
    error: ({ input }) => say(splitSsh(String(input))),
  })
  .refine((written) => !fourNumbers.test(written) || isIPv4(written), {
    error: `${expected}; a number of it is over 255 or begins with 0`,
  })

/** What is wanted, and which keys what was written belongs to. */
function say({ port, user }: SshWords): string {
  const keys = [
    ...(port === undefined ? [] : [`port: ${port}`]),
    ...(user === undefined ? [] : [`user: ${user}`]),
  ]
  return keys.length === 0
    ? expected
    : `${expected}, and the rest as ${keys.join(", ")}`
}

/** Without the zone, `%eth0`. */
function bare(address: string): string {
  return address.replace(/%[^%]+$/, "")
}
