import { there } from "../advice.ts"
import { entry } from "../entry.ts"

export const builderErrors = {
  buildEnded: entry<{ cancelled: boolean; id: string; on: string }>({
    code: "SDOPS_BUILD_ENDED",
    exit: "failed",
    about: "somebody, or a reboot, has ended a build before its end",
    says: ({ cancelled, id, on }) =>
      cancelled
        ? `the build ${id} on ${on} was cancelled`
        : `the build ${id} on ${on} was ended from outside, as by a reboot`,
    help: ({ on }) => [`sdops builds list --on ${on}`],
  }),
  buildSite: entry<{ host: string; site: string }>({
    code: "SDOPS_BUILD_SITE",
    exit: "refused",
    about: "--engine nixos-rebuild with another build site than the host",
    says: ({ site }) =>
      `--engine nixos-rebuild builds on the host itself, not on ${site}`,
    help: ({ host }) => [`build-on: host   # in hosts/${host}.yaml`],
  }),
  builderExists: entry<{ name: string }>({
    code: "SDOPS_BUILDER_EXISTS",
    exit: "usage",
    about: "builders add got the name of an existing builder",
    says: ({ name }) => `the builder ${name} exists already`,
    help: ({ name }) => [`sdops builders remove ${name}`],
  }),
  builderGreets: entry<{
    builder: string
    greeting: string
    login: string
    user: string
  }>({
    code: "SDOPS_BUILDER_GREETS",
    exit: "failed",
    about: "a builder's login shell prints text that breaks Nix's protocol",
    says: ({ builder, greeting, user }) =>
      `${user}'s login shell on ${builder} prints \`${greeting}\`, which ` +
      "breaks Nix's protocol",
    help: ({ builder, login, user }) => [
      `ssh ${login} true   # must print nothing`,
      "[ -t 1 ] || return   # above the commands that print, in the " +
        `start-up file of ${user}'s shell on ${builder}, such as ~/.bashrc`,
    ],
  }),
  builderHostKey: entry<{ builder: string; address: string }>({
    code: "SDOPS_BUILDER_HOST_KEY",
    exit: "failed",
    about: "a builder's host key is not the pinned one",
    says: ({ address, builder }) =>
      `the builder ${builder} at ${address} doesn't match the pinned host key`,
    help: ({ address, builder }) => [
      `ssh-keyscan ${address} | ssh-keygen -lf -`,
      `sdops builders remove ${builder}   # then add it again`,
    ],
  }),
  builderIdentity: entry<{ builder: string; identity: string }>({
    code: "SDOPS_BUILDER_IDENTITY",
    exit: "failed",
    about: "the host lacks the private key for a builder",
    says: ({ builder, identity }) =>
      `the host can't read the key ${identity} for the builder ${builder}`,
    help: ({ builder, identity }) => [
      there(`ls -l ${identity}`),
      "identity: /etc/ssh/ssh_host_ed25519_key   " +
        `# builders.${builder}, in hosts/fleet.yaml`,
    ],
  }),
  builderLogin: entry<{
    address: string
    builder: string
    line: string
    user: string
  }>({
    code: "SDOPS_BUILDER_LOGIN",
    exit: "failed",
    about: "a builder rejects the host's key",
    says: ({ builder, user }) =>
      `the builder ${builder} rejected this host's key for ${user}`,
    help: ({ address, line, user }) => [
      `echo '${line}' | ssh ${user}@${address} tee -a .ssh/authorized_keys`,
    ],
  }),
  builderUnfit: entry<{ builder: string; reason: string; cure: string }>({
    code: "SDOPS_BUILDER_UNFIT",
    exit: "failed",
    about: "a builder answers but can't do its builds",
    says: ({ builder, reason }) => `the builder ${builder} is unfit: ${reason}`,
    help: ({ cure }) => [cure],
  }),
  builderUnreachable: entry<{ builder: string; reason: string }>({
    code: "SDOPS_BUILDER_UNREACHABLE",
    exit: "failed",
    about: "a remote builder doesn't answer the build site",
    says: ({ builder, reason }) =>
      `can't reach the builder ${builder}: ${reason}`,
    help: () => ["sdops builders check", "sdops builders list"],
  }),
  controlUnfit: entry<{ cure: string; reason: string }>({
    code: "SDOPS_CONTROL_UNFIT",
    exit: "failed",
    about: "build-on: control, and this machine can't build for hosts",
    says: ({ reason }) => `this machine can't build for hosts: ${reason}`,
    help: ({ cure }) => [cure],
  }),
  unknownBuild: entry<{ id: string }>({
    code: "SDOPS_UNKNOWN_BUILD",
    exit: "failed",
    about: "no machine that was asked knows a build of that name",
    says: ({ id }) => `no build ${id} was found`,
    help: () => ["sdops builds list"],
  }),
  unknownBuilder: entry<{
    name: string
    known: readonly string[]
    meant: string | undefined
  }>({
    code: "SDOPS_UNKNOWN_BUILDER",
    exit: "usage",
    about: "the fleet has no builder of that name",
    says: ({ known, meant, name }) => {
      if (meant !== undefined)
        return `unknown builder ${name}; did you mean ${meant}?`
      return known.length === 0
        ? `unknown builder ${name}: the fleet has no builders`
        : `unknown builder ${name}: the builders are ${known.join(", ")}`
    },
    help: () => ["sdops builders list"],
  }),
}
