"""The two reviewed functions of the counting, as the migration makes them.

They read and write past the walls because a person's entries may lie in several villages, and one of them counts.
"""

STANDING_OF = "figures_standing_of(subjects uuid[], kinds text[])"

#: Everybody in the groups of ``subjects`` (by merges), locked; then what is kept of them and what the ledger holds.
STANDING_OF_BODY = """
RETURNS TABLE (
    whose uuid, indicator text, counted uuid, day date, standing_place uuid, entry uuid, amount int,
    id uuid, kind text, place_id uuid, subject_id uuid, subject_place_id uuid, corrects uuid,
    occurred_at timestamptz, received_at timestamptz, body jsonb
) LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    members uuid[];
    roots uuid[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(person::text, 7)) FROM (
        SELECT DISTINCT coalesce(p.merged_into_id, asked.person) AS person
        FROM unnest(subjects) AS asked(person) LEFT JOIN people_person p ON p.id = asked.person
        UNION SELECT unnest(subjects) ORDER BY 1
    ) AS locked;
    WITH RECURSIVE upwards AS (
        SELECT asked.person AS start, asked.person AS at FROM unnest(subjects) AS asked(person)
        UNION SELECT u.start, p.merged_into_id FROM upwards u JOIN people_person p ON p.id = u.at
        WHERE p.merged_into_id IS NOT NULL
    ), tops AS (
        SELECT DISTINCT u.at AS root FROM upwards u
        WHERE NOT EXISTS (SELECT FROM people_person p WHERE p.id = u.at AND p.merged_into_id IS NOT NULL)
    ), groups AS (
        SELECT t.root AS root, t.root AS member FROM tops t
        UNION SELECT g.root, p.id FROM groups g JOIN people_person p ON p.merged_into_id = g.member
    )
    SELECT array_agg(g.member), array_agg(g.root) INTO members, roots FROM groups g;
    RETURN QUERY
    SELECT s.whose, s.indicator::text, s.counted, s.day, s.place_id, s.entry_id, s.amount, NULL::uuid, NULL, NULL::uuid,
           NULL::uuid, NULL::uuid, NULL::uuid, NULL::timestamptz, NULL::timestamptz, NULL::jsonb
    FROM figures_standing s WHERE s.whose = ANY (members)
    UNION ALL
    SELECT g.root, NULL, NULL, NULL, NULL, NULL, NULL, e.id, e.kind, e.place_id, e.subject_id, e.subject_place_id,
           e.corrects, e.occurred_at, e.received_at, e.body
    FROM unnest(members, roots) AS g(member, root) JOIN ledger_entry e ON e.subject_id = g.member
    WHERE e.kind = ANY (kinds) OR e.kind = 'entry.withdrawn';
END
$$
"""

APPLY = (
    "figures_apply(gone_indicator text[], gone_counted uuid[], gone_day date[],"
    " indicators text[], counteds uuid[], days date[], whoses uuid[], place_ids uuid[], entries uuid[], amounts int[],"
    " moved text[], moved_places uuid[], moved_days date[], moved_slots int[], moves int[], moment timestamptz)"
)

#: Standings first; the counts are the last rows to be locked before the commit, in the order given.
APPLY_BODY = """
RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    DELETE FROM figures_standing s USING unnest(gone_indicator, gone_counted, gone_day) AS g(indicator, counted, day)
    WHERE s.indicator = g.indicator AND s.counted = g.counted AND s.day = g.day;
    INSERT INTO figures_standing (indicator, counted, day, whose, place_id, entry_id, amount)
    SELECT * FROM unnest(indicators, counteds, days, whoses, place_ids, entries, amounts)
    ON CONFLICT (indicator, counted, day) DO UPDATE
    SET whose = excluded.whose, place_id = excluded.place_id, entry_id = excluded.entry_id, amount = excluded.amount;
    INSERT INTO figures_count AS c (indicator, place_id, day, slot, value, moved_at)
    SELECT m.indicator, m.place, m.day, m.slot, m.by, moment
    FROM unnest(moved, moved_places, moved_days, moved_slots, moves) AS m(indicator, place, day, slot, by)
    ON CONFLICT (indicator, place_id, day, slot)
    DO UPDATE SET value = c.value + excluded.value, moved_at = excluded.moved_at;
END
$$
"""
