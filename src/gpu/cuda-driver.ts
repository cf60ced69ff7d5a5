/** The first branch of the driver that runs each major version of CUDA. */
const branches: Readonly<Record<string, number>> = {
  "11": 450,
  "12": 525,
  "13": 580,
}

/**
 * The branch that a driver must have at least to run programs of a CUDA.
 * In: such as 12.8. Out: undefined for a CUDA that isn't known.
 * Source: NVIDIA, CUDA Compatibility, minor version compatibility.
 */
export function leastBranch(cuda: string): number | undefined {
  return branches[cuda.split(".")[0] ?? ""]
}
