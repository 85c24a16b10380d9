/** What the column of a field is called on every engine: `salesBadged` is kept as `sales_badged`. */
export function columnName(field: string): string {
  return field.replace(/\d+|[A-Z]/g, (part) => `_${part.toLowerCase()}`)
}
