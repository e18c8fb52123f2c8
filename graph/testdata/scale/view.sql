SELECT json_build_object('data', json_build_object('cluster', json_build_object(
  'number', c.number, 'name', c.name,
  'members', (SELECT coalesce(json_agg(json_build_object('code', u.code, 'shortName', u.short_name,
      'reports', json_build_object('edges', (SELECT coalesce(json_agg(json_build_object('node', json_build_object(
          'schoolYear', r.school_year || '-' || r.school_year + 1, 'period', r.period, 'title', r.title,
          'indicatorValues', json_build_object('edges', (SELECT coalesce(json_agg(json_build_object('node', json_build_object(
              'indicator', json_build_object('code', i.code, 'name', i.name),
              'value', round(v.value_micros / 1000000.0, v.value_scale::int)::text,
              'numerator', v.numerator, 'denominator', v.denominator, 'nationalRank', v.national_rank, 'valueStated', v.stated)) ORDER BY v.ordinal), '[]')
            FROM (SELECT * FROM indicator_values WHERE report_id = r.id ORDER BY school_year DESC, ordinal, id LIMIT 10) v
            JOIN indicators i ON i.id = v.indicator_id))))), '[]')
        FROM (SELECT * FROM reports WHERE unit_id = u.id AND period = 'FINAL' AND state = 'PUBLISHED' ORDER BY school_year DESC, id DESC LIMIT 1) r))) ORDER BY m.ordinal), '[]')
    FROM memberships m JOIN units u ON u.id = m.unit_id WHERE m.cluster_id = c.id AND m.school_year = $2),
  'conferences', json_build_object('edges', (SELECT coalesce(json_agg(json_build_object('node', json_build_object(
      'code', f.code, 'title', f.title, 'heldOn', f.held_on,
      'agendaItems', json_build_object('edges', (SELECT coalesce(json_agg(json_build_object('node', json_build_object(
          'ordinal', a.ordinal, 'kind', a.kind, 'title', a.title)) ORDER BY a.ordinal), '[]')
        FROM (SELECT * FROM agenda_items WHERE conference_id = f.id ORDER BY ordinal, id LIMIT 20) a)),
      'proposals', json_build_object('edges', (SELECT coalesce(json_agg(json_build_object('node', json_build_object(
          'ordinal', p.ordinal, 'content', p.content, 'state', p.state, 'unit', json_build_object('shortName', pu.short_name))) ORDER BY p.ordinal), '[]')
        FROM (SELECT * FROM proposals WHERE conference_id = f.id ORDER BY school_year DESC, ordinal, id LIMIT 20) p
        LEFT JOIN units pu ON pu.id = p.unit_id)))) ORDER BY f.held_order DESC, f.id DESC), '[]')
    FROM (SELECT * FROM conferences WHERE cluster_id = c.id AND state IN ('OPEN', 'IN_SESSION', 'ON_BREAK', 'CLOSED') ORDER BY held_order DESC, id DESC LIMIT 2) f)),
  'awards', json_build_object('edges', (SELECT coalesce(json_agg(json_build_object('node', json_build_object(
      'schoolYear', w.school_year || '-' || w.school_year + 1, 'decisionNumber', w.decision_number,
      'awardKind', json_build_object('name', k.name), 'unit', json_build_object('shortName', wu.short_name))) ORDER BY w.school_year DESC, w.id DESC), '[]')
    FROM (SELECT * FROM awards WHERE cluster_id = c.id AND state IN ('DECIDED', 'PRESENTED') ORDER BY school_year DESC, id DESC LIMIT 10) w
    JOIN award_kinds k ON k.id = w.kind_id JOIN units wu ON wu.id = w.unit_id)))))
FROM clusters c WHERE c.number = $1
