import type { Stage } from "../stage.ts"
import { goAhead } from "../plan/ahead.ts"
import { probe } from "./probe.ts"

/**
 * The probe; meanwhile the host's tree is pushed and evaluated, and the stages
 * that are about that wait for it. Errors: those of `probe`.
 */
export const probeAhead: Stage<
  "fleet" | "host" | "input" | "link",
  "ahead" | "facts"
> = {
  ...probe,
  async run(given, context) {
    const ahead = goAhead(given)
    const { adds, ...rest } = await probe.run(given, context)
    return { ...rest, adds: { ...adds, ahead } }
  },
}
