// Each package of the mail room is built into a file of its own, so that commands that write no mail need not read it.
export { Liquid } from 'liquidjs'
