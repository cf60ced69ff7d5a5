import { gzipSync } from "node:zlib"
import { quote } from "../../quote.ts"
import type { RunOptions } from "../connection.ts"
import { assignments } from "../script.ts"

/** A POSIX script for a server, with what it is given. */
export type Request = RunOptions & {
  readonly script: string
  /** Shell variables that the script finds set. */
  readonly variables?: Readonly<Record<string, string>> | undefined
  /** The script's own stdin; empty when left out. */
  readonly stdin?: string | Uint8Array | undefined
}

/** Characters from which on packing a script pays for who unpacks it. */
const large = 8192

/** The line by which `serve.sh` takes a request. */
export function requestLine(id: string, request: Request): string {
  const { script, stdin, variables = {} } = request
  const words = [scriptWord(assignments(variables) + script)]
  if (stdin !== undefined) words.push(Buffer.from(stdin).toString("base64"))
  return `sdops_serve ${id} ${words.join(" ")}\n`
}

/** A NixOS's shell, bash, asks the kernel for each byte of it. */
function scriptWord(script: string): string {
  const plain = quote(script)
  if (plain.length < large) return plain
  const packed = `"$(sdops_unpack ${gzipSync(script).toString("base64")})"`
  return packed.length < plain.length ? packed : plain
}
