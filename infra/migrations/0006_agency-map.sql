-- Who belongs together (design §5, ADR 22) follows from the archive of events, which a rebuild does not
-- empty: nobody loses what he may see while figures are made again. Some dozen events among many.
CREATE INDEX event_agency_map ON prasan.event (subject, sequence)
  WHERE topic = 'registry.change.v1' AND type IN ('th.prasan.registry.agencyMerged.v1',
    'th.prasan.registry.agencyUnmerged.v1', 'th.prasan.registry.mergeRefused.v1');
