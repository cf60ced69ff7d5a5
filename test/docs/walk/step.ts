/** A command as a page prints it, and what is unusual about it. */
export type Step =
  | string
  | {
      readonly command: string
      /** How it ends (default: 0). */
      readonly exit?: number
      /** What is typed once it has said something. */
      readonly keys?: string
    }

export function commandOf(step: Step): string {
  return typeof step === "string" ? step : step.command
}
