const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
const reserved = ["all", "fleet"]

/**
 * Why a word can't be a host's name, or undefined when it can: one label of
 * RFC 1123, in lower case since file systems differ about case.
 */
export function judgeName(name: string): string | undefined {
  if (reserved.includes(name)) return `no host can be named ${name}`
  if (label.test(name)) return undefined
  return (
    "expected the file to be named after the host: at most 63 of a-z, 0-9 " +
    `and -, no - at an end; found ${JSON.stringify(name)}`
  )
}
