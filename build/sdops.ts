import "./build.ts"

// `npm run sdops -- …`: sdops from a checkout, under a Node that is new enough.
// npm runs it in the package's folder; the fleet is looked for where we were.
const from = process.env["INIT_CWD"]
if (from !== undefined) process.chdir(from)
await import("../bin/run.js")
