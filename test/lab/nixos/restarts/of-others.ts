import {
  beside,
  both,
  type Change,
  type Fate,
  type Said,
  service,
  sleeping,
} from "./change.ts"
import { mounted } from "./mounted.ts"

const kept = { becomes: both<Fate>("kept"), says: both<Said>("nothing") }
const becomes = both<Fate>("restarted")
const reloaded = { becomes: both<Fate>("reloaded"), says: both<Said>("reload") }
const restarted = { becomes, says: both<Said>("restart") }
const stopped = { becomes, says: both<Said>("stop") }

/** A change of a unit that is no service of ours. */
function other(
  unit: string,
  of: (step: 1 | 2) => string,
  ends: Pick<Change, "becomes" | "before" | "says">,
): Change {
  return { ...ends, first: of(1), second: of(2), unit }
}

const byHand = "wantedBy = lib.mkForce [];"

/** A unit that a package brings. */
const packaged = `systemd.packages = [ (pkgs.writeTextDir
  "lib/systemd/system/packaged.service" ''
    [Service]
    ExecStart=\${pkgs.coreutils}/bin/sleep infinity
  '') ];
  systemd.targets.multi-user.wants = [ "packaged.service" ];`

function template(name: string, text: string): string {
  return `${sleeping(`${name}@`, `${byHand} ${text}`)}
    systemd.targets.multi-user.wants = [ "${name}@one.service" ];`
}

function dropIn(unit: string, text: string): string {
  return `systemd.services."${unit}" = {
    overrideStrategy = "asDropin"; ${text}
  };`
}

/** A service that its socket starts. */
function socketed(name: string, text: string, at = `/run/${name}`): string {
  return `systemd.sockets.${name} = {
    listenStreams = [ "${at}" ]; wantedBy = [ "sockets.target" ];
  };
  ${sleeping(name, `${byHand} ${text}`)}`
}

/** A timer or path with a service that it never starts. */
function never(kind: "path" | "timer", name: string, text: string): string {
  return `systemd.${kind}s.${name} = {
    ${kind}Config = { ${text} }; wantedBy = [ "multi-user.target" ];
  };
  ${sleeping(name, byHand)}`
}

/** An activation script that has a unit restarted when it changes. */
function naming(unit: string, step: number): string {
  return `system.activationScripts.names = {
    supportsDryActivation = true;
    text = ''
      : ${step}
      folder=/run/nixos prefix=
      [ "$NIXOS_ACTION" != dry-activate ] || prefix=dry-
      echo ${unit} >>$folder/''\${prefix}activation-restart-list
    '';
  };`
}

/** Units that come and go, and those that are no plain services. */
export const ofOthers: Readonly<Record<string, Change>> = {
  "a new unit": beside(
    "newly",
    (_, step) => (step === 1 ? [] : [sleeping("newly", "")]),
    { becomes: ["started", "stopped"], says: ["nothing", "stop"] },
  ),
  "a unit that stays when removed": beside(
    "stays",
    (_, step) =>
      step === 2
        ? []
        : [sleeping("stays", "unitConfig.X-StopOnRemoval = false;")],
    kept,
  ),
  "a unit that is masked": service("masked", "", "enable = false;", {
    becomes: ["stopped", "started"],
    says: ["stop", "nothing"],
  }),
  "an instance of a template": beside(
    "instance@one",
    (variable) => [template("instance", variable)],
    stopped,
  ),
  "an instance as a drop-in": beside(
    "dropped@one",
    (variable) => [template("dropped", ""), dropIn("dropped@one", variable)],
    stopped,
  ),
  "a package's unit with a drop-in": beside(
    "packaged",
    (variable) => [packaged, dropIn("packaged", variable)],
    stopped,
  ),
  "a service that its socket starts": beside(
    "socketed",
    (variable) => [socketed("socketed", variable)],
    {
      becomes: both("stopped"),
      before: "systemctl start socketed.service",
      says: both("stop"),
    },
  ),
  "such a service's socket": {
    ...beside("socket", (variable) => [socketed("socket", variable)], {
      ...stopped,
      before: "systemctl start socket.service",
    }),
    unit: "socket.socket",
  },
  "a socket's own text": other(
    "listener.socket",
    (step) => socketed("listener", "", `/run/listener-${step}`),
    kept,
  ),
  "a timer": other(
    "clock.timer",
    (step) => never("timer", "clock", `OnCalendar = "2099-01-0${step}";`),
    restarted,
  ),
  "a path": other(
    "watched.path",
    (step) => never("path", "watched", `PathExists = "/run/watched-${step}";`),
    kept,
  ),
  "a mount's options": other(
    "mnt-options.mount",
    (size) => mounted("options", { size }),
    reloaded,
  ),
  "a mount's device": other(
    "mnt-device.mount",
    (step) => mounted("device", { device: `tmpfs-${step}` }),
    restarted,
  ),
  "a mount that goes": other(
    "mnt-going.mount",
    (step) => (step === 1 ? mounted("going", {}) : ""),
    { becomes: ["stopped", "started"], says: ["stop", "nothing"] },
  ),
  "the firewall's ports": other(
    "firewall.service",
    (step) => `networking.firewall.allowedTCPPorts = [ ${9000 + step} ];`,
    reloaded,
  ),
  "sshd's settings": other(
    "sshd.service",
    (step) => `services.openssh.settings.MaxStartups = ${10 + step};`,
    restarted,
  ),
  "journald's settings": other(
    "systemd-journald.service",
    (step) => `services.journald.extraConfig = "MaxRetentionSec=${step}month";`,
    restarted,
  ),
  "a unit that an activation script names": beside(
    "named",
    (_, step) => [sleeping("named", ""), naming("named.service", step)],
    { ...restarted, always: true },
  ),
}
