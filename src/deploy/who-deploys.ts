import { hostname, userInfo } from "node:os"

/** Such as `ada@mac`, for whoever finds the host locked or reads a history. */
export function whoDeploys(): string {
  const text = `${userInfo().username}@${hostname()}`
  return text.replaceAll(/[\u0000-\u001f\u007f]/g, "").slice(0, 200)
}
