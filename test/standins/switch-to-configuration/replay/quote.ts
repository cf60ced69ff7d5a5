/** One word for a POSIX shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** Commands that write a file, folders included. */
export function writeFile(path: string, text: string, mode = "644"): string {
  const folder = path.slice(0, path.lastIndexOf("/"))
  return [
    `mkdir -p ${quote(folder)}`,
    `rm -f ${quote(path)}`,
    `printf %s ${quote(text)} >${quote(path)}`,
    `chmod ${mode} ${quote(path)}`,
  ].join("\n")
}
