package sigillo.sending;

/** So much more was sent. {@code firsts}: recipients to whom the account had not written before. */
record Sent(long messages, long recipients, long firsts) {
    static final Sent NOTHING = new Sent(0, 0, 0);

    Sent plus(Sent more) { return new Sent(messages + more.messages, recipients + more.recipients, firsts + more.firsts); }

    Sent minus(Sent less) { return new Sent(messages - less.messages, recipients - less.recipients, firsts - less.firsts); }

    long of(Bound bound) {
        return switch (bound) {
            case MESSAGES_PER_HOUR, MESSAGES_PER_DAY -> messages;
            case RECIPIENTS_PER_HOUR, RECIPIENTS_PER_DAY -> recipients;
            case FIRST_TIME_PER_HOUR, FIRST_TIME_PER_DAY -> firsts;
            case SUDDEN_CHANGE -> 0;
        };
    }
}
