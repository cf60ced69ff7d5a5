import { judgeName } from "../inventory/schema/host-name.ts"

/**
 * A host's name, when nobody gives one: the first label of its address, or
 * what the host calls itself. Undefined when neither can be a name.
 */
export function nameFor(
  address: string,
  hostname: string | undefined,
): string | undefined {
  const isNumber = /^[\d.]+$/.test(address) || address.includes(":")
  const words = [isNumber ? undefined : address.split(".")[0], hostname]
  return words
    .map((word) => word?.trim().toLowerCase().split(".")[0])
    .find(
      (word) =>
        word !== undefined &&
        word !== "localhost" &&
        judgeName(word) === undefined,
    )
}
