import type { RecordedCase } from "./recorded-case.ts"

/**
 * A recorded case with conditions where the recording waited for a time: a
 * slow machine replays it as well. The functions that it calls are
 * `waitingFunctions`.
 */
export function steady(one: RecordedCase): RecordedCase {
  const { B, afterwards, before, command } = one
  const units = Object.entries(B.units ?? {}).map(
    ([name, text]) => [name, replaceAll(text, unitWaits(one.name))] as const,
  )
  return {
    ...one,
    B: {
      ...B,
      ...(B.activate !== undefined && {
        activate: replaceAll(B.activate, activationWaits[one.name] ?? []),
      }),
      ...(B.units !== undefined && { units: Object.fromEntries(units) }),
    },
    ...(before !== undefined && { before: replaceAll(before, lockWaits) }),
    ...(command !== undefined && {
      command: replaceAll(command, commandWaits(one.name)),
    }),
    ...(afterwards !== undefined && {
      afterwards: replaceAll(afterwards, afterwardsWaits(one.name)),
    }),
  }
}

/** Shell functions that wait for what a case is about. */
export const waitingFunctions = `
begun() { until [ -e /run/case/begun ]; do sleep 0.05; done; }
ended() { until [ -e /run/case/ended ]; do sleep 0.05; done; }
is() { until [ "$(systemctl is-active "$2")" = "$1" ]; do sleep 0.1; done; }
held() {
  while flock -n /run/nixos/switch-to-configuration.lock true; do
    sleep 0.05
  done
}
`

type Replacement = readonly [recorded: string, instead: string]

/** Whoever holds the lock has it before the run, and longer than it lasts. */
const lockWaits: readonly Replacement[] = [
  [
    "sleep 6 >/dev/null 2>&1 & LP=$!",
    "sleep 600 >/dev/null 2>&1 & LP=$!; held",
  ],
]

/** What an activation waits for, until others have done their part. */
const activationWaits: Readonly<Record<string, readonly Replacement[]>> = {
  "failed-by-others": [
    ["sleep 0.3;", "until systemctl is-failed -q other; do :; done;"],
  ],
  "new-unit-by-others": [["sleep 5", "sleep 600"]],
  parallel: [
    ["sleep 3", "until [ -e /run/case/second.exit ]; do sleep 0.05; done"],
  ],
  "pipe-dies-midway": [
    ["sleep 2", "until [ -e /run/case/unread ]; do sleep 0.05; done"],
  ],
}

function commandWaits(name: string): readonly Replacement[] {
  const midway = name === "signal-term-during-start" ? inStart : "begun"
  return [
    ["sleep 1.5;", `${midway};`],
    // The orphaned activation comes to its end.
    ["sleep 4;", "ended;"],
    ["P1=$!; sleep 1;", "P1=$!; begun;"],
    [
      "sleep 0.3) & exec 9>/run/case/p; sleep 0.6;",
      ":) & exec 9>/run/case/p; wait $!;",
    ],
    [
      "timeout 1 cat <&3 >/run/case/seen) &",
      "cat <&3 >/run/case/seen & begun; kill $!; wait $! || true; " +
        "exec 3<&-; touch /run/case/unread) &",
    ],
    ["--collect sleep 2;", "--collect sleep 600;"],
  ]
}

/** A unit dies when it is told to, and is not tried again meanwhile. */
function unitWaits(name: string): readonly Replacement[] {
  if (name === "dies-after-2s") {
    return [["sleep 2;", "until [ -e /run/case/die ]; do sleep 0.1; done;"]]
  }
  return [["RestartSec=5", "RestartSec=600"]]
}

const inStart = "is activating job.service"

function afterwardsWaits(name: string): readonly Replacement[] {
  switch (name) {
    case "dies-after-2s":
      return [["sleep 3", "touch /run/case/die; is failed web.service"]]
    case "unit-stopped-midway":
      return []
    default:
      return [["sleep 4;", "ended;"]]
  }
}

function replaceAll(text: string, list: readonly Replacement[]): string {
  return list.reduce(
    (done, [recorded, instead]) => done.replaceAll(recorded, () => instead),
    text,
  )
}
