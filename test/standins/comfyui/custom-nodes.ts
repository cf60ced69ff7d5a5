import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"

/**
 * What loading the custom nodes of a folder logs: as nodes.py of 0.25.0, whose
 * Python is read here as far as that it isn't there, or raises at once.
 */
export function loadCustomNodes(folder: string): string[] {
  const names = readdirSync(folder)
    .filter((name) => name !== "__pycache__" && !name.endsWith(".disabled"))
    .filter((name) => statSync(`${folder}/${name}`).isDirectory())
    .sort()
  if (names.length === 0) return []
  const failures = names.map((name) => whyNot(`${folder}/${name}`))
  const cannot = names.flatMap((name, at) => {
    const [path, why] = [`${folder}/${name}`, failures[at]]
    if (why === undefined) return []
    return [`Cannot import ${path} module for custom nodes: ${why}`]
  })
  const times = names.map((name, at) => {
    const failed = failures[at] === undefined ? "" : " (IMPORT FAILED)"
    return `   0.0 seconds${failed}: ${folder}/${name}`
  })
  return [...cannot, "", "Import times for custom nodes:", ...times, ""]
}

function whyNot(folder: string): string | undefined {
  const file = `${folder}/__init__.py`
  if (!existsSync(file)) return `[Errno 2] No such file or directory: '${file}'`
  return /^raise \w+\("(.*)"\)$/m.exec(readFileSync(file, "utf8"))?.[1]
}
