import { about } from "../advice.ts"
import { entry } from "../entry.ts"

export const remoteErrors = {
  authentication: entry<{ user: string; address: string; login: string }>({
    code: "SDOPS_AUTHENTICATION",
    exit: "failed",
    about: "the host's SSH server accepted none of our keys",
    says: ({ user, address }) => `${address} lets no key of ours in as ${user}`,
    help: ({ login }) => [`ssh -v ${login} true`, `ssh-copy-id ${login}`],
  }),
  connectionLost: entry<{ during: string; after: number }>({
    code: "SDOPS_CONNECTION_LOST",
    exit: "failed",
    about: "the connection broke while something ran; its outcome is unknown",
    says: ({ during, after }) =>
      `the connection was lost after ${after} s, during ${during}`,
    help: () => [about("sdops resume")],
  }),
  encryptedKey: entry<{ files: readonly string[] }>({
    code: "SDOPS_ENCRYPTED_KEY",
    exit: "failed",
    about: "the SSH key has a passphrase and no agent holds it",
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
    about: "the login user may not become root",
    says: ({ user }) => `${user} cannot become root by sudo`,
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
    about: "the login user cannot write a file in the host's temporary folder",
    says: ({ during }) =>
      `the script of ${during} could not be put on the host`,
    help: ({ login }) => [`ssh ${login} df -h /tmp`],
  }),
  noShell: entry<{ login: string }>({
    code: "SDOPS_NO_SHELL",
    exit: "failed",
    about: "the login user's shell runs no command that is sent to it",
    says: () => "its login shell does not run what it is sent",
    help: ({ login }) => [`ssh ${login} /bin/sh -c id`],
  }),
  portClosed: entry<{ address: string; login: string; port: number }>({
    code: "SDOPS_PORT_CLOSED",
    exit: "failed",
    about: "nothing on the host takes connections on a port",
    says: ({ address, port }) =>
      `nothing takes connections on ${address} port ${port} of the host`,
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
    about: "a host answered with more bytes than any answer has",
    says: ({ during, most }) =>
      `${during} was given up: the host sent more than ${most} MiB`,
    help: ({ login, most }) => [
      `ssh ${login} true | head -c 300   # what its login shell prints`,
      `export SDOPS_LIMIT_OUTPUT=${most * 4}   # if so much is right`,
    ],
  }),
  sshConfig: entry<{ address: string }>({
    code: "SDOPS_SSH_CONFIG",
    exit: "failed",
    about: "OpenSSH is missing or rejects the SSH configuration",
    says: ({ address }) => `ssh gives no configuration for ${address}`,
    help: ({ address }) => [`ssh -G ${address}`],
  }),
  unknownHostKey: entry<{
    address: string
    fingerprint: string
    key: string
  }>({
    code: "SDOPS_UNKNOWN_HOST_KEY",
    exit: "failed",
    about: "nothing says which key the host should have",
    says: ({ address, fingerprint }) =>
      `the host key of ${address} is not known; it offers ${fingerprint}`,
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
    about: "no connection to the host's SSH port",
    says: ({ address, port, reason }) =>
      `cannot reach ${address} port ${port}: ${reason}`,
    help: ({ login }) => [`ssh ${login} true`],
  }),
  wrongHostKey: entry<{
    address: string
    expected: readonly string[]
    offered: string
  }>({
    code: "SDOPS_WRONG_HOST_KEY",
    exit: "failed",
    about: "the host has another key than the one that is pinned or known",
    says: ({ address, expected, offered }) =>
      `${address} offers the host key ${offered}, not ${expected.join(", ")}`,
    help: ({ address }) => [
      `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub  # on ${address}`,
    ],
  }),
}
