import { z } from "zod"

const finding = z.strictObject({
  check: z.string().describe("such as gpu/module-loaded"),
  code: z.string().optional().describe("of the error behind it"),
  cure: z.array(z.string()).describe("commands that help, the best first"),
  evidence: z.array(z.string()).describe("the host's own words"),
  finding: z.string(),
  fix: z.string().optional().describe("what --fix runs on the host"),
  fixed: z.literal(true).optional().describe("it was bad, --fix mended it"),
  means: z.string().optional().describe("what follows, when it is bad"),
  outcome: z.enum(["bad", "ok", "skip", "warn"]),
})

const hostFindings = z.strictObject({
  findings: z.array(finding),
  host: z.string(),
  seconds: z.number(),
})

const explanation = z.strictObject({
  check: z.string(),
  "looks-at": z.string(),
  means: z.string().describe("what it means when the check fails"),
  scope: z.enum(["control", "host"]),
})

/** What `doctor` answers; `explained` alone with `--explain`. */
export const doctorResult = z.union([
  z.strictObject({
    control: z.array(finding).describe("of this machine"),
    "exit-code": z.number().int(),
    hosts: z.array(hostFindings),
  }),
  z.strictObject({ explained: explanation }),
])

export type Finding = z.infer<typeof finding>
export type HostFindings = z.infer<typeof hostFindings>
export type Explanation = z.infer<typeof explanation>

/** What looking at hosts answers. */
export type Examination = {
  readonly control: Finding[]
  readonly "exit-code": number
  readonly hosts: HostFindings[]
}

export type DoctorResult = z.infer<typeof doctorResult>
