import { Config } from "@oclif/core/config"
import { run } from "@oclif/core/run"
import { forgive } from "../output/screen.ts"

/**
 * Runs a command line and sets the exit code; never throws. oclif's own
 * printing of errors is not used: with `--json` it prints its whole config.
 */
export async function main(argv: readonly string[]): Promise<void> {
  forgive([process.stderr, process.stdout])
  let config: Config | undefined
  // What nobody waits for doesn't end it without a word, either.
  process.once("uncaughtException", (thrown) => {
    void report(thrown, argv, config).finally(() => process.exit())
  })
  try {
    config = await Config.load({ root: import.meta.dirname })
    // Ours has groups; oclif's own first page has none.
    const isBare = argv.every((word) => word === "--help")
    await run(isBare ? ["help"] : [...argv], config)
  } catch (thrown) {
    if (isExit(thrown)) process.exitCode = thrown.oclif.exit
    else await report(thrown, argv, config)
  }
}

async function report(
  thrown: unknown,
  argv: readonly string[],
  config: Config | undefined,
): Promise<void> {
  const { asSdopsError } = await import("./as-sdops-error.ts")
  const { reportError } = await import("./report-error.ts")
  reportError(asSdopsError(thrown, argv, config), argv)
}

/** oclif's way to end a command early, as after printing help. */
function isExit(
  thrown: unknown,
): thrown is { readonly oclif: { readonly exit: number } } {
  return thrown instanceof Error && "code" in thrown && thrown.code === "EEXIT"
}
