"""The reviewed functions of people: each reads past the walls and answers as little as its question needs.

Never let one answer a name, a sealed part or a key of somebody out of the asker's scope.
"""

from tongzhou.kernel.walls import SCOPE, Definer

_SEEN = f"(session_user = 'tz_wide' OR p.place_id = ANY ({SCOPE}) OR p.recorded_at_id = ANY ({SCOPE}))"

#: From each person up to the record that it was merged into at last.
ROOTS = Definer(
    "people_roots(ids uuid[])",
    """
    RETURNS TABLE (person uuid, root uuid) LANGUAGE sql STABLE AS $$
        WITH RECURSIVE up (first, at, next) AS (
            SELECT p.id, p.id, p.merged_into_id FROM people_person p WHERE p.id = ANY (ids)
            UNION
            SELECT up.first, p.id, p.merged_into_id FROM up JOIN people_person p ON p.id = up.next
        )
        SELECT up.first, up.at FROM up WHERE up.next IS NULL
    $$""",
    reads=("people_person",),
)

#: Every record of the same human, the person itself included.
GROUP = Definer(
    "people_group(ids uuid[])",
    """
    RETURNS TABLE (person uuid, member uuid) LANGUAGE sql STABLE AS $$
        WITH RECURSIVE down (first, at) AS (
            SELECT r.person, r.root FROM people_roots(ids) r
            UNION
            SELECT down.first, p.id FROM down JOIN people_person p ON p.merged_into_id = down.at
        )
        SELECT down.first, down.at FROM down
    $$""",
    reads=("people_person",),
)

SIMILAR_CALL = "people_similar(numbers bytea[], phones bytea[], boths bytea[], names bytea[], homes uuid[])"

#: Who may be the same as each of those asked for: number 4, telephone 2, name 1 (at the same place, or with the same
#: telephone). At most five each, a certain one first; sealed parts only of those in scope. In plpgsql, whose plans a
#: connection keeps.
SIMILAR = Definer(
    SIMILAR_CALL,
    f"""
    RETURNS TABLE (
        n bigint, person uuid, home uuid, village varchar, reasons int, masked varchar,
        asked_by varchar, asked_at timestamptz, sealed bytea, wrapped_key bytea
    ) LANGUAGE plpgsql STABLE AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY SELECT asked.n, p.id, p.place_id, v.name, hit.reasons, p.masked, last.unit_name, last.at,
            CASE WHEN {_SEEN} THEN p.sealed END, CASE WHEN {_SEEN} THEN p.wrapped_key END
        FROM unnest(numbers, phones, boths, names, homes)
            WITH ORDINALITY AS asked (number, phone, both_, name, home, n)
        CROSS JOIN LATERAL (
            SELECT r.root AS id, bit_or(found.reason) AS reasons FROM (
                (SELECT t.person_id, 4 FROM people_token t WHERE t.token = asked.number LIMIT 5)
                UNION ALL (SELECT t.person_id, 3 FROM people_token t WHERE t.token = asked.both_ LIMIT 5)
                UNION ALL (SELECT t.person_id, 2 FROM people_token t WHERE t.token = asked.phone LIMIT 5)
                UNION ALL (
                    SELECT t.person_id, 1 FROM people_token t
                    WHERE t.token = asked.name AND t.place_id = asked.home LIMIT 5
                )
            ) AS found (person_id, reason)
            CROSS JOIN LATERAL people_roots(ARRAY[found.person_id]) r
            GROUP BY r.root ORDER BY 2 DESC, 1 LIMIT 5
        ) AS hit
        JOIN people_person p ON p.id = hit.id AND p.wrapped_key IS NOT NULL
        JOIN places_place v ON v.id = p.place_id
        LEFT JOIN LATERAL (
            SELECT c.unit_name, c.at FROM people_contact c WHERE c.person_id = p.id ORDER BY c.at DESC LIMIT 1
        ) AS last ON true
        ORDER BY asked.n, hit.reasons DESC, p.id;
    END
    $$""",
    reads=("people_token", "people_person", "people_contact", "places_place"),
)

#: The sealed parts of those whom an account has been granted for the moment.
OPENED = Definer(
    "people_opened(ids uuid[], account uuid, moment timestamptz)",
    """
    RETURNS TABLE (person uuid, home uuid, sealed bytea, wrapped_key bytea) LANGUAGE sql STABLE AS $$
        SELECT p.id, p.place_id, p.sealed, p.wrapped_key FROM people_person p
        WHERE p.id = ANY (ids) AND EXISTS (
            SELECT FROM access_grant g
            WHERE g.account_id = account AND g.subject_id = p.id AND g.starts_at <= moment AND g.ends_at > moment
        )
    $$""",
    reads=("people_person", "access_grant"),
)

RECEIPT = Definer(
    "people_receipt(code bytea)",
    """
    RETURNS TABLE (person uuid, home uuid) LANGUAGE sql STABLE AS $$
        SELECT r.person_id, r.place_id FROM people_receipt r WHERE r.token = code
    $$""",
    reads=("people_receipt",),
)

#: Takes somebody in scope, with everything that is seen where they live, to a place that need not be.
MOVE = Definer(
    "people_move(who uuid, target uuid, day date)",
    f"""
    RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
    BEGIN
        UPDATE people_person p SET place_id = target WHERE p.id = who AND {_SEEN};
        IF NOT FOUND THEN
            RETURN false;
        END IF;
        UPDATE people_token t SET place_id = target WHERE t.person_id = who;
        UPDATE people_membership m SET until_on = greatest(day, m.from_on)
        WHERE m.person_id = who AND m.until_on IS NULL;
        UPDATE people_status s SET place_id = target WHERE s.person_id = who;
        UPDATE people_contact c SET place_id = target WHERE c.person_id = who;
        UPDATE people_receipt r SET place_id = target WHERE r.person_id = who;
        RETURN true;
    END
    $$""",
    reads=(),
    writes=(
        *("people_person", "people_token", "people_membership", "people_status", "people_contact"),
        "people_receipt",
    ),
)

ALL = (ROOTS, GROUP, SIMILAR, OPENED, RECEIPT, MOVE)
