import { type CommandReference, type FlagReference, globalFlags } from "./reference.js";

/** The scripts below contain all commands and flags; igminer is only started for names from the store. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** @returns the script by which a shell completes igminer's commands, flags and values. */
export function completionScript(shell: Shell, commands: readonly CommandReference[]): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](commands);
}

/** The words that may follow each prefix of a command's name (the empty one, `queue`), with what they stand for. */
function nextWords(commands: readonly CommandReference[]): Map<string, Map<string, string>> {
  const next = new Map<string, Map<string, string>>();
  for (const { name, summary } of commands) {
    const words = name.split(" ");
    words.forEach((word, place) => {
      const before = words.slice(0, place).join(" ");
      const following = next.get(before) ?? new Map<string, string>();
      next.set(before, following);
      const isWhole = place === words.length - 1;
      if (isWhole || !following.has(word)) following.set(word, isWhole ? summary : `${word} …`);
    });
  }
  return next;
}

function withGlobal({ flags }: CommandReference): FlagReference[] {
  return [...flags, ...globalFlags()];
}

function bashScript(commands: readonly CommandReference[]): string {
  const next = [...nextWords(commands)].map(
    ([before, words]) => `  [${quoted(`/${before}`)}]=${quoted([...words.keys()].join(" "))}`,
  );
  const flags = commands.map(
    (command) =>
      `  [${quoted(command.name)}]=${quoted(
        withGlobal(command)
          .map(({ flag }) => flag)
          .join(" "),
      )}`,
  );
  const values = commands.flatMap((command) =>
    withGlobal(command)
      .filter(({ value }) => value !== null)
      .map(({ flag, choices, isPath, named }) => {
        const few = choices.length > 0 ? choices.join(" ") : "/any";
        const taken = isPath ? "/path" : named === null ? few : `/${named}`;
        return `  [${quoted(`${command.name} ${flag}`)}]=${quoted(taken)}`;
      }),
  );
  const stored = commands.flatMap(({ name, named }) =>
    named === null ? [] : [`  [${quoted(name)}]=${quoted(named)}`],
  );
  return `# bash completion of igminer. Read it with: source <(igminer completion bash)
declare -A _igminer_next=(
${next.join("\n")}
)
declare -A _igminer_flags=(
${flags.join("\n")}
)
declare -A _igminer_values=(
${values.join("\n")}
)
declare -A _igminer_stored=(
${stored.join("\n")}
)
# Nothing in a name is expanded: each is compared as it is.
_igminer_names() {
  local found
  while IFS= read -r found; do
    [[ $found == "$2"* ]] && COMPREPLY+=("$found")
  done < <("\${COMP_WORDS[0]}" completion --names "$1" 2>/dev/null)
}
_igminer() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} name="" place
  for ((place = 1; place < COMP_CWORD; place++)); do
    local longer="\${name:+$name }\${COMP_WORDS[place]}"
    [[ -n \${_igminer_flags[$longer]-} || -n \${_igminer_next["/$longer"]-} ]] || break
    name=$longer
  done
  local values=""
  [[ -n $name && $before == --* ]] && values=\${_igminer_values["$name $before"]-}
  case $values in
    /path) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    /any) COMPREPLY=() ;;
    /sequences | /audiences) COMPREPLY=(); _igminer_names "\${values#/}" "$current" ;;
    ?*) mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current") ;;
    *) mapfile -t COMPREPLY < <(compgen -W "\${_igminer_next["/$name"]-} \${_igminer_flags[\${name:-/}]-}" -- "$current")
      [[ -n $name && $current != -* && -n \${_igminer_stored[$name]-} ]] &&
        COMPREPLY=() && _igminer_names "\${_igminer_stored[$name]}" "$current" ;;
  esac
  return 0
}
complete -o filenames -o bashdefault -F _igminer igminer
`;
}

