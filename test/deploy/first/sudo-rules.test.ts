import { expect, test } from "vitest"
import type { SudoRule } from "../../../src/deploy/first/candidate-sudo.ts"
import { askSudo } from "../../../src/deploy/first/sudo-rules.ts"
import { sudoOf, sudoRule } from "./machines.ts"

const ops = {
  gids: [1, 100],
  groups: ["wheel", "users"],
  host: "lithium",
  uid: 1000,
  user: "ops",
}
const ada = { ...ops, gids: [100], groups: ["users"], uid: 1001, user: "ada" }

const one = (command: string, ...options: string[]) => ({ command, options })

test("every NixOS has rules, and they let wheel become root", () => {
  expect(askSudo(sudoOf(["NOPASSWD"]), ops).answer).toBe("free")
  expect(askSudo(sudoOf([]), ops).answer).toBe("asks")
  expect(askSudo(sudoOf(["NOPASSWD"]), ada).answer).toBe("no")
})

test.each<[string, SudoRule, "asks" | "free" | "no"]>([
  ["by name", sudoRule({ users: ["ada"] }, ["NOPASSWD"]), "free"],
  ["by number", sudoRule({ users: [1001] }, ["NOPASSWD"]), "free"],
  ["by group", sudoRule({ groups: ["users"] }, ["NOPASSWD"]), "free"],
  ["by the group's number", sudoRule({ groups: [100] }), "asks"],
  ["everybody", sudoRule({ users: ["ALL"] }, ["NOPASSWD"]), "free"],
  ["a group among users", sudoRule({ users: ["%users"] }), "asks"],
  ["another user", sudoRule({ users: ["bob"] }, ["NOPASSWD"]), "no"],
  [
    "on this host",
    sudoRule({ users: ["ada"] }, [], { host: "lithium" }),
    "asks",
  ],
  ["elsewhere", sudoRule({ users: ["ada"] }, [], { host: "neon" }), "no"],
  [
    "as another user",
    sudoRule({ users: ["ada"] }, ["NOPASSWD"], { runAs: "backup" }),
    "no",
  ],
  [
    "as a group only",
    sudoRule({ users: ["ada"] }, ["NOPASSWD"], { runAs: ":wheel" }),
    "no",
  ],
  [
    "as root by name",
    sudoRule({ users: ["ada"] }, ["NOPASSWD"], { runAs: "root" }),
    "free",
  ],
  [
    "one command",
    sudoRule({ users: ["ada"] }, [], {
      commands: [one("/run/current-system/sw/bin/nixos-rebuild", "NOPASSWD")],
    }),
    "no",
  ],
  [
    "a tag that goes on",
    sudoRule({ users: ["ada"] }, [], {
      commands: [one("/bin/true", "NOPASSWD"), one("ALL")],
    }),
    "free",
  ],
  [
    "nothing after all",
    sudoRule({ users: ["ada"] }, [], {
      commands: [one("ALL", "NOPASSWD"), one("!ALL")],
    }),
    "no",
  ],
])("a rule of one's own, %s", (_, rule, answer) => {
  expect(askSudo(sudoOf([], rule), ada)).toEqual({ answer, unread: false })
})

test("the last rule that speaks of a user has the word", () => {
  const asks = sudoRule({ users: ["ops"] }, ["PASSWD"])
  const free = sudoRule({ groups: ["users"] }, ["NOPASSWD"])
  expect(askSudo(sudoOf(["NOPASSWD"], asks), ops).answer).toBe("asks")
  expect(askSudo(sudoOf(["NOPASSWD"], asks, free), ops).answer).toBe("free")
})

test("who isn't in wheel can't start a sudo that is wheel's", () => {
  const rule = sudoRule({ users: ["ada"] }, ["NOPASSWD"])
  const sudo = { ...sudoOf([], rule), wheelOnly: true }
  expect(askSudo(sudo, ada).answer).toBe("no")
})

test.each<[string, "asks" | "free" | "no", boolean]>([
  ["ada ALL=(ALL:ALL) NOPASSWD: ALL", "free", false],
  ["ada ALL = (root) NOPASSWD:SETENV: ALL # at home", "free", false],
  ["%users ALL=(ALL) ALL\nDefaults !authenticate", "free", false],
  ["ada lithium=(ALL) ALL", "asks", false],
  ["ada ALL=(ALL) \\\n  NOPASSWD: ALL", "free", false],
  ["#1001 ALL=(ALL) NOPASSWD: ALL", "free", false],
  ["ada ALL=NOPASSWD: ALL", "free", false],
  ["ada ALL=(ALL) NOPASSWD: /bin/true", "no", false],
  ["# ada ALL=(ALL) ALL\nDefaults lecture=never", "no", false],
  ["User_Alias ADMINS = ada\nADMINS ALL=(ALL) NOPASSWD: ALL", "no", true],
  ["@includedir /etc/sudoers.d", "no", true],
  ["Defaults:ada !authenticate", "no", true],
])("lines of one's own: %s", (text, answer, unread) => {
  const sudo = { ...sudoOf([]), extraConfig: text }
  expect(askSudo(sudo, ada)).toEqual({ answer, unread })
})
