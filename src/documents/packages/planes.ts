/** Places on a page: matrices as PDF has them, and boxes. */

export type Matrix = readonly [number, number, number, number, number, number]
/** Left, bottom, right, top. */
export type Box = readonly [number, number, number, number]
type Point = readonly [number, number]

export const NO_MATRIX: Matrix = [1, 0, 0, 1, 0, 0]

/** One change of place within another. */
export function product([a, b, c, d, e, f]: Matrix, [A, B, C, D, E, F]: Matrix): Matrix {
  return [a * A + c * B, b * A + d * B, a * C + c * D, b * C + d * D, a * E + c * F + e, b * E + d * F + f]
}

/** The box around a rectangle that is drawn with a matrix. */
export function boxOf(rectangle: ArrayLike<number>, [a, b, c, d, e, f]: Matrix): Box {
  const [x = 0, y = 0, X = 0, Y = 0] = Array.from(rectangle)
  const corners: Point[] = [
    ...([x, X].flatMap((across) => [y, Y].map((up) => [a * across + c * up + e, b * across + d * up + f])) as unknown as Point[]),
  ]
  const across = corners.map(([each]) => each)
  const up = corners.map(([, each]) => each)
  return [Math.min(...across), Math.min(...up), Math.max(...across), Math.max(...up)]
}

/** What two boxes have in common; one without extent where that is nothing. */
export function cut([left, bottom, right, top]: Box, [l, b, r, t]: Box): Box {
  const [x, y] = [Math.max(left, l), Math.max(bottom, b)]
  return [x, y, Math.max(x, Math.min(right, r)), Math.max(y, Math.min(top, t))]
}

/** Whether the middle of a line of text is in a box. */
export function isWithin([left, bottom, right, top]: Box, from: Point, to: Point, height: number): boolean {
  const [x, y] = middle(from, to, height)
  return x >= left && x <= right && y >= bottom && y <= top
}

/** Whether a box is over a part of a line of text, in its height at least half of it. */
export function reaches([left, bottom, right, top]: Box, from: Point, to: Point, height: number): boolean {
  const [x, y] = middle(from, to, height)
  const half = [Math.abs(to[0] - from[0]) / 2, Math.abs(to[1] - from[1]) / 2] as const
  const over = Math.min(right, x + half[0]) - Math.max(left, x - half[0])
  const upward = Math.min(top, y + half[1]) - Math.max(bottom, y - half[1])
  if (half[0] >= half[1]) return over > Math.min(height / 2, half[0]) && bottom <= y && top >= y && top - bottom > height / 2
  return upward > Math.min(height / 2, half[1]) && left <= x && right >= x && right - left > height / 2
}

/** The middle of the letters of a line: a third of their height above the base line. */
function middle(from: Point, to: Point, height: number): Point {
  const [x, y] = [to[0] - from[0], to[1] - from[1]]
  const length = Math.hypot(x, y) || 1
  return [(from[0] + to[0]) / 2 - (y / length) * height * 0.3, (from[1] + to[1]) / 2 + (x / length) * height * 0.3]
}
