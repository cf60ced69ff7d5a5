import type { FleetEdits } from "../../lab/fleet.ts"

const otherKey =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGu+J6qG4pWmEwq0dPp1uU0oM3JxYQ4mFqTzq3uZ1b2c"
export const cacheKey =
  "cache.example.org-1:74DUi4Ye579gUqzH4ziL9IyiJBlDpMRn9MBN8oNan9M="

const model = {
  format: "pt",
  sha256: "0".repeat(64),
  url: "https://example.org/own.pt",
}

const dead = { address: "127.0.0.2", "host-key": otherKey, port: 9 }

/** The checks that must say it, and what is merged into the inventory. */
type InventoryFault = readonly [
  checks: string,
  what: string,
  host: Readonly<Record<string, unknown>>,
  fleet?: FleetEdits["fleet"],
]

/** Of what a host's file says of the host, and is otherwise. */
export const fileFaults: readonly InventoryFault[] = [
  [
    // The rehearsal's ssh_config names a key for the host's address only.
    "control/keys bad, reach/dns bad",
    "a name that nobody has",
    { address: "moose.invalid" },
  ],
  ["reach/port bad", "a port where nobody listens", { port: 2222 }],
  ["gpu/model bad", "another GPU", { gpu: { model: "GeForce RTX 4090" } }],
  [
    "gpu/compute-capability bad",
    "another capability",
    { gpu: { "compute-capability": "8.9" } },
  ],
  ["inventory/complete bad", "no modules", { modules: [] }],
]

/** Of keys, secrets, caches, builders and models that it names. */
export const namedFaults: readonly InventoryFault[] = [
  ["reach/host-key bad", "another host key", { "host-key": otherKey }],
  ["reach/authentication bad", "a user without our key", { user: "nobody" }],
  ["reach/elevation bad", "a lost password", { "sudo-password": "env:MOOSE" }],
  [
    "nix/caches warn",
    "a cache that isn't deployed yet",
    {},
    { caches: [{ key: cacheKey, url: "https://cache.example.org" }] },
  ],
  [
    "nix/builders warn",
    "a builder with another host key",
    {},
    // The host itself, by another name.
    { builders: { neon: { address: "127.0.0.2", "host-key": otherKey } } },
  ],
  [
    "nix/builders warn",
    "a builder that is down",
    {},
    { builders: { neon: dead } },
  ],
  [
    "nix/builders bad",
    "a builder that is down where nothing else may build",
    { policy: { "heavy-builds": "builders-only" } },
    { builders: { neon: dead } },
  ],
  [
    "app/models warn",
    "a model that isn't deployed yet",
    { services: { comfyui: { models: { loras: { own: model } } } } },
  ],
]
