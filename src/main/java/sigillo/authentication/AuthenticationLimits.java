package sigillo.authentication;

/** Bounds of what one message may ask, with the reasons. */
final class AuthenticationLimits {
    private AuthenticationLimits() {}

    /**
     * DNS questions for one message. SPF may take about 125 for each of two identities in the worst case that its own
     * limits allow, eight signatures and a chain some 60 more; real mail takes about ten.
     */
    static final int QUESTIONS_MAX = 200;
    /** Of a sentence in the story; the trace takes 500. */
    static final int SENTENCE_CHARACTERS_MAX = 400;
}
