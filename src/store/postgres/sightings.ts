/**
 * Which import saw which version, and on which line, but for those that it opened: what lets a question be asked as of an earlier
 * import, and an import be undone, with the very evidence there was then. The versions of a kind are kept in parts of so many that
 * follow one another, as differences from one to the next: mostly all are 1, and the server packs them to next to nothing.
 */

/** So many versions are a part. */
export const PART = 4096

/**
 * What reads them. `sighted`: what one entry noted. `seen_then`: where each version of a kind that was open after an entry had been seen
 * last, but for those that no file had after the one that opened them. Of two sightings of one version the later counts: of the later
 * entry, and of one entry the one of the later step. It reads back only as far as it needs to.
 */
export const SIGHTING_FUNCTIONS: readonly string[] = [
  `CREATE FUNCTION unfolded(part integer, versions integer[], lines integer[]) RETURNS TABLE (version integer, line integer)
    LANGUAGE sql IMMUTABLE AS $$
      SELECT (part * ${PART} + sum(moved.version) OVER following)::integer, (sum(moved.line) OVER following)::integer
      FROM unnest(versions, lines) WITH ORDINALITY AS moved (version, line, place)
      WINDOW following AS (ORDER BY moved.place) $$`,
  `CREATE FUNCTION sighted(of_import integer) RETURNS TABLE (step smallint, seen_in integer, version integer, line integer)
    LANGUAGE sql STABLE AS $$
      SELECT kept.step, kept.seen_in, seen.version, seen.line
      FROM sightings kept, unfolded(kept.part, kept.versions, kept.lines) seen WHERE kept.import_id = of_import $$`,
  `CREATE FUNCTION seen_then(of_kind text, up_to integer) RETURNS TABLE (version integer, seen_in integer, line integer)
    LANGUAGE plpgsql STABLE AS $$
    DECLARE
      this_part integer;
      kept record;
      wanted integer[];
    BEGIN
      FOR this_part IN SELECT DISTINCT s.part FROM sightings s WHERE s.kind = of_kind AND s.import_id <= up_to LOOP
        EXECUTE format('SELECT array_agg(version) FROM %I WHERE version BETWEEN $1 AND $2 AND valid_from <= $3
          AND (valid_to IS NULL OR valid_to > $3)', of_kind)
          INTO wanted USING this_part * ${PART}, this_part * ${PART} + ${PART - 1}, up_to;
        FOR kept IN SELECT s.* FROM sightings s WHERE s.kind = of_kind AND s.part = this_part AND s.import_id <= up_to
          ORDER BY s.import_id DESC, s.step DESC LOOP
          EXIT WHEN coalesce(cardinality(wanted), 0) = 0;
          RETURN QUERY SELECT seen.version, kept.seen_in, seen.line FROM unfolded(this_part, kept.versions, kept.lines) seen
            WHERE seen.version = ANY(wanted);
          wanted := ARRAY(SELECT unnest(wanted) EXCEPT SELECT seen.version FROM unfolded(this_part, kept.versions, kept.lines) seen);
        END LOOP;
      END LOOP;
    END $$`,
]

/**
 * Notes what an entry saw: a statement whose three values are the kind, the entry and the step. `seen` is a question for `version`,
 * `seen_in` and `line`; each version is in it once.
 */
export function noteSightings(seen: string): string {
  return `INSERT INTO sightings (kind, part, import_id, step, seen_in, versions, lines)
    SELECT $1, part, $2, $3, seen_in, array_agg(version - before ORDER BY version), array_agg(line - line_before ORDER BY version)
    FROM (
      SELECT seen.version / ${PART} AS part, seen.seen_in, seen.version, seen.line,
        lag(seen.version, 1, seen.version / ${PART} * ${PART}) OVER following AS before, lag(seen.line, 1, 0) OVER following AS line_before
      FROM (${seen}) seen WINDOW following AS (PARTITION BY seen.version / ${PART}, seen.seen_in ORDER BY seen.version)
    ) moved GROUP BY part, seen_in`
}
