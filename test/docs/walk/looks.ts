import type { Step } from "./step.ts"

/**
 * What the pages have one type to look at a fleet and its hosts. Each is typed
 * of a host that serves, in any order, some of them at once.
 */
export const looks: readonly Step[] = [
  "sdops --version",
  "sdops builders check --from lithium",
  "sdops builders list",
  "sdops builds list",
  "sdops builds list --on lithium",
  // No cache has the host's kernel.
  { command: "sdops cache check lithium --strict", exit: 1 },
  "sdops cache list",
  "sdops completion bash",
  "sdops deploy @closet --dry-run",
  // No host is left.
  { command: "sdops deploy all '!lithium' --dry-run", exit: 2 },
  "sdops deploy lithium --engine nixos-rebuild --dry-run",
  "sdops doctor --explain gpu/driver-matches-library",
  "sdops doctor lithium --fix --dry-run",
  "sdops doctor lithium --only reach --sudo-password env:SUDO_PASSWORD",
  "sdops doctor lithium --smoke",
  "sdops eval lithium users.users --apply builtins.attrNames",
  "sdops exec --on all -- uname -r",
  // grep finds none.
  { command: "sdops exec --on lithium -- 'dmesg | grep Xid' --json", exit: 1 },
  "sdops flake check @closet --on lithium",
  "sdops flake show lithium",
  "sdops generations lithium",
  "sdops gpu",
  { command: "sdops gpu lithium --watch --every 2", keys: "\u0003" },
  "sdops help errors",
  "sdops help exit-codes",
  "sdops history @closet --here --limit 3",
  "sdops history lithium",
  "sdops hosts import ssh --dry-run",
  "sdops hosts list",
  "sdops hosts show lithium",
  "sdops image render cat --on lithium --dry-run",
  "sdops lock status lithium",
  { command: "sdops logs --on @closet -f", keys: "\u0003" },
  "sdops logs lithium",
  "sdops models list",
  "sdops models verify lithium",
  "sdops plan all --json >plan.json",
  "sdops plan lithium",
  { command: "sdops repl lithium", keys: ":q\n" },
  "sdops resume lithium",
  "sdops rollout all --dry-run",
  "sdops schema deploy",
  "sdops secrets list",
  "sdops smoke lithium --workflow cat",
  { command: "sdops ssh lithium", keys: "exit\n" },
  "sdops ssh lithium -- nvidia-smi",
  "sdops status",
  { command: "sdops status @closet --watch", keys: "\u0003" },
  "sdops update --dry-run --json",
]

/**
 * What differs from such a look in words that take no other way: of another
 * selection, of the same one in JSON, of fewer checks. Of each, console.test.ts
 * sees that the program takes it; the look that is named is typed for them all.
 */
export const alike: Readonly<Record<string, readonly string[]>> = {
  "sdops builders check --from lithium": ["sdops builders check"],
  "sdops cache check lithium --strict": [
    "sdops cache check all",
    "sdops cache check lithium",
    "sdops cache check lithium --json",
  ],
  "sdops completion bash": ["sdops completion fish", "sdops completion zsh"],
  "sdops doctor lithium --only reach --sudo-password env:SUDO_PASSWORD": [
    "sdops doctor lithium --only nix,disk/garbage",
    "sdops doctor lithium --only reach",
    "sdops doctor lithium --only reach,gpu",
    "sdops doctor lithium --only reach,gpu,app/torch",
    "sdops doctor lithium --only system/memory",
  ],
  "sdops doctor lithium --smoke": [
    "sdops doctor all --only reach,gpu --strict",
    "sdops doctor all --strict --json",
    "sdops doctor lithium",
  ],
  "sdops eval lithium users.users --apply builtins.attrNames": [
    "sdops eval all system.stateVersion --json",
    "sdops eval lithium services.comfyui.port",
  ],
  "sdops flake check @closet --on lithium": [
    "sdops flake check",
    "sdops flake check all",
  ],
  "sdops generations lithium": ["sdops generations all --json"],
  "sdops gpu": ["sdops gpu @closet --json"],
  "sdops history lithium": ["sdops history all --json"],
  "sdops hosts list": ["sdops hosts list @closet --json"],
  "sdops lock status lithium": [
    "sdops lock status",
    "sdops lock status lithium --json",
  ],
  "sdops logs lithium": ["sdops logs all -u sshd --since today --json"],
  "sdops models list": ["sdops models list @closet --json"],
  "sdops plan lithium": [
    "sdops plan all",
    "sdops plan all --detailed-exitcode",
    "sdops plan all --detailed-exitcode --json",
    "sdops plan lithium --fleet .",
  ],
  "sdops resume lithium": ["sdops resume all"],
  "sdops schema deploy": [
    "sdops schema builders check",
    "sdops schema builds list",
    "sdops schema cache check",
    "sdops schema doctor",
    "sdops schema hosts add",
    "sdops schema plan",
  ],
  "sdops smoke lithium --workflow cat": [
    "sdops smoke all --depth kernels",
    "sdops smoke all --depth kernels --json",
    "sdops smoke lithium",
  ],
  "sdops status": ["sdops status lithium --json"],
}
