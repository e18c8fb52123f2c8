SELECT json_build_object('data', json_build_object('cluster', json_build_object(
  'number', c.number, 'name', c.name, 'kind', c.kind,
  'members', (SELECT coalesce(json_agg(json_build_object('code', u.code, 'name', u.name, 'shortName', u.short_name, 'kind', u.kind) ORDER BY m.ordinal), '[]')
    FROM memberships m JOIN units u ON u.id = m.unit_id WHERE m.cluster_id = c.id AND m.school_year = $2))))
FROM clusters c WHERE c.number = $1
