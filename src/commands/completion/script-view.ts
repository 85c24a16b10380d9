import { csvForPeople } from '../../terminal/csv.ts'
import type { Rendering } from '../../terminal/print.ts'
import type { Shell } from './shell-words.ts'

/** Bash takes each line as it is: phd has quoted it. A blank one keeps bash from putting in what the others have in common. */
const BASH = `# Completion of phd for bash. To turn it on: eval "$(phd completion bash)"
_phd() {
  local line kind=''
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -z $kind ]]; then kind=$line; else COMPREPLY+=("$line"); fi
  done < <(command phd complete bash "\${COMP_WORDBREAKS-}" "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  case $kind in
    files) compopt -o default 2>/dev/null ;;
    list) COMPREPLY+=(' ') ;;
  esac
}
complete -F _phd phd
`

/** zsh quotes what it puts in by itself. */
const ZSH = `#compdef phd
# Completion of phd for zsh. To turn it on: phd completion zsh > "\${fpath[1]}/_phd"
_phd() {
  local answer kind each tab=$'\\t'
  local -a lines values shown
  answer="$(command phd complete zsh "\${(@)words[1,CURRENT-1]}" "$QIPREFIX$PREFIX" 2>/dev/null)"
  lines=("\${(@f)answer}")
  kind="\${lines[1]}"
  if [[ $kind == files ]]; then
    _files
    return
  fi
  for each in "\${(@)lines[2,-1]}"; do
    values+=("\${each%%$tab*}")
    shown+=("\${\${each/$tab/  }%  }")
  done
  (( \${#values} )) || return 1
  if [[ $kind == list ]]; then
    compstate[insert]=
    compstate[list]='list force'
  fi
  compadd -U -l -d shown -a values
}
if [[ "\${funcstack[1]}" == _phd ]]; then
  _phd "$@"
elif (( $+functions[compdef] )); then
  compdef _phd phd
fi
`

/** fish quotes what it puts in by itself, and picks from the lines those that fit what is typed. */
const FISH = `# Completion of phd for fish. To turn it on: phd completion fish > ~/.config/fish/completions/phd.fish
function __phd_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l answer (command phd complete fish $words "$current" 2>/dev/null)
    if test "$answer[1]" = files
        __fish_complete_path "$current"
    else if test (count $answer) -gt 1
        printf '%s\\n' $answer[2..-1]
    end
end
complete -c phd -f -a '(__phd_complete)'
`

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH }

/** Prints the script that makes a shell complete phd (phd.completion/1). */
export function scriptView(shell: Shell): Rendering {
  const script = SCRIPTS[shell]
  const document = { schema: 'phd.completion/1', shell, script }
  return {
    table: () => script,
    json: () => document,
    ndjson: () => [document],
    csv: () =>
      csvForPeople([
        ['shell', 'script'],
        [shell, script],
      ]),
  }
}
