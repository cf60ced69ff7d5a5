import { main } from "./main.ts"

// Not awaited: with a top-level await, Node exits 13 when stdout closes early,
// as in `sdops --help | head -1`.
void main(process.argv.slice(2))
