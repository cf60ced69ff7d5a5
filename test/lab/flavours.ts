import { LabProblem } from "./problem.ts"

/** How a rehearsal host may differ from the plain one; they combine. */
export const flavours = [
  "drifted",
  "ephemeral",
  "fish",
  "no-elevation",
  "no-nix",
  "sudo-password",
] as const

export type Flavour = (typeof flavours)[number]

/** Errors: LabProblem for a word that is no flavour. */
export function flavour(word: string): Flavour {
  const found = flavours.find((name) => name === word)
  if (found !== undefined) return found
  const known = flavours.join(", ")
  throw new LabProblem(`${word} is no flavour of a host (${known} are)`)
}
