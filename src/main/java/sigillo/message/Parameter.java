package sigillo.message;

/** One {@code name=value} as a header field has it: the value is raw, without its quotes, comments and folding. */
public record Parameter(String name, String value) {}
