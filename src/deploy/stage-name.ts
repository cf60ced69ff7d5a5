/** The stages of a deployment, in order (design §3). */
export const stageNames = [
  "connect",
  "probe",
  "push",
  "plan",
  "guard",
  "build",
  "lock",
  "drain",
  "activate",
  "gate",
  "commit",
  "report",
] as const

export type StageName = (typeof stageNames)[number]
