import { fail } from "../../errors/fail.ts"
import { type DeployRecord, parseRecord } from "./deploy-record.ts"
import type { Facts } from "../facts.ts"
import type { HostShell } from "../shell.ts"

/**
 * The record in an answer.
 * Errors: `hostRecord` when it is missing or unreadable.
 */
export function recordIn(shell: HostShell, facts: Facts): DeployRecord {
  const text = facts.get("record") ?? ""
  const record = parseRecord(text)
  if (record !== undefined) return record
  throw fail(
    "hostRecord",
    { host: shell.host, id: facts.get("id") ?? "" },
    { evidence: text.split("\n").slice(0, 20), host: shell.host },
  )
}
