import { toplevels } from "./toplevel.ts"

/** What a replayed case left. */
export type Played = {
  readonly exit: string
  readonly stdout: string
  readonly stderr: string
  readonly currentSystem: string
  readonly units: Readonly<
    Record<string, { after: string; before: string; newProcess: boolean }>
  >
  readonly runNixos: Readonly<Record<string, string>>
  readonly extra: Readonly<Record<string, string>>
  /** Source and text of every line of the journal, in order. */
  readonly said: readonly (readonly [string, string])[]
}

/** Reads what the host script printed, in the words of the recordings. */
export function parsePlayed(output: string): Played {
  const fields = output.split("\0")
  const found = new Map<string, string>()
  for (let at = 0; at + 1 < fields.length; at += 2) {
    found.set(fields[at] ?? "", named(fields[at + 1] ?? ""))
  }
  const under = (prefix: string): Record<string, string> =>
    Object.fromEntries(
      [...found]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [key.slice(prefix.length), value]),
    )
  const before = under("before.")
  const after = under("after.")
  return {
    currentSystem: (found.get("current") ?? "").trim().replace("$", ""),
    exit: found.get("exit") ?? "",
    extra: under("extra."),
    runNixos: under("nixos."),
    said: (found.get("journal") ?? "").split("\n").filter(Boolean).map(line),
    stderr: found.get("stderr") ?? "",
    stdout: found.get("stdout") ?? "",
    units: Object.fromEntries(
      Object.keys(after).map((name) => [
        name,
        compareStates(before[name] ?? "", after[name] ?? ""),
      ]),
    ),
  }
}

function named(text: string): string {
  return text.replaceAll(toplevels.A, "$A").replaceAll(toplevels.B, "$B")
}

function line(text: string): readonly [string, string] {
  const entry = JSON.parse(text) as Record<string, string>
  return [entry["SYSLOG_IDENTIFIER"] ?? "", entry["MESSAGE"] ?? ""]
}

function compareStates(before: string, after: string) {
  const old = properties(before)
  const now = properties(after)
  return {
    after: say(now),
    before: say(old),
    newProcess: old["MainPID"] !== now["MainPID"],
  }
}

function properties(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split("\n").map((row) => row.split("=", 2) as [string, string]),
  )
}

/** `load/active/sub`, and the result unless it is a success. */
function say(unit: Record<string, string>): string {
  const { ActiveState, LoadState, Result, SubState } = unit
  const failed = Result === undefined || Result === "success" ? [] : [Result]
  return [LoadState, ActiveState, SubState, ...failed].join("/")
}
