/** What the probe asks nvidia-smi for, of drivers without MIG. */
export const smiFields = [
  "index",
  "uuid",
  "name",
  "driver_version",
  "memory.total",
  "compute_cap",
] as const
