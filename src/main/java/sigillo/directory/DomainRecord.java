package sigillo.directory;

import java.time.Instant;
import sigillo.base.Domain;

/** A domain of ours. */
public record DomainRecord(Domain name, Instant createdAt) {}
