import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PassThrough } from "node:stream"
import { start } from "../../src/process.ts"
import { checkCommand } from "../../src/remote/command.ts"
import type { Connection } from "../../src/remote/connection.ts"
import type { Ended, Session } from "../../src/remote/session.ts"

// sudo 1.9's behaviour in the ways that scripts of ours meet it: -n refuses,
// -S reads one line of stdin, and NOPASSWD reads nothing.
const sudo = `#!/bin/sh
asks=yes
while :; do
  case $1 in
    -n)
      [ ! -e "$SUDO_ASKS" ] || {
        echo 'sudo: a password is required' >&2
        exit 1
      }
      asks=no
      shift;;
    -k|-S) shift;;
    -p) prompt=$2; shift 2;;
    *) break;;
  esac
done
if [ "$asks" = yes ] && [ -e "$SUDO_ASKS" ]; then
  printf %s "$prompt" >&2
  IFS= read -r word
  [ "$word" = rehearsal ] || {
    echo 'Sorry, try again.' >&2; echo 'sudo: 1 incorrect password attempt' >&2
    exit 1
  }
fi
PATH=$SUDO_PATH:$PATH
exec "$@"
`

/** Connections to this machine, whose sudo is the one above. */
export type Here = AsyncDisposable & {
  readonly folder: string
  /** `sent` gets the command strings. */
  readonly connection: (sent?: string[], open?: Open) => Connection
  /** Runs a command; `edit` has a look at what it is sent. */
  readonly open: (
    command: string,
    edit?: (text: string) => string,
  ) => Promise<Session>
}

type Open = Connection["open"]

export async function makeHere(): Promise<Here> {
  const folder = await mkdtemp(join(tmpdir(), "sdops-script-"))
  await writeFile(join(folder, "sudo"), sudo)
  await chmod(join(folder, "sudo"), 0o755)
  // These tests don't have to be root's.
  await mkdir(join(folder, "bin"))
  await writeFile(join(folder, "bin", "id"), "#!/bin/sh\necho 0\n")
  await chmod(join(folder, "bin", "id"), 0o755)

  const mine = (text: string) =>
    text.replaceAll("/run/wrappers/bin/sudo", `${folder}/sudo`)
  const openHere: Here["open"] = async (command, edit = (text) => text) => {
    const { ended, stdin, ...rest } = await start(["sh", "-c", mine(command)], {
      environment: {
        PATH: process.env["PATH"],
        SUDO_ASKS: join(folder, "asks"),
        SUDO_PATH: join(folder, "bin"),
        TMPDIR: folder,
      },
    })
    const edited = new PassThrough()
    edited.on("data", (chunk: Buffer) => {
      stdin.write(edit(mine(chunk.toString("latin1"))), "latin1")
    })
    edited.on("end", () => stdin.end())
    const how = ended.then((exit): Ended => ({
      exit,
      how: "ended",
      signal: undefined,
    }))
    return { ...rest, ended: how, stdin: edited }
  }
  return {
    connection: (sent = [], open = openHere) => ({
      client: "node-ssh",
      host: "lithium",
      login: "ops@lithium.lan",
      async open(command) {
        sent.push(checkCommand(command))
        return open(command)
      },
      tcp: () => Promise.reject(new Error("no ports here")),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
    folder,
    open: openHere,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}
