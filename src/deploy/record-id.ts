import { randomUUID } from "node:crypto"

/** A fresh id of a deployment: sorts by time, ends in something random. */
export function recordId(): string {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14)
  return `${time}-${randomUUID().slice(0, 8)}`
}
