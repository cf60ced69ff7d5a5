import { boolean, string } from "@oclif/core/flags"

const helpGroup = "GLOBAL"

/** What every command understands (design §8). */
export const globalFlags = {
  events: boolean({
    exclusive: ["json"],
    helpGroup,
    summary: "Print events and the result as NDJSON on stdout.",
  }),
  fleet: string({
    helpGroup,
    helpValue: "FOLDER",
    summary: "The folder with hosts/fleet.yaml.",
  }),
  json: boolean({
    helpGroup,
    summary: "Print the result, or the error, as JSON on stdout.",
  }),
  "no-color": boolean({
    helpGroup,
    summary: "No colours, as with NO_COLOR.",
  }),
  "no-input": boolean({
    helpGroup,
    summary: "Never ask; refuse where a question would be asked.",
  }),
  quiet: boolean({
    exclusive: ["verbose"],
    helpGroup,
    summary: "Show no progress.",
  }),
  verbose: boolean({
    helpGroup,
    summary: "Show a line per event, and the hosts' own output.",
  }),
}

/** The parsed form of `globalFlags`. */
export type GlobalFlags = {
  readonly events: boolean
  readonly fleet?: string | undefined
  readonly json: boolean
  readonly noColor: boolean
  readonly noInput: boolean
  readonly quiet: boolean
  readonly verbose: boolean
}
