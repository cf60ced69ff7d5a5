import { SdopsError } from "../../errors/sdops-error.ts"

/** An error because of which nobody hears of a build any more: it goes on. */
export function goesOn(error: unknown, id: string, host: string): unknown {
  if (!(error instanceof SdopsError)) return error
  if (!["connectionLost", "interrupted"].includes(error.kind)) return error
  const about = [
    `the build ${id} goes on: sdops builds attach ${id} --on ${host}`,
    `to end it: sdops builds cancel ${id} --on ${host}`,
  ]
  return error.with({ because: [...error.because, ...about] })
}
