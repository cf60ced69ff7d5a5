import { about } from "../advice.ts"
import { entry } from "../entry.ts"

export const remoteErrors = {
  authentication: entry<{ user: string; address: string; login: string }>({
    code: "SDOPS_AUTHENTICATION",
    exit: "failed",
    about: "the host's SSH server rejected all of our keys",
    says: ({ user, address }) => `${address} rejected all keys for ${user}`,
    help: ({ login }) => [`ssh -v ${login} true`, `ssh-copy-id ${login}`],
  }),
  connectionLost: entry<{ during: string; after: number }>({
    code: "SDOPS_CONNECTION_LOST",
    exit: "failed",
    about: "the connection broke during a command; its outcome is unknown",
    says: ({ during, after }) =>
      `the connection was lost after ${after} s, during ${during}`,
    help: () => [about("sdops resume")],
  }),
  encryptedKey: entry<{ files: readonly string[] }>({
    code: "SDOPS_ENCRYPTED_KEY",
    exit: "failed",
    about: "the SSH key has a passphrase, and no agent holds it",
    says: ({ files }) =>
      `${files.join(", ")} needs a passphrase, and no agent holds it`,
    help: ({ files }) => files.map((file) => `ssh-add ${file}`),
  }),
  noElevation: entry<{
    host: string
    user: string
    login: string
    /** Of sudo: whether one was sent. */
    password: "refused" | "unsaid"
  }>({
    code: "SDOPS_NO_ELEVATION",
    exit: "failed",
    about: "the login user can't become root",
    says: ({ user }) => `${user} can't become root with sudo`,
    help: ({ host, login, password }) => [
      `ssh -t ${login} sudo -v`,
      ...(password === "unsaid"
        ? [
            "read -rs SUDO_PASSWORD; export SUDO_PASSWORD   " +
              "# then again with --sudo-password env:SUDO_PASSWORD",
            `sudo-password: env:SUDO_PASSWORD   # in hosts/${host}.yaml`,
          ]
        : []),
    ],
  }),
  noScriptFile: entry<{ during: string; login: string }>({
    code: "SDOPS_NO_SCRIPT_FILE",
    exit: "failed",
    about: "the login user can't write to the host's temporary folder",
    says: ({ during }) => `can't write the script for ${during} to the host`,
    help: ({ login }) => [`ssh ${login} df -h /tmp`],
  }),
  noShell: entry<{ login: string }>({
    code: "SDOPS_NO_SHELL",
    exit: "failed",
    about: "the login user's shell doesn't run the commands it is sent",
    says: () => "the login shell doesn't run the commands it is sent",
    help: ({ login }) => [`ssh ${login} /bin/sh -c id`],
  }),
  portClosed: entry<{ address: string; login: string; port: number }>({
    code: "SDOPS_PORT_CLOSED",
    exit: "failed",
    about: "nothing on the host listens on a port",
    says: ({ address, port }) =>
      `nothing on the host listens on ${address} port ${port}`,
    help: ({ login }) => [`ssh ${login} systemctl --failed`],
  }),
  tooMuchOutput: entry<{
    during: string
    login: string
    /** MiB. */
    most: number
  }>({
    code: "SDOPS_TOO_MUCH_OUTPUT",
    exit: "failed",
    about: "a host sent far more output than any answer needs",
    says: ({ during, most }) =>
      `gave up on ${during}: the host sent more than ${most} MiB`,
    help: ({ login, most }) => [
      `ssh ${login} true | head -c 300   # output of its login shell`,
      `export SDOPS_LIMIT_OUTPUT=${most * 4}   # if that much is right`,
    ],
  }),
  sshConfig: entry<{ address: string }>({
    code: "SDOPS_SSH_CONFIG",
    exit: "failed",
    about: "OpenSSH is missing or rejects the SSH configuration",
    says: ({ address }) => `ssh -G fails for ${address}`,
    help: ({ address }) => [`ssh -G ${address}`],
  }),
  unknownHostKey: entry<{
    address: string
    fingerprint: string
    key: string
  }>({
    code: "SDOPS_UNKNOWN_HOST_KEY",
    exit: "failed",
    about: "the host's key is neither pinned nor known",
    says: ({ address, fingerprint }) =>
      `the host key of ${address} is unknown; it offers ${fingerprint}`,
    help: ({ key }) => [`host-key: ${key}   # compare, then add to the host`],
  }),
  unreachable: entry<{
    address: string
    login: string
    port: number
    reason: string
  }>({
    code: "SDOPS_UNREACHABLE",
    exit: "failed",
    about: "the host's SSH port can't be reached",
    says: ({ address, port, reason }) =>
      `can't reach ${address} port ${port}: ${reason}`,
    help: ({ login }) => [`ssh ${login} true`],
  }),
  wrongHostKey: entry<{
    address: string
    expected: readonly string[]
    offered: string
  }>({
    code: "SDOPS_WRONG_HOST_KEY",
    exit: "failed",
    about: "the host's key is not the pinned or known one",
    says: ({ address, expected, offered }) =>
      `${address} offers the host key ${offered}, not ${expected.join(", ")}`,
    help: ({ address }) => [
      `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub  # on ${address}`,
    ],
  }),
}
