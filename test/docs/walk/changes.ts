import type { Step } from "./step.ts"

/**
 * What the pages have one type to change a fleet or its hosts, in an order that
 * makes sense: from the host of the README's quick start to one that is gone.
 */
export const changes = {
  /** README, in an empty folder. */
  "a host of one's own": [
    "sdops hosts add ops@lithium.lan",
    "sdops deploy lithium",
  ],
  models: [
    "sdops models add lithium https://civitai.com/models/257749",
    "sdops models add lithium urn:air:sdxl:lora:civitai:328553@368189",
    "sdops models add @closet https://huggingface.co/stabilityai/sdxl-vae",
    "sdops models add fleet https://huggingface.co/stabilityai/sdxl-vae",
    "sdops models adopt lithium",
    "sdops models prefetch lithium",
    "sdops models prefetch @closet --token env:CIVITAI_TOKEN --json",
  ],
  // With the secrets of docs/secrets.md, too.
  deployments: [
    "sdops deploy lithium --goal build --allow-heavy-builds",
    "sdops deploy lithium --verbose",
    "sdops secrets push lithium",
    "sdops secrets push all",
    "sdops deploy lithium --yes --json",
    "sdops deploy lithium --events",
    "sdops deploy lithium --reboot",
    "sdops deploy lithium --goal boot",
    "sdops deploy lithium --reboot --boot-unproven",
    // No deployment waits.
    { command: "sdops confirm lithium", exit: 3 },
    "sdops lock release lithium",
    "sdops gpu repair lithium",
    "sdops gpu repair @closet --yes --json",
    "sdops exec --on @closet --parallel 2 -- systemctl restart comfyui",
  ],
  images: [
    "sdops image render cat",
    "sdops image render --on @closet",
    "sdops image render cat --check",
    "sdops image render cat --lock",
    "sdops image gallery",
    "sdops image import picture.png",
    "sdops image import picture.png --name fox",
    // A name is taken once.
    { command: "sdops image import picture.png --name fox --json", exit: 3 },
  ],
  caches: [
    "sdops cache keygen cache.lan-1",
    "sdops cache push lithium --to file:///srv/cache --key-file env:CACHE_KEY",
    "sdops cache push lithium --to ssh-ng://cache.lan --key-file env:CACHE_KEY",
    "sdops cache remove https://cache.nixos-cuda.org",
  ],
  builders: [
    "sdops builders add krypton krypton.lan --features big-parallel",
    {
      // It is there by now.
      command:
        "sdops builders add krypton krypton.lan --features big-parallel " +
        "--max-jobs 4",
      exit: 2,
    },
    "sdops builders add xenon nix-build@xenon.lan:2222",
    "sdops builders remove argon",
  ],
  inputs: [
    "sdops update",
    "sdops update nixpkgs",
    "sdops update nixpkgs --newest",
    "sdops update nixpkgs --on lithium",
    "sdops update nixpkgs --tries 30",
    "sdops flake eject ejected",
    "sdops flake eject my-flake",
    "sdops flake eject without-sdops",
  ],
  "custom nodes": [
    "sdops nodes lock lithium",
    "sdops nodes lock lithium --upgrade --dry-run",
    "sdops nodes lock @closet --upgrade --dry-run",
    "sdops nodes lock all --on lithium",
    "sdops nodes lock lithium --index https://pypi.example.org/simple",
    "sdops nodes lock lithium --wheel-host files.example.org",
  ],
  rollouts: [
    "sdops rollout all --canary 1 --yes",
    "sdops rollout all --canary 1 --wave 25% --soak 300 --yes",
    "sdops rollout all --canary 1 --wave 25% --max-failures 1 --soak 300 --yes",
    "sdops rollout @closet --wave 2 --max-failures 1",
    "sdops rollout --file closet",
    "sdops rollout --file closet --soak 60",
    // All of them have ended.
    { command: "sdops rollout --resume", exit: 1 },
  ],
  "a staged change": [
    "sdops deploy lithium --goal stage",
    "sdops reboot lithium",
    "sdops rollback lithium",
    "sdops rollback lithium --to 12",
  ],
  /** In an empty folder, as are those that follow. */
  "another fleet": [
    "sdops init studio --host ops@neon.lan",
    "sdops init attic --host ops@xenon.lan --app stable-diffusion-webui --json",
  ],
  "hosts of other tools": [
    "sdops hosts import ssh --only gpu-* --yes",
    "sdops hosts import colmena hive.nix",
    "sdops hosts import colmena hive.nix --yes",
    "sdops hosts import deploy-rs .",
    "sdops hosts import deploy-rs . --yes",
    "sdops hosts add neon",
  ],
  "a first host": [
    "sdops hosts add ops@neon.lan",
    "sdops plan neon",
    "sdops plan neon --accept address,ports",
    "sdops deploy neon --accept state-version",
    "sdops deploy neon",
  ],
  "a host at another port": ["sdops hosts add ops@neon.lan:2222"],
  "a host by another name": [
    "sdops hosts add root@neon.lan --name xenon --yes --json",
  ],
  "a second host": ["sdops hosts add ops@xenon.lan"],
  "a host with secrets": [
    "sdops hosts add ops@neon.lan --leave-out secrets.nix --leave-out films",
  ],
  "a host with a flake": [
    "sdops hosts add ops@neon.lan " +
      "--flake path:/etc/nixos#nixosConfigurations.neon",
  ],
  /** In a copy of the fleet. */
  "a host that goes": ["sdops hosts remove lithium --confirm lithium"],
  /** In the first fleet again. */
  "the end": [
    "sdops models remove lithium pony-xl-v6",
    "sdops models remove lithium loras/pony-xl-v6-artist-styles",
    "sdops hosts edit lithium --remove tags=closet",
    "sdops hosts edit lithium --set port=2222 --add tags=attic",
    "sdops hosts rename lithium helium",
  ],
} as const satisfies Readonly<Record<string, readonly Step[]>>
