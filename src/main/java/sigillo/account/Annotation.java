package sigillo.account;

import sigillo.base.Bytes;

/** RFC 5464: what a client has noted of a mailbox, or of the account. {@code name}: as the client wrote it. */
public record Annotation(String name, Bytes value) {}
