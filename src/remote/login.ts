import { loginWords } from "../login-words.ts"
import { configFlags } from "./ssh-config.ts"
import type { Target } from "./target.ts"

/** What a person types after `ssh` to log in as sdops does. */
export function loginOf(
  target: Target,
  environment: NodeJS.ProcessEnv,
): string {
  return loginWords(target, configFlags(environment))
}
