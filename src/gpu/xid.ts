/** A fault that NVIDIA's driver wrote to the kernel's log. */
export type Xid = {
  /** Such as `0000:01:00`. */
  readonly bus: string
  readonly line: string
  readonly number: number
}

/** What helps: the app's restart, a reset of the GPU, power, a new GPU. */
export type XidRemedy = "power" | "replace" | "reset" | "restart"

/** `NVRM: Xid (PCI:0000:08:00): 79, pid=…`; a bus may have a function. */
const line = /NVRM: Xid \(PCI:([\da-f:.]+)\): (\d+)/i

/**
 * The Xids among lines of a kernel's log, the oldest first.
 * Source: NVIDIA's list of Xid errors; research of NixOS users' reports.
 */
export function xidsIn(log: readonly string[]): readonly Xid[] {
  return log.flatMap((text) => {
    const [, bus, number] = line.exec(text) ?? []
    if (bus === undefined) return []
    return [{ bus, line: text, number: Number(number) }]
  })
}

/** What an Xid asks for; those that aren't listed are the app's. */
export function xidRemedy(number: number): XidRemedy {
  return remedies.get(number) ?? "restart"
}

/** What an Xid means, in a few words; undefined for those not listed. */
export function xidMeaning(number: number): string | undefined {
  return meanings.get(number)
}

const remedies = new Map<number, XidRemedy>([
  [46, "reset"],
  [48, "reset"],
  [62, "reset"],
  [63, "reset"],
  [64, "replace"],
  [74, "reset"],
  [79, "power"],
  [92, "reset"],
  [94, "restart"],
  [95, "reset"],
  [119, "reset"],
  [120, "reset"],
  [140, "reset"],
])

const meanings = new Map([
  [8, "the GPU stopped processing"],
  [13, "a kernel of the app failed"],
  [31, "a memory access of the app was refused"],
  [41, "a copy engine of the GPU failed"],
  [43, "the GPU stopped processing"],
  [45, "the app's work was ended"],
  [48, "a memory error that could not be corrected"],
  [62, "the GPU's own processor halted"],
  [63, "a bad row of memory is replaced at the next reset"],
  [64, "a bad row of memory could not be replaced"],
  [69, "the app's work was refused"],
  [74, "an error on NVLink"],
  [79, "the GPU has fallen off the bus"],
  [92, "many memory errors that were corrected"],
  [94, "a memory error that ended one app"],
  [95, "a memory error that may have hit every app"],
  [119, "the GPU's system processor doesn't answer"],
  [120, "the GPU's system processor failed"],
  [140, "memory errors that could not be corrected"],
  [154, "the driver says what recovers the GPU: see its line"],
])
