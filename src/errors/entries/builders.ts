import { there } from "../advice.ts"
import { entry } from "../entry.ts"

export const builderErrors = {
  buildSite: entry<{ host: string; site: string }>({
    code: "SDOPS_BUILD_SITE",
    exit: "refused",
    about: "build-on names another machine than the host itself",
    says: ({ site }) =>
      `build-on: ${site} can't be done: a host drives its own build, and ` +
      "builders compile what is heavy",
    help: ({ host }) => [
      `build-on: host   # in hosts/${host}.yaml`,
      `heavy-builds: builders-only   # policy, in hosts/${host}.yaml`,
    ],
  }),
  builderExists: entry<{ name: string }>({
    code: "SDOPS_BUILDER_EXISTS",
    exit: "usage",
    about: "builders add names a builder that the fleet has already",
    says: ({ name }) => `there is a builder ${name} already`,
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
    about: "a builder's login shell prints where Nix wants to hear Nix",
    says: ({ builder, greeting, user }) =>
      `${user}'s login shell on ${builder} prints \`${greeting}\`, and Nix ` +
      "takes that for its own protocol",
    help: ({ builder, login, user }) => [
      `ssh ${login} true   # must print nothing`,
      "[ -t 1 ] || return   # before what prints, in the start-up file of " +
        `${user}'s shell on ${builder}, such as ~/.bashrc`,
    ],
  }),
  builderHostKey: entry<{ builder: string; address: string }>({
    code: "SDOPS_BUILDER_HOST_KEY",
    exit: "failed",
    about: "a builder offers a host another key than the pinned one",
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
    about: "the host lacks the private key that a builder is reached with",
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
    about: "a builder does not let the host's key in",
    says: ({ builder, user }) =>
      `the builder ${builder} does not let this host in as ${user}`,
    help: ({ address, line, user }) => [
      `echo '${line}' | ssh ${user}@${address} tee -a .ssh/authorized_keys`,
    ],
  }),
  builderUnfit: entry<{ builder: string; reason: string; cure: string }>({
    code: "SDOPS_BUILDER_UNFIT",
    exit: "failed",
    about: "a builder answers and can't build what it should",
    says: ({ builder, reason }) => `the builder ${builder} is unfit: ${reason}`,
    help: ({ cure }) => [cure],
  }),
  builderUnreachable: entry<{ builder: string; reason: string }>({
    code: "SDOPS_BUILDER_UNREACHABLE",
    exit: "failed",
    about: "a remote builder does not answer the build site",
    says: ({ builder, reason }) =>
      `the builder ${builder} cannot be reached: ${reason}`,
    help: () => ["sdops builders check", "sdops builders list"],
  }),
  unknownBuilder: entry<{
    name: string
    known: readonly string[]
    meant: string | undefined
  }>({
    code: "SDOPS_UNKNOWN_BUILDER",
    exit: "usage",
    about: "a name that no builder of the fleet has",
    says: ({ known, meant, name }) => {
      if (meant !== undefined)
        return `no builder ${name}; did you mean ${meant}`
      const there = known.length === 0 ? "none" : known.join(", ")
      return `no builder ${name}; there are ${there}`
    },
    help: () => ["sdops builders list"],
  }),
}
