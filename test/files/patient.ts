import { defaultLimits } from "../../src/limits.ts"

/** Waits for its turn as long as people would. */
export const patient = {
  limits: defaultLimits,
  signal: new AbortController().signal,
}
