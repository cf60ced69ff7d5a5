import type { HostFault } from "./host-faults.ts"
import { cache } from "./sights.ts"

/** What nobody looks after. */
export const upkeepFaults: readonly HostFault[] = [
  [
    "a GPU that may sleep",
    { gpu: { index: "1", sleeps: true }, health: { persistenced: "missing" } },
    "gpu/persistence",
    "warn",
    "GPU 1 may sleep: persistence mode is off",
  ],
  [
    "a daemon that should keep a GPU awake, and is down",
    { gpu: { sleeps: true }, health: { persistenced: "down" } },
    "gpu/persistence",
    "warn",
    "nvidia-persistenced.service is down",
  ],
  [
    "links by the thousand",
    {
      health: {
        garbage: {
          collected: 1,
          folders: [{ folder: "/home/ada/ci", links: 2990 }],
          links: 3000,
          timers: ["nix-gc.timer"],
        },
      },
    },
    "disk/garbage",
    "warn",
    "3000 links",
  ],
  [
    "a disk that fills up and is never collected",
    {
      facts: { freeNix: 60_000_000_000 },
      health: {
        garbage: { collected: undefined, folders: [], links: 2, timers: [] },
      },
    },
    "disk/garbage",
    "warn",
    "last collected never",
  ],
  [
    "a disk that fills up and was collected long ago",
    {
      facts: { freeNix: 60_000_000_000 },
      health: {
        garbage: { collected: 93.5, folders: [], links: 2, timers: [] },
      },
    },
    "disk/garbage",
    "warn",
    "93 days ago",
  ],
  [
    "a path that Nix takes for missing",
    {
      health: { missed: new Map([[cache.url, ["abc-torch", "def-triton"]]]) },
    },
    "nix/remembered-misses",
    "warn",
    "abc-torch and 1 more for missing from https://cache.example.org",
  ],
]
