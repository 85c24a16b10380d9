// Built into a file of its own: only pages in HTML have drawn charts.
export { nice, ticks } from 'd3-array'
export {
  line,
  stack,
  stackOffsetDiverging,
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolSquare,
  symbolTriangle,
  symbolWye,
} from 'd3-shape'
