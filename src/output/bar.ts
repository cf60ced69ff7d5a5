/** A part of 1 as a bar of so many columns, with its percentage. */
export function bar(part: number, width: number): string {
  const shown = Math.min(1, Math.max(0, part))
  const full = Math.floor(shown * width)
  const percent = `${Math.floor(shown * 100)}%`.padStart(4)
  return `[${"#".repeat(full)}${"-".repeat(width - full)}] ${percent}`
}
