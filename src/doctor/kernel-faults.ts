/** What a kernel's log says of memory and of programs. */
export type KernelFaults = {
  /** Lines that tell of broken memory, or of a machine check. */
  readonly memory: readonly string[]
  /** Compilers that a signal ended; memory is the usual reason. */
  readonly compilers: readonly string[]
  /** Lines `Out of memory: Killed process …`. */
  readonly starved: readonly string[]
}

const memory = /EDAC .*\b(CE|UE)\b|Hardware Error|mce: .*Machine check/
const starved = /Out of memory: Killed process/
/** The kernel names the program that trapped, cut to 15 characters. */
const trapped =
  /(?:kernel: |^|traps: )(\S+?)\[\d+\]:? (?:segfault|trap|general protection)/
const compiler =
  /^(as|c\+\+|cc1|cc1plus|cicc|clang.*|cudafe\+\+|g\+\+|gcc|ld|ld\..*|llc|lto1|nvcc|ptxas|rustc)$/

/** Sorts lines of a kernel's log; others are left out. */
export function kernelFaults(log: readonly string[]): KernelFaults {
  return {
    compilers: log.filter((line) => {
      const name = trapped.exec(line)?.[1]
      return name !== undefined && compiler.test(name)
    }),
    memory: log.filter((line) => memory.test(line)),
    starved: log.filter((line) => starved.test(line)),
  }
}
