import { arrows } from "./arrows.ts"
import { breadth } from "./breadth.ts"
import type { Check } from "./check.ts"
import { columns } from "./columns.ts"
import { cycles } from "./cycles.ts"
import { kebabKeys } from "./kebab-keys.ts"
import { length } from "./length.ts"
import { lock } from "./lock.ts"
import { nix } from "./nix.ts"
import { nixFormat } from "./nix-format.ts"
import { reference } from "./reference.ts"
import { shell } from "./shell.ts"
import { streams } from "./streams.ts"
import { tool } from "./tool.ts"

/** The slow ones first: they run side by side. */
export const checks: readonly Check[] = [
  tool("types", "tsc"),
  tool("unused", "knip", "--no-progress"),
  tool("lint", "oxlint", "--deny-warnings", "-f", "unix"),
  tool("format", "oxfmt", "--check"),
  shell,
  nix,
  nixFormat,
  reference,
  arrows,
  breadth,
  cycles,
  columns,
  kebabKeys,
  length,
  lock,
  streams,
]
