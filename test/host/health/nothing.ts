import type { HealthQuestion } from "../../../src/host/health/health.ts"

/** A question about a host of which nothing is declared. */
export const nothing: HealthQuestion = {
  caches: [],
  databases: [],
  models: { files: [], folder: undefined },
  ports: [],
  units: [],
}
