import { Help } from "@oclif/core/help"

/** What `sdops --help` shows, the daily commands first. */
export const groups: readonly (readonly [
  title: string,
  names: readonly string[],
])[] = [
  ["every day", ["plan", "deploy", "status", "doctor", "rollback"]],
  [
    "deployments",
    ["confirm", "generations", "lock", "reboot", "resume", "rollout"],
  ],
  ["hosts", ["exec", "gpu", "history", "logs", "smoke", "ssh"]],
  [
    "the fleet",
    [
      "init",
      "hosts",
      "image",
      "models",
      "nodes",
      "secrets",
      "update",
      "flake",
      "eval",
      "repl",
    ],
  ],
  ["builds", ["builders", "builds", "cache"]],
  ["sdops itself", ["completion", "help", "schema"]],
]

/** oclif's help, whose first page has groups rather than the alphabet. */
export class GroupedHelp extends Help {
  firstPage(): string {
    const about = new Map<string, string | undefined>()
    for (const { name, description } of this.sortedTopics)
      about.set(name, description)
    // A group's first command may have its name, as gpu has.
    for (const { id, summary } of this.sortedCommands)
      if (!about.has(id)) about.set(id, summary)
    const { stripAnsi = false } = this.opts
    const shape = { indentation: 2, spacer: "\n", stripAnsi }
    const sections = groups.map(([title, names]) => {
      const rows = names.map((name): [string, string | undefined] => [
        name,
        about.get(name),
      ])
      return this.section(title.toUpperCase(), this.renderList(rows, shape))
    })
    return [this.formatRoot(), ...sections].join("\n\n")
  }
}
