import {
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs"
import { dirname } from "node:path"

/** Writes a file so that a power cut leaves the old one or the new one. */
export function writeWhole(path: string, text: string): void {
  replace(path, (temporary) => {
    const file = openSync(temporary, "w", 0o644)
    try {
      writeSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  })
}

/** Copies a file in the same way. */
export function copyWhole(from: string, to: string): void {
  replace(to, (temporary) => copyFileSync(from, temporary))
}

function replace(path: string, make: (temporary: string) => void): void {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.tmp`
  try {
    make(temporary)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
