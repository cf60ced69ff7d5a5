import { fail } from "../errors/fail.ts"

const plain = /^[A-Za-z0-9/._ -]+$/

/**
 * A command string that every login shell reads the same way: sh, fish and
 * nushell have no common quoting, so none is ever needed (activation.md §1).
 * Errors: `bug`, since only sdops's own constants come here.
 */
export function checkCommand(command: string): string {
  if (plain.test(command)) return command
  const message = `the SSH command ${JSON.stringify(command)} needs quoting`
  throw fail("bug", { message })
}
