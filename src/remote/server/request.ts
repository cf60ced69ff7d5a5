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

/** The line by which `serve.sh` takes a request. */
export function requestLine(id: string, request: Request): string {
  const { script, stdin, variables = {} } = request
  const words = [quote(assignments(variables) + script)]
  if (stdin !== undefined) words.push(Buffer.from(stdin).toString("base64"))
  return `sdops_serve ${id} ${words.join(" ")}\n`
}
