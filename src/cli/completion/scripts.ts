/** Shells that can be told what may follow. */
export const completingShells = ["bash", "fish", "zsh"] as const

/** `sdops` says what may follow the words before the cursor, a line each. */
const asked = "sdops completion words --"

/**
 * What makes each shell ask. bash ends words at an @, unless it is told not to:
 * tags begin with one.
 */
export const completionScripts: Readonly<
  Record<(typeof completingShells)[number], string>
> = {
  bash: `# bash completion of sdops: eval "$(sdops completion bash)"
_sdops() {
  local line=\${COMP_LINE:0:COMP_POINT} words found IFS=$' \\t\\n'
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  local last=\${words[\${#words[@]}-1]}
  found=$(${asked} "\${words[@]:1}" 2>/dev/null)
  IFS=$'\\n'
  COMPREPLY=($(compgen -W "$found" -- "$last"))
}
COMP_WORDBREAKS=\${COMP_WORDBREAKS//@/}
complete -F _sdops sdops`,
  fish: `# fish completion of sdops: sdops completion fish | source
function __sdops_words
  set -l words (commandline -opc) (commandline -ct)
  ${asked} $words[2..-1] 2>/dev/null
end
complete -c sdops -f -a '(__sdops_words)'`,
  zsh: `# zsh completion, after compinit: eval "$(sdops completion zsh)"
_sdops() {
  local -a all
  local found
  found=$(${asked} "\${(@)words[2,CURRENT]}" 2>/dev/null)
  all=("\${(@f)found}")
  compadd -a all
}
compdef _sdops sdops`,
}
