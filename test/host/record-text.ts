export const system =
  "/nix/store/f5zmfgf19c8bm3pf1jrp0bjzv2fqv163-nixos-system-x-1"
export const boot = "496cce94-13dc-4ab0-afff-a66f5bb2196a"

/** A record, whole, by its keys. */
export const recordLines = {
  id: "d-newer",
  seq: "3",
  since: "12",
  state: "committed",
  goal: "switch",
  nonce: "n",
  who: "ada@mac",
  "boot-id": boot,
  number: "2",
  started: "5",
  candidate: system,
  current: system,
  profile: system,
  generation: "1",
  "boot-default": system,
  booted: system,
}
/** Its text, with other values. */
export const textOf = (edits: Readonly<Record<string, string>> = {}) =>
  Object.entries({ ...recordLines, ...edits })
    .map(([key, value]) => `${key}=${value}\n`)
    .join("")
