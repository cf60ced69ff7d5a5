import { boolean, string } from "@oclif/core/flags"

const helpGroup = "GLOBAL"

/** What every command understands (design §8). */
export const globalFlags = {
  color: boolean({
    allowNo: true,
    default: true,
    helpGroup,
    summary: "Colours; NO_COLOR turns them off too.",
  }),
  events: boolean({
    exclusive: ["json"],
    helpGroup,
    summary: "Events and the result as NDJSON on stdout.",
  }),
  fleet: string({
    helpGroup,
    helpValue: "FOLDER",
    summary: "The folder that holds hosts/fleet.yaml.",
  }),
  input: boolean({
    allowNo: true,
    default: true,
    helpGroup,
    summary: "With --no-input, never ask.",
  }),
  json: boolean({
    helpGroup,
    summary: "The result, or the error, as JSON on stdout.",
  }),
  quiet: boolean({
    exclusive: ["verbose"],
    helpGroup,
    summary: "No progress.",
  }),
  verbose: boolean({
    helpGroup,
    summary: "A line an event, and the hosts' own output.",
  }),
}

/** The parsed form of `globalFlags`. */
export type GlobalFlags = {
  readonly color: boolean
  readonly events: boolean
  readonly fleet?: string | undefined
  readonly input: boolean
  readonly json: boolean
  readonly quiet: boolean
  readonly verbose: boolean
}
