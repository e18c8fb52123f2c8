SELECT json_build_object('data', json_build_object('reports', json_build_object(
  'totalCount', (SELECT count(*) FROM reports WHERE period = $1 AND school_year >= $2 AND state = 'PUBLISHED'),
  'edges', (SELECT coalesce(json_agg(json_build_object('node', json_build_object(
      'schoolYear', r.school_year || '-' || r.school_year + 1, 'period', r.period, 'title', r.title, 'version', r.version,
      'unit', CASE WHEN u.id IS NOT NULL THEN json_build_object('code', u.code, 'shortName', u.short_name) END,
      'cluster', CASE WHEN c.id IS NOT NULL THEN json_build_object('number', c.number) END)) ORDER BY r.school_year DESC, r.id DESC), '[]')
    FROM (SELECT * FROM reports WHERE period = $1 AND school_year >= $2 AND state = 'PUBLISHED' ORDER BY school_year DESC, id DESC LIMIT 50) r
    LEFT JOIN units u ON u.id = r.unit_id LEFT JOIN clusters c ON c.id = r.cluster_id))))
