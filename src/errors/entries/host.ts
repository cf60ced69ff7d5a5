import { about, there } from "../advice.ts"
import { entry } from "../entry.ts"

export const hostErrors = {
  answerRefused: entry<{ asked: string; why: string }>({
    code: "SDOPS_ANSWER_REFUSED",
    exit: "refused",
    about: "a host gave an answer that can't be trusted",
    says: ({ asked, why }) =>
      `the host's answer to ${asked} was rejected: ${why}; ` +
      "nothing was written",
    help: () => [
      ({ host = "", login = host }) =>
        `ssh ${login} ls -l /run/wrappers/bin/sudo`,
    ],
  }),
  deployOver: entry<{ host: string; id: string; state: string }>({
    code: "SDOPS_DEPLOY_OVER",
    exit: "failed",
    about: "a signal arrived after the end of the deployment",
    says: ({ id, state }) => `deployment ${id} is over: ${state}`,
    help: ({ host }) => [`sdops resume ${host}`],
  }),
  hostBusy: entry<{ units: readonly string[] }>({
    code: "SDOPS_HOST_BUSY",
    exit: "refused",
    about: "another nixos-rebuild or an automatic upgrade is running",
    says: ({ units }) =>
      `the host is switching: ${units.join(", ")} is running`,
    help: ({ units }) => [there(`systemctl status ${units[0] ?? ""}`)],
  }),
  hostChanged: entry<{ host: string; what: readonly string[] }>({
    code: "SDOPS_HOST_CHANGED",
    exit: "refused",
    about: "the host has changed since the plan was made",
    says: ({ what }) =>
      `the host has changed since the plan: ${what.join(", ")}`,
    help: ({ host }) => [`sdops deploy ${host}`],
  }),
  hostLocked: entry<{
    host: string
    id: string
    reason: string
    since: string
    stage: string
    who: string
  }>({
    code: "SDOPS_HOST_LOCKED",
    exit: "refused",
    about: "another deployment of the host is under way",
    says: ({ host, id, since, stage, who }) =>
      `${host} is being deployed ` +
      `(${id}, stage ${stage}, by ${who} since ${since})`,
    help: ({ host }) => [`sdops resume ${host}`],
  }),
  hostRecord: entry<{ host: string; id: string }>({
    code: "SDOPS_HOST_RECORD",
    exit: "stranded",
    about: "a deployment's record is missing or can't be read",
    says: ({ id }) => `the record of deployment ${id} can't be read`,
    help: ({ host }) => [`sdops doctor ${host}`, `sdops deploy ${host}`],
  }),
  hostScript: entry<{ during: string; ended: string }>({
    code: "SDOPS_HOST_SCRIPT",
    exit: "failed",
    about: "one of sdops' scripts failed on the host",
    says: ({ during, ended }) => `${during} failed with ${ended}`,
    help: () => [about("sdops doctor")],
  }),
  lockKept: entry<{ host: string; why: string }>({
    code: "SDOPS_LOCK_KEPT",
    exit: "refused",
    about: "lock release found a lock that it may not, or can't, take away",
    says: ({ why }) => `the deploy lock stays: ${why}`,
    help: ({ host }) => [`sdops resume ${host}`],
  }),
  noStart: entry<{ host: string }>({
    code: "SDOPS_NO_START",
    exit: "failed",
    about: "the host's supervisor could not be started; nothing was changed",
    says: () => "the supervisor could not be started; nothing was changed",
    help: ({ host }) => [`sdops doctor ${host}`],
  }),
  notOnHost: entry<{ what: string }>({
    code: "SDOPS_NOT_ON_HOST",
    exit: "failed",
    about: "a store path is missing on the host",
    says: ({ what }) => `${what} is not in the host's store`,
    help: () => [there("nix-store --verify --check-contents")],
  }),
  switchLocked: entry<{ holder: string; host: string; seconds: number }>({
    code: "SDOPS_SWITCH_LOCKED",
    exit: "refused",
    about: "another switch-to-configuration holds NixOS' own lock",
    says: ({ holder, seconds }) =>
      `${holder} has held the lock of switch-to-configuration for ${seconds} s`,
    help: ({ host }) => [`sdops doctor ${host} --only system`],
  }),
  wrongNonce: entry<{ host: string; id: string }>({
    code: "SDOPS_WRONG_NONCE",
    exit: "failed",
    about: "a signal was meant for another deployment",
    says: ({ id }) => `the signal is not for deployment ${id}`,
    help: ({ host }) => [`sdops resume ${host}`],
  }),
}
