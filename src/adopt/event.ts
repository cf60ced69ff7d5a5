/** What adopting a host tells while it works: a step was done. */
export type AdoptEvent = {
  readonly event: "adopt-step"
  readonly host: string
  readonly step: "configuration" | "connect" | "host-key" | "probe" | "write"
  readonly text: string
}
