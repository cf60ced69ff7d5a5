import { text } from "./text.ts"

/**
 * Who logs in by SSH, as OpenSSH takes it (valid_ruser of its ssh.c): dots,
 * capitals, `CORP\ada`, `ada@corp.example`, `lithium$`. No option, no control
 * character, nothing that a shell would act on; and no blank, colon or slash,
 * which no account of Linux has.
 */
export const loginName = text(
  /^(?!-)(?:[^\s\p{C}'"`;&<>|(){}/:\\]|\\(?!$))+$/u,
  "a valid user name, such as ops",
)
