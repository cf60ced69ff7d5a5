import { z } from "zod"
import { failureResult } from "../errors/failure-result.ts"

const pushed = z.strictObject({
  changed: z.array(z.string()).describe("names with a new value"),
  error: failureResult.optional(),
  host: z.string(),
  left: z
    .array(z.string())
    .describe("apps that get the new value when they next start"),
  restarted: z.array(z.string()).describe("units with the new value"),
})

export const secretsPushed = z.strictObject({
  "exit-code": z.number().int(),
  hosts: z.array(pushed),
})

const listed = z.strictObject({
  from: z.string().describe("a reference, never the value"),
  host: z.string(),
  mode: z.string(),
  name: z.string(),
  owner: z.string().describe("user:group"),
  path: z.string().describe("on the host"),
  units: z.array(z.string()),
})

export const secretsList = z.strictObject({
  "exit-code": z.number().int(),
  secrets: z.array(listed),
})

export type HostSecrets = z.infer<typeof pushed>
export type SecretsList = z.infer<typeof secretsList>
export type SecretsPushed = z.infer<typeof secretsPushed>
