import { z } from "zod"
import { failureResult } from "../../errors/failure-result.ts"
import { finalStates } from "../../host/record/deploy-record.ts"

export const lockStates = ["free", "held", "left", "unreadable"] as const

const lock = z.strictObject({
  "expires-in": z
    .number()
    .int()
    .optional()
    .describe("seconds until the host's dead-man turns back, without a beat"),
  host: z.string(),
  reason: z.string().optional(),
  record: z.string().optional().describe("id of the deployment that holds it"),
  silence: z
    .number()
    .int()
    .optional()
    .describe("seconds since its supervisor's last heartbeat"),
  since: z.string().optional().describe("ISO 8601, UTC"),
  stage: z.string().optional().describe("how far that deployment is"),
  state: z
    .enum(lockStates)
    .describe("left: its deployment is over, so nobody is kept away"),
  who: z.string().optional(),
})

const unread = z.strictObject({ error: failureResult, host: z.string() })

const released = z.strictObject({
  host: z.string(),
  record: z.string().optional().describe("the deployment that held it"),
  state: z
    .enum(["free", "left", "turned-back"])
    .describe("what was found: no lock, one without owner, a deployment"),
  verdict: z
    .enum(finalStates)
    .optional()
    .describe("how the deployment that held it has ended"),
})

/** What `lock status` answers. */
export const lockStatus = z.strictObject({
  "exit-code": z.number().int(),
  hosts: z.array(z.union([lock, unread])),
})

/** What `lock release` answers. */
export const lockReleased = z.strictObject({
  "exit-code": z.number().int(),
  hosts: z.array(z.union([released, unread])),
})

export type HostLock = z.infer<typeof lock>
export type HostReleased = z.infer<typeof released>
export type LockReleased = z.infer<typeof lockReleased>
export type LockStatus = z.infer<typeof lockStatus>
