import { z } from "zod"
import { attributeSchema } from "../nix/nix-answer.ts"

/** What a build is for, as it is kept beside it. */
const about = z.object({
  /** Whose systems; none for what is heavy. */
  hosts: z.array(attributeSchema),
  what: z.enum(["heavy", "systems"]),
})

export type BuildAbout = z.infer<typeof about>

/** One line of JSON. */
export function aboutText(value: BuildAbout): string {
  return JSON.stringify(value)
}

/** Undefined for anything else: the file is the host's. */
export function parseAbout(text: string): BuildAbout | undefined {
  try {
    return about.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
