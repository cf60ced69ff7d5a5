import { expect, test } from "vitest"
import within from "../../../src/host/driver/within.sh"
import { FakeRoot, runIn, shells } from "../local-shell.ts"

async function run(shell: readonly string[], lines: string): Promise<string> {
  await using root = await FakeRoot.make({})
  const script = `${within}
    # The machine's own clock, which the fake one has none of.
    see_uptime() { read -r uptime _ </proc/uptime; uptime=\${uptime%%.*}; }
    mkdir -p "$run_folder"
    open_wake
    trap ticker_end EXIT
    ${lines}\n`
  const variables = { id: "d-1234", root: root.path }
  const { stderr, stdout } = await runIn(shell, script, variables)
  // bash tells of a job that was killed.
  const told = /^.*Killed.*\n|^ *echo tick;\n|^done.*\n/gm
  expect(stderr.replace(told, "")).toBe("")
  return stdout
}

test.for(shells)("%s: a child's end is its exit code", async (shell) => {
  const lines = `seven() { return 7; }
    for command in seven true 'sh -c "exit 3"'; do
      code=0; eval "beating $command" || code=$?
      echo "$code"
    done
    code=0; within 9 sh -c 'exit 5' || code=$?
    echo "$code"`
  expect(await run(shell, lines)).toBe("7\n0\n3\n5\n")
})

test.for(shells)("%s: a line wakes at once, others are told", async (shell) => {
  // Any process may write one, whether or not somebody reads just then.
  const lines = `sh -c 'echo go 1<>"$1"' sh "$wake"
    until [ "$woken" = go ]; do pause; done
    echo "$woken" "$(cat "$run_folder/heartbeat")" | tr -d 0-9`
  expect(await run(shell, lines)).toBe("go \n")
})

test.for(shells)("%s: a ticker that dies is started again", async (shell) => {
  const lines = `dead=$ticker
    kill -9 "$ticker"
    until ended "$dead"; do :; done
    pause
    [ "$woken" = tick ] && [ "$ticker" != "$dead" ] && echo again`
  expect(await run(shell, lines)).toBe("again\n")
})

test.for(shells)("%s: without a FIFO it waits as well", async (shell) => {
  const lines = `ticker_end
    ticker=''
    code=0; beating sh -c 'exit 4' || code=$?
    echo "$code"`
  expect(await run(shell, lines)).toBe("4\n")
})
