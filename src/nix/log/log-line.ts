import { plain } from "./plain-text.ts"

/** What Nix is doing, of the activities that sdops shows. */
export type Activity =
  | { readonly type: "build"; readonly drv: string; readonly machine: string }
  | { readonly type: "copies" }
  | { readonly type: "builds" }
  | {
      readonly type: "copy"
      readonly path: string
      /** A store URI; Nix 2.26 leaves the name of a builder out. */
      readonly from: string
      readonly to: string
    }
  | { readonly type: "download"; readonly url: string }
  | { readonly type: "fetch"; readonly path: string; readonly cache: string }
  | { readonly type: "lock-wait"; readonly text: string }
  | { readonly type: "other"; readonly text: string }

/** One line of `--log-format internal-json`, or one that isn't Nix's. */
export type LogLine =
  | {
      readonly kind: "message"
      readonly level: number
      readonly text: string
    }
  | {
      readonly kind: "start"
      readonly id: number
      /** 0 for what this Nix itself does; a builder's own have another. */
      readonly parent: number
      readonly activity: Activity
    }
  | { readonly kind: "stop"; readonly id: number }
  | { readonly kind: "log"; readonly id: number; readonly text: string }
  | {
      readonly kind: "progress"
      readonly id: number
      readonly done: number
      readonly expected: number
      readonly running: number
      readonly failed: number
    }
  | {
      readonly kind: "expected"
      readonly id: number
      /** Bytes of copies that the activity will need. */
      readonly copies: number
    }
  | { readonly kind: "nothing" }
  | { readonly kind: "text"; readonly text: string }

/**
 * Parses one line of stderr. What ssh, the build hook and nixos-rebuild print
 * between Nix's lines is `text`. Source: research/nix.md §5, numbers of
 * Nix's logging.hh; the sets of 2.26 and 2.34 are the same.
 */
export function parseLogLine(line: string): LogLine {
  const text = line.trimEnd()
  if (!text.startsWith("@nix ")) return { kind: "text", text: plain(text) }
  const said = parseJson(text.slice("@nix ".length))
  const id = numberOf(said["id"])
  const fields = Array.isArray(said["fields"]) ? said["fields"] : []
  switch (said["action"]) {
    case "msg":
      return {
        kind: "message",
        level: numberOf(said["level"]),
        text: plain(textOf(said["msg"])),
      }
    case "start": {
      const title = plain(textOf(said["text"]))
      const activity = activityOf(numberOf(said["type"]), fields, title)
      return { kind: "start", id, parent: numberOf(said["parent"]), activity }
    }
    case "stop":
      return { kind: "stop", id }
    case "result":
      return resultOf(numberOf(said["type"]), id, fields)
    default:
      return { kind: "text", text: plain(text) }
  }
}

function activityOf(type: number, fields: unknown[], text: string): Activity {
  const [first, second, third] = fields.map(textOf)
  switch (type) {
    case 100:
      return {
        type: "copy",
        path: first ?? "",
        from: second ?? "",
        to: third ?? "",
      }
    case 101:
      return { type: "download", url: first ?? "" }
    case 103:
      return { type: "copies" }
    case 104:
      return { type: "builds" }
    case 105:
      return { type: "build", drv: first ?? "", machine: second ?? "" }
    case 108:
      return { type: "fetch", path: first ?? "", cache: second ?? "" }
    case 111:
      return { type: "lock-wait", text }
    default:
      return { type: "other", text }
  }
}

function resultOf(type: number, id: number, fields: unknown[]): LogLine {
  if (type === 101) return { kind: "log", id, text: plain(textOf(fields[0])) }
  if (type === 106 && fields[0] === 100) {
    return { kind: "expected", id, copies: numberOf(fields[1]) }
  }
  if (type !== 105) return { kind: "nothing" }
  const [done = 0, expected = 0, running = 0, failed = 0] = fields.map(numberOf)
  return { kind: "progress", id, done, expected, running, failed }
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null ? { ...value } : {}
  } catch {
    // A line that was cut, such as by a killed nix.
    return {}
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : ""
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0
}
