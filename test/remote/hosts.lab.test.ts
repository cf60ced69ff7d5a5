import { describe, expect } from "vitest"
import { defaultLimits } from "../../src/limits.ts"
import { connect } from "../../src/remote/connect.ts"
import { elevationOf } from "../../src/remote/server/elevation.ts"
import { runAs, runScript } from "./run-script.ts"
import { Secret } from "../../src/secret.ts"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"

const options = { deadline: 30, during: "a test" }
const whoami = 'printf "%s %s" "$(id -u)" "$word"'

// One host for all that refuse.
let refusing: LabHost | undefined

function linkTo(host: LabHost, user: string, port?: number) {
  const { address, hostKey, name, sshConfig } = host
  return connect(
    { address, hostKey, name, port, user },
    {
      environment: { ...process.env, SDOPS_SSH_CONFIG: sshConfig },
      limits: { ...defaultLimits, keepalive: 1 },
      signal: new AbortController().signal,
    },
  )
}

async function ask(host: LabHost, user: string, password?: Secret) {
  await using connection = await linkTo(host, user)
  // Awaited here: the connection closes when this function returns.
  return await runScript(connection, {
    ...options,
    elevation: elevationOf(user, password),
    script: whoami,
    variables: { word: "it's $HOME" },
  })
}

describe("a script on a rehearsal host", () => {
  test.for(["root", "ops"])("is root's for %s", async (user, { host }) => {
    const before = await host.sessions()
    const { exit, stdout } = await ask(host, user)
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "0 it's $HOME" })
    const { handshakes, sessions } = await host.sessions(before)
    expect({ handshakes, sessions }).toEqual({ handshakes: 1, sessions: 1 })
  })

  test.for(["carlos.precioso", "Ops", String.raw`CORP\ada`])(
    "is root's for %s, on a port of its own",
    async (user, { host }) => {
      const { exit } =
        await host.exec(`home=/home/$(printf %s '${user}' | tr -d '\\\\')
        useradd -m --badname -d "$home" -G wheel '${user}'
        mkdir -p "$home/.ssh"
        cp /etc/sdlab/controller.pub "$home/.ssh/authorized_keys"
        chown -R '${user}' "$home"
        [ -e /run/sshd-2222 ] || /usr/sbin/sshd -o Port=2222 -o PidFile=none
        touch /run/sshd-2222
        nft insert rule inet nixos-fw input tcp dport 2222 accept`)
      expect(exit).toBe(0)
      // It goes to the background before it listens.
      await host.reach(60, 2222)
      await using connection = await linkTo(host, user, 2222)
      expect(connection.login).toContain("-p 2222 ")
      const { stdout } = await runScript(connection, {
        ...options,
        elevation: elevationOf(user),
        script: 'printf "%s %s" "$(id -u)" "$SUDO_USER"',
      })
      expect(stdout).toBe(`0 ${user}`)
    },
  )

  test.for(["root", "ops"])(
    "is root's past %s's greeting",
    async (user, { host }) => {
      const home = user === "root" ? "/root" : "/home/ops"
      const noise = String.raw`printf 'Welcome\033]11;#222\007\0 '`
      await host.exec(
        `chsh -s /bin/bash ${user}
      cat >${home}/.bashrc <<'END'
${noise}; echo hi >&2; trap 'echo Agent pid 7 killed' EXIT
END`,
      )
      const { stderr, stdout } = await ask(host, user)
      expect({ stderr, stdout }).toEqual({ stderr: "", stdout: "0 it's $HOME" })
    },
  )

  test.for([
    "echo 'sudo: Ein Passwort ist notwendig' >&2; exit 1",
    "echo 'sudo-rs: interactive authentication is required' >&2; exit 1",
    "echo 'doas: Operation not permitted'; exit 1",
    "echo nixos; exit 1",
    'while [ "$1" != /bin/sh ]; do shift; done; exec "$@"',
  ])("is nobody's by a sudo that does %s", async (sudo, { launchHost }) => {
    const host = (refusing ??= await launchHost())
    await host.exec(`rm -f /run/wrappers/bin/sudo
      cat >/run/wrappers/bin/sudo <<'END'
#!/bin/sh
${sudo}
END
      chmod 0755 /run/wrappers/bin/sudo`)
    for (const password of [undefined, new Secret("guess")]) {
      const failure = ask(host, "ops", password)
      await expect(failure).rejects.toMatchObject({
        code: "SDOPS_NO_ELEVATION",
      })
    }
  })

  test("is root's for a user of fish", async ({ launchHost }) => {
    const host = await launchHost({ flavours: ["fish"] })
    expect((await ask(host, "ops")).stdout).toBe("0 it's $HOME")
  })

  test("is root's with a password", async ({ launchHost }) => {
    const host = await launchHost({ flavours: ["fish", "sudo-password"] })
    const password = new Secret("rehearsal")
    expect((await ask(host, "ops", password)).stdout).toBe("0 it's $HOME")
    const left = await host.exec("ls -d /tmp/sdops-* 2>/dev/null || true")
    expect(left.stdout).toBe("")
    await expect(ask(host, "ops")).rejects.toMatchObject({
      code: "SDOPS_NO_ELEVATION",
    })
    const wrong = ask(host, "ops", new Secret("guess"))
    await expect(wrong).rejects.toMatchObject({ code: "SDOPS_NO_ELEVATION" })
  })

  test("is nobody's without elevation", async ({ launchHost }) => {
    const host = await launchHost({ flavours: ["no-elevation"] })
    await expect(ask(host, "ops")).rejects.toMatchObject({
      code: "SDOPS_NO_ELEVATION",
    })
  })

  test("is lost when the network is, within three keepalives", async ({
    host,
  }) => {
    await using connection = await linkTo(host, "root")
    const started = Promise.withResolvers<void>()
    const running = runAs(connection, {
      ...options,
      onLine: () => started.resolve(),
      script: "echo started; exec sleep 100\n",
    })
    running.catch(() => {})
    await started.promise
    await host.cut()
    const failure = expect(running).rejects
    await failure.toMatchObject({ code: "SDOPS_CONNECTION_LOST" })
    await failure.not.toMatchObject({
      because: [expect.stringMatching(/no end/)],
    })
    await host.heal()
  })
})
