import { parseStorePath } from "./store-path.ts"

const isLine = /^([A-Za-z0-9+._?=-]{1,211}) (\d{1,7})$/

/** Seconds by package, of lines `NAME SECONDS`: the last of each. */
export function parseBuildTimes(text: string): ReadonlyMap<string, number> {
  const pairs = text.split("\n").flatMap((line) => {
    const [, name, seconds] = isLine.exec(line) ?? []
    return name === undefined ? [] : [[name, Number(seconds)] as const]
  })
  return new Map(pairs)
}

/** What a derivation's time is remembered by. */
export function packageOf(drv: string): string {
  return parseStorePath(drv).pname
}
