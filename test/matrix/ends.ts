import type { End, Which } from "./cell.ts"

/** One system in all respects. */
function whole<System extends Which>(which: System) {
  const all = { boots: which, profile: which, runs: which, serves: which }
  return { ...all, jobs: "kept", lock: "free" } as const
}
const oldSystem = whole("old")
const newSystem = whole("new")

export const committed: End = {
  ...newSystem,
  said: "committed",
  verdict: "committed",
}
export const degraded: End = {
  ...newSystem,
  said: "degraded",
  verdict: "degraded",
}
export const rolledBack: End = {
  ...oldSystem,
  said: "rolled-back",
  verdict: "rolled-back",
}
/** Locked, but not yet activated. */
export const failed: End = { ...oldSystem, said: "failed", verdict: "failed" }
/** Locked, and the host itself says no before it activates anything. */
export const refused: End = {
  ...oldSystem,
  said: "refused",
  verdict: "refused",
}
/** The host has never heard of it. */
export const unbegun: End = {
  ...oldSystem,
  said: "failed",
  verdict: "no record",
}
/** Somebody else has changed the system since it was planned. */
export const tooLate: End = {
  ...whole("other"),
  said: "refused",
  verdict: "no record",
}

export const stranded: End = {
  ...oldSystem,
  said: "stranded",
  serves: "old by hand",
  verdict: "stranded",
}
/** Somebody else has set the profile, and can't switch: nothing is touched. */
export const conflict: End = {
  ...newSystem,
  boots: "old",
  profile: "other",
  said: "conflict",
  verdict: "conflict",
}

/** The same, or the other's switch has begun once the host was free again. */
export const overtaken: End = {
  ...conflict,
  boots: "old or other",
  runs: "new or other",
  serves: "new or other",
}

/** Rolled back, or committed: luck decides what still found room. */
export const either: End = {
  boots: "old or new",
  jobs: "kept",
  lock: "free",
  profile: "old or new",
  runs: "old or new",
  said: "rolled-back or committed",
  serves: "old or new",
  verdict: "rolled-back or committed",
}

/** What sdops says where it can't know better, or was killed. */
export const silent = (end: End): End => ({ ...end, said: "nothing" })
export const unsure = (end: End): End => ({ ...end, said: "stranded" })
export const jobsLost = (end: End): End => ({ ...end, jobs: "lost" })
