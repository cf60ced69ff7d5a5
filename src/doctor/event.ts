import type { HostFindings } from "./result.ts"

/** What the doctor says while it works: a host was looked at. */
export type DoctorEvent = HostFindings & { readonly event: "host-examined" }