function zshScript(commands: readonly CommandReference[]): string {
  const next = [...nextWords(commands)].map(
    ([before, words]) =>
      `    ${quoted(before)}) offered=(${[...words].map(([word, summary]) => quoted(`${word}:${summary}`)).join(" ")}) ;;`,
  );
  const flags = commands.map((command) => {
    const specs = withGlobal(command).map(({ flag, value, summary, choices, isPath, named }) => {
      const few = choices.length > 0 ? `(${choices.join(" ")})` : " ";
      const action = isPath ? "_files" : named === null ? few : ` _igminer_names ${named}`;
      return quoted(
        `${flag}[${bracketed(summary)}]${value === null ? "" : `:${colonless(value)}:${action}`}`,
      );
    });
    const rest = command.named === null ? "" : ` rest=${quoted(`*:name: _igminer_names ${command.named}`)}`;
    return `    ${quoted(command.name)}) specs=(${specs.join(" ")})${rest} ;;`;
  });
  return `#compdef igminer
# zsh completion of igminer. Put it into a folder of $fpath: igminer completion zsh > ~/.zfunc/_igminer
_igminer() {
  local name="" longer rest='*:argument:_files'
  local -a offered specs
  integer place=2 used=1
  while (( place < CURRENT )); do
    longer="\${name:+$name }\${words[place]}"
    _igminer_knows "$longer" || break
    name=$longer
    used=$place
    (( place++ ))
  done
  case $name in
${next.join("\n")}
  esac
  if (( CURRENT == used + 1 && $#offered )); then
    _describe command offered
    [[ $PREFIX == -* ]] || return
  fi
  case $name in
${flags.join("\n")}
  esac
  (( $#specs )) || return
  # What stands before the flags is one word to _arguments.
  words=("$name" "\${(@)words[used + 1, -1]}")
  (( CURRENT -= used - 1 ))
  _arguments -s -S $specs $rest
}
_igminer_names() {
  local -a names
  names=("\${(@f)$(igminer completion --names $1 2>/dev/null)}")
  compadd -a names
}
_igminer_knows() {
  case $1 in
${[...new Set([...commands.map(({ name }) => name), ...nextWords(commands).keys()])]
  .filter((name) => name !== "")
  .map((name) => `    ${quoted(name)}) return 0 ;;`)
  .join("\n")}
  esac
  return 1
}
if [[ $funcstack[1] == _igminer ]]; then _igminer "$@"; else compdef _igminer igminer; fi
`;
}

function fishScript(commands: readonly CommandReference[]): string {
  const lines: string[] = [];
  for (const [before, words] of nextWords(commands))
    for (const [word, summary] of words)
      lines.push(
        `complete -c igminer -n ${quoted(`__igminer_at ${quoted(before)}`)} -f -a ${quoted(word)} -d ${quoted(summary)}`,
      );
  const namesOf = (named: string) => ` -a ${quoted(`(igminer completion --names ${named} 2>/dev/null)`)}`;
  for (const { name, named } of commands)
    if (named !== null)
      lines.push(`complete -c igminer -n ${quoted(`__igminer_in ${quoted(name)}`)} -f${namesOf(named)}`);
  for (const command of commands)
    for (const { flag, value, summary, choices, isPath, named } of withGlobal(command)) {
      const few = choices.length > 0 ? ` -a ${quoted(choices.join(" "))}` : "";
      const taken = value === null ? "" : isPath ? " -r -F" : ` -x${named === null ? few : namesOf(named)}`;
      lines.push(
        `complete -c igminer -n ${quoted(`__igminer_in ${quoted(command.name)}`)} -l ${flag.slice(2)}${taken} -d ${quoted(summary)}`,
      );
    }
  return `# fish completion of igminer. Put it there: igminer completion fish > ~/.config/fish/completions/igminer.fish
function __igminer_words
    set -l words (commandline -opc)
    string join ' ' -- $words[2..-1]
end
# The words so far are exactly these.
function __igminer_at
    set -l words (__igminer_words)
    test "$words" = "$argv[1]"
end
# The words so far begin with this command.
function __igminer_in
    set -l words (__igminer_words)
    string match -q -- "$argv[1] *" "$words "
end
${lines.join("\n")}
`;
}

/** Quotes a text as one word for any of the three shells. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Escapes a text for the brackets of zsh's _arguments. */
const bracketed = (text: string) => text.replace(/[[\]\\:]/g, "\\$&");
const colonless = (text: string) => text.replaceAll(":", " ");
