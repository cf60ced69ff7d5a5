import { createHash } from "node:crypto"
import type { TreeFile } from "./tree.ts"

type Folder = Map<string, Folder | TreeFile>

/**
 * A Nix archive of the files, as `nix-store --dump` writes it and
 * `nix-store --restore` reads it. In: path with slashes → file.
 * Source: nix doc/manual/source/protocols/nix-archive.md.
 */
export function nar(files: ReadonlyMap<string, TreeFile>): Uint8Array {
  const chunks: Uint8Array[] = [text("nix-archive-1")]
  writeFolder(folderOf(files))
  return Buffer.concat(chunks)

  function writeFolder(folder: Folder): void {
    chunks.push(text("("), text("type"), text("directory"))
    for (const [name, node] of sortedByBytes(folder)) {
      chunks.push(text("entry"), text("("), text("name"), text(name))
      chunks.push(text("node"))
      if (node instanceof Map) writeFolder(node)
      else writeFile(node)
      chunks.push(text(")"))
    }
    chunks.push(text(")"))
  }

  function writeFile({ content, executable }: TreeFile): void {
    chunks.push(text("("), text("type"), text("regular"))
    if (executable) chunks.push(text("executable"), text(""))
    chunks.push(text("contents"), ...bytes(content), text(")"))
  }
}

/** The hash that `nix hash path` prints: of the archive, in SRI notation. */
export function narHash(archive: Uint8Array): string {
  return `sha256-${createHash("sha256").update(archive).digest("base64")}`
}

function folderOf(files: ReadonlyMap<string, TreeFile>): Folder {
  const root: Folder = new Map()
  for (const [path, file] of files) {
    const names = path.split("/")
    const last = names.pop() ?? ""
    const parent = names.reduce((folder, name) => {
      const inner = folder.get(name) ?? new Map<string, Folder | TreeFile>()
      if (!(inner instanceof Map)) throw new Error(`a file above ${path}`)
      folder.set(name, inner)
      return inner
    }, root)
    if (last === "" || parent.has(last)) throw new Error(`not a file: ${path}`)
    parent.set(last, file)
  }
  return root
}

function sortedByBytes(folder: Folder) {
  return [...folder].sort(([a], [b]) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  )
}

function text(word: string): Uint8Array {
  return Buffer.concat(bytes(Buffer.from(word)))
}

/** Length in 8 bytes, little-endian; content; zeros up to 8 bytes. */
function bytes(content: Uint8Array): Uint8Array[] {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(content.length))
  return [length, content, Buffer.alloc((8 - (content.length % 8)) % 8)]
}
