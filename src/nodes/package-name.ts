/**
 * A Python package's name as packages are compared by: lower case, with one
 * hyphen for any run of `-`, `_` and `.`. Source: PEP 503, Normalized Names.
 */
export function packageName(written: string): string {
  return written.replace(/[-_.]+/g, "-").toLowerCase()
}
