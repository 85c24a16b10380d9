/**
 * How the audit is added to: by functions of the server alone, which run with the rights of the desk's owner. Who may record may call
 * them, and cannot reach the table by SQL. They number, date and chain the entries; what they make is what the chain of a desk in a file
 * is, so that one check reads both (see audit-chain.ts).
 */

import { SCHEMA } from '../tables.ts'

/** The state that they fail with where the end of the audit is not as it was noted. */
export const NOT_AS_NOTED = 'PHD01'

/** Stands for "a request of its own" and "the request opened beside it", which have no number yet. */
export const OPENS = 0
export const OPENED = -1

/** Notes the end of the audit and keeps it so until the transaction ends: whoever adds entries waits. */
const LOCK_AUDIT = `CREATE FUNCTION lock_audit(OUT last_entry integer, OUT last_hash text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${SCHEMA}, pg_temp AS $$
  DECLARE noted text;
  BEGIN
    SELECT value INTO noted FROM audit_end FOR UPDATE;
    -- A statement of its own, so that it sees what was added until the lock was free.
    SELECT id, hash INTO last_entry, last_hash FROM audit ORDER BY id DESC LIMIT 1;
    last_entry := coalesce(last_entry, 0);
    last_hash := coalesce(last_hash, repeat('0', 64));
    IF noted IS DISTINCT FROM last_entry || ' ' || last_hash THEN
      RAISE EXCEPTION 'the end of the audit is not as it was noted' USING ERRCODE = '${NOT_AS_NOTED}';
    END IF;
  END $$`

/** So long before an entry its clock may have been read: a command has one time, and may wait for a person. */
const LONGEST_COMMAND = '1 day'

/**
 * Whether a time that an entry is to have can be of the server's clock: it is not before the last entry. A clock that goes back never
 * is, as it gives the last entry's time then.
 */
const IS_OF_THE_CLOCK = `CREATE FUNCTION is_of_the_clock(entry_at text) RETURNS boolean
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = ${SCHEMA}, pg_temp AS $$
  SELECT entry_at::timestamptz = last_at OR (
    entry_at::timestamptz BETWEEN clock_timestamp() - interval '${LONGEST_COMMAND}' AND clock_timestamp()
    AND entry_at::timestamptz >= last_at)
  FROM coalesce((SELECT at::timestamptz FROM audit ORDER BY id DESC LIMIT 1), '-infinity') last_at $$`

/**
 * Adds entries of one time and person. Each body gets the login that added it, and that its time was given by hand where it is not of the
 * server's clock. The hash is SHA-256 of what JSON.stringify makes of the nine values: the server escapes texts as it does.
 */
const APPEND_AUDIT = `CREATE FUNCTION append_audit(
    entry_at text, by_actor text, actions text[], partner_ids text[], requests integer[], bodies text[], evidences text[])
  RETURNS TABLE (entry integer, of_request integer, kept_body text, follows text, own_hash text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${SCHEMA}, pg_temp AS $$
  DECLARE
    opened integer;
    by_hand boolean;
    said text;
  BEGIN
    IF entry_at !~ '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?Z$' THEN
      RAISE EXCEPTION 'not a time of an entry' USING ERRCODE = '22007';
    END IF;
    SELECT locked.last_entry, locked.last_hash INTO entry, own_hash FROM lock_audit() locked;
    by_hand := NOT is_of_the_clock(entry_at);
    FOR i IN 1 .. cardinality(actions) LOOP
      IF json_typeof(bodies[i]::json) <> 'object' OR bodies[i]::json -> 'login' IS NOT NULL THEN
        RAISE EXCEPTION 'not the body of an entry' USING ERRCODE = '22023';
      END IF;
      follows := own_hash;
      entry := entry + 1;
      of_request := CASE requests[i] WHEN ${OPENS} THEN entry WHEN ${OPENED} THEN opened ELSE requests[i] END;
      IF requests[i] = ${OPENS} THEN opened := entry; END IF;
      said := CASE WHEN by_hand AND bodies[i]::json -> 'timeStated' IS NULL THEN '"timeStated":true,' ELSE '' END
        || '"login":' || to_json(session_user::text);
      kept_body := left(rtrim(bodies[i]), -1) || CASE WHEN bodies[i] ~ '^\\s*\\{\\s*\\}\\s*$' THEN '' ELSE ',' END || said || '}';
      own_hash := encode(sha256(convert_to('[' || concat_ws(',', entry::text, to_json(entry_at), to_json(by_actor), to_json(actions[i]),
        coalesce(to_json(partner_ids[i])::text, 'null'), coalesce(of_request::text, 'null'), to_json(kept_body),
        coalesce(to_json(evidences[i])::text, 'null'), to_json(follows)) || ']', 'UTF8')), 'hex');
      INSERT INTO audit (id, at, actor, action, partner_id, request, body, previous, hash, evidence)
        VALUES (entry, entry_at, by_actor, actions[i], partner_ids[i], of_request, kept_body, follows, own_hash, evidences[i]);
      RETURN NEXT;
    END LOOP;
    UPDATE audit_end SET value = entry || ' ' || own_hash;
  END $$`

/** What makes them. */
export const AUDIT_FUNCTIONS: readonly string[] = [LOCK_AUDIT, IS_OF_THE_CLOCK, APPEND_AUDIT]
