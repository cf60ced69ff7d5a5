import { expect, test } from "vitest"
import xids from "../../../src/host/driver/xids.sh"
import { FakeRoot, runIn, shells } from "../local-shell.ts"

const lost = "NVRM: Xid (PCI:0000:01:00): 79, pid=812, GPU has fallen off"
const illegal = "NVRM: Xid (PCI:0000:01:00): 31, pid=812, name=python3, Ch 8"
const ended = "NVRM: Xid (PCI:0000:01:00): 45, pid=812, name=python3, Ch 8"
const other = "usb 1-1: new high-speed USB device number 2"

type Row = readonly [
  what: string,
  before: readonly string[] | "fails" | "never looked",
  after: readonly string[],
  expected: string,
]

const rows: readonly Row[] = [
  ["nothing", [other], [], ""],
  ["one from before", [illegal], [other], ""],
  ["a new one", [other], [lost], lost],
  ["the same one once more", [illegal], [illegal], illegal],
  ["one in an empty log", [], [lost], lost],
  ["what an ended app leaves", [], [ended], ""],
  ["more than that", [], [ended, lost], lost],
  ["a log that can't be read", "fails", [lost], ""],
  ["a boot into the candidate", "never looked", [other, lost], lost],
]

/** As journalctl: what it prints with a cursor, and after one. */
const journalctl = `
  log=$SDOPS_LOG
  [ -r "$log" ] || exit 1
  after=0
  for word; do
    case $word in
      --after-cursor=s=*) after=\${word#--after-cursor=s=} ;;
      --show-cursor) shows=1 ;;
    esac
  done
  number=$(wc -l <"$log")
  if [ -n "\${shows-}" ]; then
    [ "$number" = 0 ] && exit
    tail -n 1 "$log"
    echo "-- cursor: s=$number"
    exit
  fi
  tail -n "+$((after + 1))" "$log"`

const here = rows.flatMap((row) =>
  shells.map((shell) => [...row, shell] as const),
)

test.for(here)("%s: %o, then %o: %s, by %o", async (row) => {
  const [, before, after, expected, shell] = row
  await using root = await FakeRoot.make({})
  const lines = (of: readonly string[]) =>
    of.map((line) => `${line}\n`).join("")
  const early = typeof before === "string" ? [] : before
  const script = `
    mkdir -p "$run_folder" "$root/bin"
    printf '#!/bin/sh\n%s\n' "$journalctl" >"$root/bin/journalctl"
    chmod +x "$root/bin/journalctl"
    PATH=$root/bin:/usr/bin:/bin SDOPS_LOG=$root/log
    export PATH SDOPS_LOG
    [ "$fails" = 1 ] || printf '%s' "$early" >"$SDOPS_LOG"
    [ "$marks" = 0 ] || xids_mark
    printf '%s' "$late" >>"$SDOPS_LOG"
    xids_new
    printf '%s' "$xids"`
  const variables = {
    early: lines(early),
    fails: before === "fails" ? "1" : "0",
    id: "d-1234",
    journalctl,
    late: lines(after),
    marks: before === "never looked" ? "0" : "1",
    root: root.path,
  }
  const ran = await runIn(shell, `${xids}\n${script}\n`, variables)
  expect(ran.stdout.trim()).toBe(expected)
})
