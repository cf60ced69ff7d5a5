/** How long ago something was, in one short word: `40s`, `5m`, `3h`, `12d`. */
export function age(then: string, now: Date): string {
  const seconds = (now.getTime() - new Date(then).getTime()) / 1000
  if (!Number.isFinite(seconds)) return "?"
  const steps = [
    [86_400, "d"],
    [3600, "h"],
    [60, "m"],
    [1, "s"],
  ] as const
  const [size, unit] = steps.find(([size]) => seconds >= size) ?? [1, "s"]
  return `${Math.max(0, Math.floor(seconds / size))}${unit}`
}
