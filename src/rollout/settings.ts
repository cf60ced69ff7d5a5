import { z } from "zod"
import { camelKeys } from "../camel-keys.ts"

/** How many hosts go at the same time: so many, or a share of them all. */
const waveSize = z.union([
  z.strictObject({ count: z.int().min(1) }),
  z.strictObject({ percent: z.int().min(1).max(100) }),
])

const written = z.strictObject({
  "allow-heavy-builds": z.boolean(),
  /** Hosts that go first, by themselves; 0 for none. */
  canary: z.int().min(0),
  /** So many hosts may fail; canaries may not. */
  "max-failures": z.int().min(0),
  "on-failure": z.enum(["continue", "stop"]),
  /** Hosts at once, within a wave. */
  parallel: z.int().min(1),
  /** Seconds between two waves. */
  soak: z.number().min(0),
  wave: waveSize,
})

/** What holds for a whole rollout, and again when it is resumed. */
export const settings = written.transform(camelKeys)

/** Hosts that go at the same time. */
export const wave = z.strictObject({
  hosts: z.array(z.string()).min(1),
  /** `last`: a host that builds for the others or has their cache. */
  kind: z.enum(["canary", "last", "wave"]),
})

export type Settings = z.infer<typeof settings>
export type Wave = z.infer<typeof wave>
export type WaveSize = z.infer<typeof waveSize>
