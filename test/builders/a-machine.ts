import type { Machine } from "../../src/builders/machine.ts"

export const key =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGu+J6qG4pWmEwq0dPp1uU0oM3JxYQ4mFqTzq3uZ1b2c"

/** A builder, but for what is given. */
export function aMachine(given: Partial<Machine>): Machine {
  return {
    address: "neon.lan",
    features: ["big-parallel"],
    hostKey: key,
    identity: "/etc/ssh/ssh_host_ed25519_key",
    mandatoryFeatures: [],
    maxJobs: 1,
    name: "neon",
    speedFactor: 1,
    systems: ["x86_64-linux"],
    user: "root",
    ...given,
  }
}
