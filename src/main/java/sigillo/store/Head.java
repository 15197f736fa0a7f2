package sigillo.store;

import java.util.UUID;

/** A partition's revision and the id of the commit that made it. */
public record Head(long revision, UUID commitId) {}
