/** Commands that nobody can type in a checkout, and why. */
export type Exception = {
  readonly because: string
  readonly commands: readonly string[]
  /** The test that has such a command do its work. */
  readonly shownBy: string
}

export const exceptions: readonly Exception[] = [
  {
    because: "it asks a cache on the internet",
    commands: [
      "sdops cache add https://cache.nixos-cuda.org",
      "sdops cache add https://nix-community.cachix.org",
    ],
    shownBy: "test/cli/cache.test.ts",
  },
  {
    because: "the cache of the page isn't there, and its key signed nothing",
    commands: [
      "sdops cache add http://cache.lan:5000 --key " +
        "cache.lan-1:74DUi4Ye579gUqzH4ziL9IyiJBlDpMRn9MBN8oNan9M=",
      "sdops cache add https://cache.lan/studio --key " +
        "cache.lan-1:74DUi4Ye579gUqzH4ziL9IyiJBlDpMRn9MBN8oNan9M=",
    ],
    shownBy: "test/cli/cache.test.ts",
  },
  {
    because: "Debian's Nix has no S3",
    commands: [
      "sdops cache push lithium --built --to s3://cache " +
        "--key-file env:CACHE_KEY",
      "sdops cache push lithium --s3-login env:S3_LOGIN " +
        "--key-file env:CACHE_KEY --to " +
        '"s3://cache?endpoint=minio.lan:9000&scheme=http&region=us-east-1"',
      "sdops models prefetch all --to s3://cache",
    ],
    shownBy: "test/e2e/cache-push.test.ts",
  },
  {
    because: "the name of a build is its own",
    commands: [
      "sdops builds attach 0f5a1b2c3d4e",
      "sdops builds attach 0f5a1b2c3d4e --on lithium",
      "sdops builds cancel 0f5a1b2c3d4e",
      "sdops builds cancel 0f5a1b2c3d4e --json",
    ],
    shownBy: "test/host/builds.lab.test.ts",
  },
  {
    because: "it takes as long as the one without its flags, which is typed",
    commands: [
      "sdops reboot @closet --reboot --json",
      "sdops rollback lithium --yes",
    ],
    shownBy: "test/e2e/reboot.test.ts",
  },
  {
    because: "the flake is on the internet",
    commands: [
      "sdops hosts add ops@neon.lan " +
        "--flake github:ada/nix#nixosConfigurations.neon",
    ],
    shownBy: "test/e2e/moving-in.test.ts",
  },
]
