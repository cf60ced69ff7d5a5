import { preparedHelp } from "./prepared-help.ts"

async function run(argv: readonly string[]): Promise<void> {
  const page = preparedHelp(argv)
  if (page === undefined) {
    const { main } = await import("./main.ts")
    return main(argv)
  }
  // A reader that leaves early is no failure.
  process.stdout.on("error", () => {}).write(page)
}

// Not awaited: with a top-level await, Node exits 13 when stdout closes early,
// as in `sdops --help | head -1`.
void run(process.argv.slice(2))
