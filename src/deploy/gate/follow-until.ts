import { fail } from "../../errors/fail.ts"
import { type DeployRecord, isFinal } from "../../host/record/deploy-record.ts"
import { follow } from "../../host/supervisor/follow.ts"
import type { HostShell } from "../../host/shell.ts"
import type { Supervised } from "../deployment.ts"
import { failureOfRecord } from "../outcome/failure-of-record.ts"

/** Lines of the log that a failure shows. */
const most = 20

/** What a record means to a stage that waits. */
export type Look = "reached" | "wait"

/**
 * Follows a supervisor, passing its log on, until `look` is satisfied. Errors:
 * what the record says when it ends or turns back before.
 */
export async function followUntil(
  supervised: Supervised,
  shell: HostShell,
  context: { readonly output: (line: string) => void },
  look: (record: DeployRecord) => Look,
): Promise<DeployRecord> {
  const { record: last } = supervised
  if (last !== undefined && look(last) === "reached") return last
  for await (const { output, place, record } of follow(
    shell,
    supervised.place,
  )) {
    supervised.place = place
    supervised.record = record
    const lines = output.split("\n").filter((line) => line !== "")
    supervised.tail = [...supervised.tail, ...lines].slice(-most)
    for (const line of lines) context.output(line)
    if (look(record) === "reached") return record
    if (isFinal(record.state) || record.state === "rolling-back") {
      throw failureOfRecord(record, shell.host, supervised.tail)
    }
  }
  const { host } = shell
  throw fail("hostRecord", { host, id: supervised.key.id }, { host })
}
