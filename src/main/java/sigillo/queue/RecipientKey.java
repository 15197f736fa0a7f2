package sigillo.queue;

/** Names a recipient of an entry: {@code number} is its place in the entry's first envelope. */
record RecipientKey(long entry, int number) {}
