/** What stands for standard input in place of a file's name. */
export const STDIN = '-'
export const STDIN_NAME = 'standard input'
