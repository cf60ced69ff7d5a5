/** A part of 1 as a bar of so many columns, with its percentage. */
export function bar(part: number, width: number): string {
  const full = Math.floor(within(part) * width)
  const cells = `[${"#".repeat(full)}${"-".repeat(width - full)}]`
  return `${cells} ${percent(part).padStart(4)}`
}

/** A part of 1 in hundredths, rounded down: 100% is all of it. */
export function percent(part: number): string {
  return `${Math.floor(within(part) * 100)}%`
}

function within(part: number): number {
  return Math.min(1, Math.max(0, part))
}
