package sigillo.quarantine;

import java.time.Instant;

/** A message that was moved to Junk. {@code author}: as its header has it, for its owner alone; {@code why}: a sentence. Printable characters. */
public record Found(Instant received, String author, String why) {}
