import { closeSync, fstatSync, openSync, readSync } from "node:fs"
import { PythonError } from "./python.ts"

const longestHeader = 100_000_000

/**
 * Reads a checkpoint's header as the safetensors library does; other kinds of
 * file are taken as they are.
 * Errors: its SafetensorError, as recorded (sd/bad-checkpoint-*).
 */
export function checkSafetensors(path: string): void {
  if (!/\.(safetensors|sft)$/i.test(path)) return
  const file = openSync(path, "r")
  try {
    const size = fstatSync(file).size
    if (size < 8) throw bad("header too small")
    const head = Buffer.alloc(8)
    readSync(file, head, 0, 8, 0)
    const length = Number(head.readBigUInt64LE())
    if (length > longestHeader) throw bad("header too large")
    if (length + 8 > size) throw bad("invalid header length")
    const header = Buffer.alloc(length)
    readSync(file, header, 0, length, 8)
    try {
      JSON.parse(header.toString("utf8"))
    } catch {
      throw bad("invalid JSON in header")
    }
  } finally {
    closeSync(file)
  }
}

function bad(what: string): PythonError {
  return new PythonError(
    "safetensors._safetensors_rust.SafetensorError",
    `Error while deserializing header: ${what}`,
  )
}
