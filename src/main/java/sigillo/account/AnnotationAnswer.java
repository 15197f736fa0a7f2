package sigillo.account;

/** What became of a change of annotations: all of it or nothing, RFC 5464 section 4.3. */
public enum AnnotationAnswer { DONE, NO_SUCH_MAILBOX, TOO_MANY, OVER_QUOTA }
