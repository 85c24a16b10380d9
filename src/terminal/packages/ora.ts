// Built into a file of its own: only a terminal shows a spinner.
export { default as ora } from 'ora'
