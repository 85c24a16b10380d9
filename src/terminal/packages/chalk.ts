// Built into a file of its own: what goes to a pipe or a file has no color, and need not read it.
export { Chalk } from 'chalk'
